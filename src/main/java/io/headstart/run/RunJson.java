package io.headstart.run;

import io.headstart.job.JobState;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.TrainResult;
import io.headstart.run.evidence.Verdict;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A run as the API describes it.
 *
 * @param number what people see
 * @param state where it is
 * @param reason why it is there, and what it waits for
 * @param dataset number of its data set
 * @param version number of the data set's version
 * @param datasetSha256 hash of the rows that it learns from
 * @param baseModel id of its base model
 * @param settings what was asked for
 * @param source the finished run whose weights it begins with, or null
 * @param experiment numbers of the runs with the same settings and other seeds, itself among them;
 *     empty when it stands alone
 * @param attempt number of the newest attempt, 0 before the first
 * @param progress how far it is, or null
 * @param createdAt when it was started
 * @param startedAt when its worker began, or null
 * @param endedAt when it ended, or null
 * @param verdict whether transfer helped; null before it has succeeded
 * @param result everything that its worker reported; null in lists and before it has succeeded
 */
@Schema(name = "Run")
public record RunJson(
    long number,
    JobState state,
    String reason,
    long dataset,
    long version,
    String datasetSha256,
    String baseModel,
    RunView.Settings settings,
    RunView.@Nullable Source source,
    List<Long> experiment,
    int attempt,
    Heartbeat.@Nullable Progress progress,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Spoken verdict,
    @Nullable TrainResult result) {

  /**
   * Whether transfer helped, on the test split.
   *
   * @param answer HELPED, DID_NOT_HELP, CANNOT_BE_TOLD, NOTHING_TRANSFERRED from scratch, or
   *     WITHHELD where a run before it learned from test examples
   * @param words the same in a sentence
   * @param accuracy share of right answers
   * @param low lower end of its 95 % interval
   * @param high upper end
   * @param difference to the baseline without transfer, -1 to 1
   * @param differenceLow lower end of its paired 95 % interval
   * @param differenceHigh upper end
   * @param p of McNemar's exact test
   * @param examples number of test examples
   * @param against the baseline that this is about: of several the one that it does worst against
   */
  @Schema(name = "Verdict")
  public record Spoken(
      Verdict.Answer answer,
      String words,
      double accuracy,
      double low,
      double high,
      double difference,
      double differenceLow,
      double differenceHigh,
      double p,
      long examples,
      String against) {
    /** The same of what pages show. */
    public static Spoken of(RunView.Outcome outcome) {
      Verdict verdict = outcome.verdict();
      return new Spoken(
          verdict.answer(),
          verdict.answer().words() + " " + verdict.sentence(),
          outcome.accuracy(),
          outcome.interval().low(),
          outcome.interval().high(),
          verdict.difference(),
          verdict.interval().low(),
          verdict.interval().high(),
          verdict.p(),
          verdict.examples(),
          verdict.against());
    }
  }

  static RunJson of(RunView run, @Nullable RunResult result) {
    return new RunJson(
        run.number(),
        run.job().state(),
        run.told().reason(),
        run.version().dataset(),
        run.version().version(),
        run.version().rows().sha256(),
        run.base().id(),
        run.settings(),
        run.source(),
        run.experiment(),
        run.job().attempt(),
        run.job().progress(),
        run.createdAt(),
        run.job().startedAt(),
        run.job().endedAt(),
        run.outcome() == null ? null : Spoken.of(run.outcome()),
        result == null ? null : result.result());
  }
}
