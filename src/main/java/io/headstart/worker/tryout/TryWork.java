package io.headstart.worker.tryout;

import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.datafile.BadPicture;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.ObjectRef;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.QuestionPoll;
import io.headstart.protocol.QuestionPoll.Refusal;
import io.headstart.protocol.QuestionPoll.Reply;
import io.headstart.protocol.Questions;
import io.headstart.protocol.TrainSpec;
import io.headstart.protocol.TryResult;
import io.headstart.protocol.TrySpec;
import io.headstart.worker.link.Attempt;
import io.headstart.worker.link.Downloaded;
import io.headstart.worker.link.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A job of kind {@link Protocol#TRY}: loads the run's model, answers questions, and ends when none
 * has come for a while. What can't be answered is refused in words; it never ends the worker.
 */
public final class TryWork implements Work {
  private static final Duration WAIT = Duration.ofMillis(QuestionPoll.LONGEST_WAIT_MILLIS);

  private long answered;
  private long refused;

  @Override
  public JsonNode run(Attempt attempt) throws Exception {
    TrySpec spec = Protocol.json().treeToValue(attempt.spec().settings(), TrySpec.class);
    attempt.log("Fetching the model of run " + spec.run() + ".");
    Path archive = attempt.input(TrainSpec.ARCHIVE);
    Path folder = Files.createDirectories(attempt.scratch().resolve("model"));
    Unpacked files = Unpacked.of(archive, folder);
    Files.delete(archive);
    try (Answering model = new Answering(spec, files)) {
      attempt.log("Ready to answer.");
      answer(attempt, spec, model);
    }
    attempt.log("Answered " + answered + ", refused " + refused + ".");
    return Protocol.json().valueToTree(new TryResult(answered, refused));
  }

  private void answer(Attempt attempt, TrySpec spec, Answering model)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    long last = began;
    List<Reply> replies = List.of();
    while (true) {
      Duration left = spec.idle().minusNanos(System.nanoTime() - last);
      boolean over =
          left.isNegative()
              || since(began).compareTo(spec.longest()) > 0
              || attempt.directive() != Heartbeat.Directive.CONTINUE;
      // The replies of the last round still have to be told.
      Duration wait = over ? Duration.ZERO : left.compareTo(WAIT) < 0 ? left : WAIT;
      List<Questions.Question> asked =
          attempt.questions(wait, over ? 0 : QuestionPoll.MOST, replies);
      if (over) {
        return;
      }
      replies = new ArrayList<>();
      for (Questions.Question question : asked) {
        replies.add(reply(attempt, spec, model, question));
        last = System.nanoTime();
      }
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private Reply reply(Attempt attempt, TrySpec spec, Answering model, Questions.Question question)
      throws IOException, InterruptedException {
    Refusal why;
    try {
      QuestionPoll.Answer answer = answer(attempt, spec, model, question);
      answered++;
      return new Reply(question.id(), answer, null);
    } catch (Unanswerable e) {
      why = e.refusal;
    } catch (BadPicture e) {
      why = new Refusal(e.flaw().fact() + ".", e.flaw().wayOut());
    } catch (Network.TookTooLong e) {
      why = new Refusal("The answer took too long and was broken off.", "Ask something shorter.");
    }
    refused++;
    return new Reply(question.id(), null, why);
  }

  private static QuestionPoll.Answer answer(
      Attempt attempt, TrySpec spec, Answering model, Questions.Question question)
      throws IOException, InterruptedException, Unanswerable, BadPicture, Network.TookTooLong {
    String text = question.text();
    ObjectRef picture = question.picture();
    if (text != null && model.readsTexts()) {
      return model.text(text);
    }
    if (picture == null || model.readsTexts()) {
      throw new Unanswerable(
          "This model reads " + (model.readsTexts() ? "texts" : "pictures") + ".", "Give it one.");
    }
    Downloaded file = attempt.picture(picture, spec.largestPicture());
    if (file.size() > spec.largestPicture()) {
      throw new Unanswerable(
          "The file is larger than %d bytes.".formatted(spec.largestPicture()),
          "Scale the picture down.");
    }
    return model.picture(Files.readAllBytes(file.file()));
  }

  /** A question that no answer can be given to. */
  private static final class Unanswerable extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Refusal refusal;

    Unanswerable(String why, String wayOut) {
      super(why, null, false, false);
      refusal = new Refusal(why, wayOut);
    }
  }
}
