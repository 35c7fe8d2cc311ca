package io.headstart.model;

import io.headstart.platform.problem.Problem;
import io.headstart.protocol.Split;
import io.headstart.run.ReadRuns;
import io.headstart.run.RunResult;
import io.headstart.run.errors.Calibration;
import io.headstart.run.errors.Confusion;
import io.headstart.run.errors.ReadErrors;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Reads what a version's page and its description in the API say. */
@ApplicationScoped
public class ReadCard {
  private final ReadModels models;
  private final ReadRuns runs;
  private final ReadErrors errors;
  private final Caveats caveats;

  ReadCard(ReadModels models, ReadRuns runs, ReadErrors errors, Caveats caveats) {
    this.models = models;
    this.runs = runs;
    this.errors = errors;
    this.caveats = caveats;
  }

  /**
   * One version.
   *
   * @param site address of the server, for the lines that fetch it
   * @param team slug, for the same
   * @throws Problem 404 when the team has none
   */
  public ModelCardPage of(String name, long number, String site, String team) {
    ModelView model = models.one(name);
    Registered version = model.version(number);
    if (version == null) {
      throw Problem.notFound();
    }
    long run = version.run().number();
    RunResult saved = runs.result(run);
    if (saved == null) {
      throw new IllegalStateException("run " + run + " is registered without a result");
    }
    List<String> labels = version.run().version().labels();
    Confusion confusion = errors.confusion(run, Split.TEST, labels);
    Calibration calibration = errors.calibration(run, Split.TEST);
    return new ModelCardPage(
        model,
        version,
        saved.result(),
        caveats.of(version.run(), saved.result(), confusion, calibration),
        calibration,
        models.changes(name),
        Snippet.of(version, site, team));
  }
}
