package io.headstart.run;

import io.headstart.dataset.DatasetVersions;
import io.headstart.dataset.VersionView;
import io.headstart.job.JobState;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.platform.tenancy.InTeam;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Starts the baseline that shows what the pre-trained weights of a run were worth. */
@ApplicationScoped
public class TrainFromScratch {
  private final Runs runs;
  private final DatasetVersions versions;
  private final SubmitRun submit;

  TrainFromScratch(Runs runs, DatasetVersions versions, SubmitRun submit) {
    this.runs = runs;
    this.versions = versions;
    this.submit = submit;
  }

  /**
   * Starts a run with the same data, graph, seed, epochs and batches, from fresh weights and at the
   * rate suggested for them.
   *
   * @param number of a run that has succeeded
   * @param by who asks
   * @param key the same key of the same user starts one run, however often it is sent; or null
   * @return the new run
   * @throws Problem 404 when the team has no such run; 409 unless it has succeeded with pre-trained
   *     weights; and whatever {@link SubmitRun#submit} refuses
   */
  @InTeam
  public Run like(long number, UUID by, @Nullable String key) {
    Run run = runs.numbered(number).orElseThrow(Problem::notFound);
    if (run.fromScratch) {
      throw refused(
          "Run " + number + " was trained from scratch itself.",
          "Run it again to train it once more.");
    }
    if (run.endedState() != JobState.SUCCEEDED) {
      throw refused(
          "Run " + number + " has no result that one from scratch could be compared with.",
          "Choose a run that has succeeded.");
    }
    VersionView version = versions.view(run.datasetVersionId).orElseThrow(Problem::notFound);
    NewRun asked =
        NewRun.of(run, version.dataset(), version.version(), null).beginning(NewRun.Weights.FRESH);
    return submit.submit(asked, number, by, key).run();
  }

  private static Problem refused(String why, String fix) {
    return new Problem(
        409, "from-scratch", "It can't be trained from scratch", List.of(new Item(null, why, fix)));
  }
}
