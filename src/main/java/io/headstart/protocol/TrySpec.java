package io.headstart.protocol;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a job of kind {@link Protocol#TRY}: answer what people ask a run's model. Input:
 * {@link TrainSpec#ARCHIVE}, as the run wrote it. It writes no objects; its outcome's result is a
 * {@link TryResult}. The questions come by {@link QuestionPoll}.
 *
 * @param run number that people see
 * @param classes labels in the order of the logits
 * @param maxTokens a longer text is cut there; 0 for pictures
 * @param pictures how pictures are read; null for texts
 * @param largestPicture bytes of a picture's file that are read at most
 * @param idle the worker ends after this long without a question
 * @param longest the worker ends after this long, however many questions come
 */
public record TrySpec(
    long run,
    List<String> classes,
    int maxTokens,
    @Nullable PictureSettings pictures,
    long largestPicture,
    Duration idle,
    Duration longest) {}
