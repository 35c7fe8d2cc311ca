package io.headstart.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a {@link QuestionPoll}.
 *
 * @param questions the oldest first; none when nobody asked in time
 */
public record Questions(List<Question> questions) {
  /**
   * A question: a text or a picture, never both.
   *
   * @param id a UUID
   * @param text to be read
   * @param picture where the picture's file is; its hash isn't known
   */
  public record Question(String id, @Nullable String text, @Nullable ObjectRef picture) {}
}
