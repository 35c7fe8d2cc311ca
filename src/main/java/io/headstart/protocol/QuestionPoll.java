package io.headstart.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST …/questions}: brings answers and asks for more questions; answered with {@link
 * Questions}, at the latest after {@code waitMillis} with none. The same answers again change
 * nothing, and a question whose answer never came is given again.
 *
 * @param instance id of the process
 * @param waitMillis how long to wait for a question, at most {@value #LONGEST_WAIT_MILLIS}
 * @param most questions wanted, 0 to {@value #MOST}; 0 for the last call
 * @param replies to the questions of the answer before
 */
public record QuestionPoll(String instance, long waitMillis, int most, List<Reply> replies) {
  /** Shorter than a worker waits for any answer. */
  public static final long LONGEST_WAIT_MILLIS = 10_000;

  /** Questions in one answer. */
  public static final int MOST = 8;

  /**
   * What the model says to a question, or why it says nothing. Exactly one of both is there.
   *
   * @param question id of the question
   * @param answer what it says
   * @param refusal why the question can't be answered
   */
  public record Reply(String question, @Nullable Answer answer, @Nullable Refusal refusal) {}

  /**
   * What the model says.
   *
   * @param probabilities of each class, in the order of the classes
   * @param milliseconds that preparing the input and asking the model took
   * @param cut whether the text was longer than the model reads
   */
  public record Answer(List<Float> probabilities, double milliseconds, boolean cut) {}

  /**
   * Why a question can't be answered.
   *
   * @param why one sentence
   * @param wayOut what to do about it, one sentence
   */
  public record Refusal(String why, String wayOut) {}
}
