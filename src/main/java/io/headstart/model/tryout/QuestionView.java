package io.headstart.model.tryout;

import io.headstart.job.JobState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A question as pages and the API show it.
 *
 * @param id of it
 * @param run number of the run that was asked
 * @param state where it is
 * @param text what was asked; null for a picture
 * @param picture name of the picture's file; null for a text
 * @param shares what the model said of each label, the likeliest first; none before
 * @param milliseconds that the model took, or null
 * @param cut whether the text was longer than the model reads
 * @param why it has no answer and never will, or null
 * @param wayOut what to do about that, or null
 * @param worker where the worker is that will answer it, or null
 * @param waits what that waits for, in words; may be empty
 * @param by who asked, in words
 * @param createdAt when
 * @param until it is deleted then, or soon after
 */
public record QuestionView(
    UUID id,
    long run,
    QuestionState state,
    @Nullable String text,
    @Nullable String picture,
    List<Share> shares,
    @Nullable Double milliseconds,
    boolean cut,
    @Nullable String why,
    @Nullable String wayOut,
    @Nullable JobState worker,
    String waits,
    String by,
    Instant createdAt,
    Instant until) {
  /**
   * What the model said of a label.
   *
   * @param label the label
   * @param probability 0 to 1
   */
  public record Share(String label, double probability) {}

  /** Whether there is a picture to be seen: what a model answered to is one. */
  public boolean isSeen() {
    return picture != null && state == QuestionState.ANSWERED;
  }

  /** Whether it stays as it is. */
  public boolean isDone() {
    return state.isDone();
  }
}
