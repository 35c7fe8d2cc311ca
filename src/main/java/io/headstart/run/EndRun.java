package io.headstart.run;

import io.headstart.job.JobRef;
import io.headstart.job.Jobs;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.platform.tenancy.TeamRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Ends a run before its time: with what it has (stop), or without anything (cancel). */
@ApplicationScoped
public class EndRun {
  private final Runs runs;
  private final Jobs jobs;

  EndRun(Runs runs, Jobs jobs) {
    this.runs = runs;
    this.jobs = jobs;
  }

  /**
   * How to end it.
   *
   * <p>STOP finishes the current epoch and keeps the best one; CANCEL discards everything.
   */
  public enum How {
    STOP,
    CANCEL
  }

  /**
   * Ends the run; a repeat changes nothing.
   *
   * @param number of the run
   * @param by who asks
   * @param all whether the one who asks may end other people's runs
   * @throws Problem 404 without such a run; 403 when it's somebody else's; 409 when it can't be
   *     ended like this in its state
   */
  @InTeam
  public void end(long number, How how, UUID by, boolean all) {
    Run run = runs.numbered(number).orElseThrow(Problem::notFound);
    if (!all && !by.equals(run.createdBy)) {
      throw new Problem(
          403,
          "not-yours",
          "Run " + number + " is not yours",
          List.of(
              new Item(
                  null,
                  "Members end their own runs, owners all of them.",
                  "Ask who started it, or an owner of the team.")));
    }
    JobRef job = new JobRef(new TeamRef(run.teamId), run.jobId);
    switch (how) {
      case STOP -> jobs.stop(job);
      case CANCEL -> jobs.cancel(job);
    }
  }
}
