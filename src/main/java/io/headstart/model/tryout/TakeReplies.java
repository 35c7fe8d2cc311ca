package io.headstart.model.tryout;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.headstart.platform.problem.Problem;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.QuestionPoll.Answer;
import io.headstart.protocol.QuestionPoll.Refusal;
import io.headstart.protocol.QuestionPoll.Reply;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes in what a worker says to questions. */
@ApplicationScoped
class TakeReplies {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final int LONGEST = 500;

  /** How far from 1 the sum of probabilities may be. */
  private static final double SUM_OFF = 1e-3;

  private final TryQuestions questions;

  TakeReplies(TryQuestions questions) {
    this.questions = questions;
  }

  /**
   * Takes them in; must be called inside team work. What is no open question of this attempt is
   * left as it is.
   *
   * @param classes how many probabilities an answer has
   * @param from the attempt that they come from, as questions remember it
   * @throws Problem 422 for an answer that can't be one
   */
  void take(UUID run, int classes, String from, List<Reply> replies) {
    List<TryQuestion> open = questions.open(run);
    for (Reply reply : replies) {
      if (reply.question() == null || !ID.matcher(reply.question()).matches()) {
        throw wrong("a reply names no question");
      }
      UUID id = UUID.fromString(reply.question());
      open.stream()
          .filter(question -> question.id.equals(id) && from.equals(question.givenTo))
          .findFirst()
          .ifPresent(question -> take(question, classes, reply));
    }
  }

  private static void take(TryQuestion question, int classes, Reply reply) {
    Answer answer = reply.answer();
    Refusal refusal = reply.refusal();
    if ((answer == null) == (refusal == null)) {
      throw wrong("a reply is an answer or a refusal");
    }
    if (refusal != null) {
      end(question, QuestionState.REFUSED, bounded(refusal.why()), bounded(refusal.wayOut()));
      return;
    }
    if (answer != null) {
      check(answer, classes);
      try {
        question.answer = Protocol.json().writeValueAsString(answer);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
      end(question, QuestionState.ANSWERED, null, null);
    }
  }

  private static void check(Answer answer, int classes) {
    double sum = 0;
    if (answer.probabilities() == null || answer.probabilities().size() != classes) {
      throw wrong("an answer has one probability for each of the " + classes + " classes");
    }
    for (Float share : answer.probabilities()) {
      if (share == null || !(share >= 0 && share <= 1)) {
        throw wrong("a probability is no number from 0 to 1");
      }
      sum += share;
    }
    if (Math.abs(sum - 1) > SUM_OFF || !Double.isFinite(answer.milliseconds())) {
      throw wrong("the probabilities of an answer sum up to " + sum);
    }
  }

  /** Nobody will answer it. */
  static void fail(TryQuestion question, String why, String wayOut) {
    end(question, QuestionState.FAILED, why, wayOut);
  }

  private static void end(
      TryQuestion question, QuestionState state, @Nullable String why, @Nullable String wayOut) {
    question.state = state;
    question.why = why;
    question.wayOut = wayOut;
    question.endedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  private static String bounded(@Nullable String sentence) {
    String text = sentence == null ? "" : sentence.replace("\0", "");
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  private static Problem wrong(String why) {
    return new Problem(422, "reply-wrong", "These answers can't be taken: " + why);
  }
}
