package io.headstart.job;

import io.headstart.protocol.QuestionPoll.Reply;
import io.headstart.protocol.Questions;
import java.util.List;

/** A kind of job whose worker takes questions while it runs, and answers them. */
public interface AnsweringKind extends JobKind {
  /**
   * Takes in answers of an attempt that runs. Called as team work. An answer that was taken in
   * before, or to a question that the attempt was not given, changes nothing.
   *
   * @throws io.headstart.platform.problem.Problem 422 for an answer that can't be one
   */
  void answered(AttemptRef attempt, List<Reply> replies);

  /**
   * Questions that wait for this attempt, the oldest first; none when there are none. Called as
   * team work, again and again. One that the attempt was given before and has not answered is given
   * again.
   *
   * @param most at most so many
   */
  Questions questions(AttemptRef attempt, int most);
}
