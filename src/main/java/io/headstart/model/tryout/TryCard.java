package io.headstart.model.tryout;

import io.headstart.model.ModelConfig;
import io.headstart.platform.page.Say;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.protocol.Split;
import io.headstart.run.RunView;
import io.headstart.run.errors.Calibration;
import io.headstart.run.errors.ReadErrors;
import io.headstart.team.CurrentUser;
import io.headstart.team.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/**
 * The box in which a run's model is asked: on its run's page, on those of its versions, and alone.
 */
@ApplicationScoped
public class TryCard {
  private final ReadQuestions questions;
  private final ReadErrors errors;
  private final CurrentUser user;
  private final ModelConfig config;

  TryCard(ReadQuestions questions, ReadErrors errors, CurrentUser user, ModelConfig config) {
    this.questions = questions;
    this.errors = errors;
    this.user = user;
    this.config = config;
  }

  /**
   * What the box shows.
   *
   * @param run the run that is asked
   * @param base address that questions are posted to
   * @param text what stands in the field
   * @param fault what is wrong with that, with the way out; may be empty
   * @param questions the newest ones, with their answers
   * @param calibration how sure the model is against how right, on the test split
   * @param kept how long questions are kept
   * @param idle how long a worker stays without questions
   * @param largestPicture bytes
   * @param mayAsk whether the user may ask
   */
  public record Shown(
      RunView run,
      String base,
      String text,
      String fault,
      List<QuestionView> questions,
      Calibration calibration,
      Duration kept,
      Duration idle,
      long largestPicture,
      boolean mayAsk) {
    /** Whether the model reads pictures. */
    public boolean isPictures() {
      return run.settings().pictures() != null;
    }

    /** How long a worker stays, in words. */
    public String stays() {
      return idle.toMinutes() < 1 ? idle.toSeconds() + " s" : Say.hours(idle);
    }

    /** How far its probabilities are from how often it is right, in points. */
    public double off() {
      return calibration.error() * 100;
    }
  }

  /** The box with an empty field. */
  Shown of(RunView run) {
    return of(run, "", "");
  }

  /** The box with what was refused. */
  Shown of(RunView run, String text, Problem refused) {
    String why =
        refused.items().stream().findFirst().map(TryCard::sentence).orElse(refused.title() + ".");
    return of(run, text, why);
  }

  private static String sentence(Item item) {
    return (item.why() + " " + item.fix()).strip();
  }

  private Shown of(RunView run, String text, String fault) {
    return new Shown(
        run,
        "/teams/" + user.slug() + "/runs/" + run.number() + "/try",
        text,
        fault,
        questions.newest(run.number()),
        errors.calibration(run.number(), Split.TEST),
        config.questionsKept(),
        config.tryIdle(),
        config.largestPicture().asLongValue(),
        user.may(Role.MEMBER));
  }
}
