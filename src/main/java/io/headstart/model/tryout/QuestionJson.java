package io.headstart.model.tryout;

import io.headstart.storage.PresignedPut;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A question as the API describes it.
 *
 * @param id of it
 * @param run number of the run that was asked
 * @param state UPLOADING, OPEN, ANSWERED, REFUSED or FAILED
 * @param text what was asked; null for a picture
 * @param picture name of the picture's file; null for a text
 * @param answer the likeliest label; null before
 * @param probabilities what the model said of each label, the likeliest first; none before
 * @param milliseconds that the model took, or null
 * @param cut whether the text was longer than the model reads
 * @param why it has no answer and never will, or null
 * @param wayOut what to do about that, or null
 * @param waitsFor what an open one waits for, in words; may be empty
 * @param createdAt when it was asked
 * @param keptUntil it is deleted then, or soon after
 * @param upload where its picture has to be put; null for a text and afterwards
 */
@Schema(name = "Question")
public record QuestionJson(
    UUID id,
    long run,
    QuestionState state,
    @Nullable String text,
    @Nullable String picture,
    @Nullable String answer,
    List<QuestionView.Share> probabilities,
    @Nullable Double milliseconds,
    boolean cut,
    @Nullable String why,
    @Nullable String wayOut,
    String waitsFor,
    Instant createdAt,
    Instant keptUntil,
    @Nullable PresignedPut upload) {
  static QuestionJson of(QuestionView view, @Nullable PresignedPut upload) {
    return new QuestionJson(
        view.id(),
        view.run(),
        view.state(),
        view.text(),
        view.picture(),
        view.shares().isEmpty() ? null : view.shares().get(0).label(),
        view.shares(),
        view.milliseconds(),
        view.cut(),
        view.why(),
        view.wayOut(),
        view.waits(),
        view.createdAt(),
        view.until(),
        upload);
  }
}
