package io.headstart.dispatch;

import io.headstart.job.JobControl;
import io.headstart.job.JobRef;
import io.headstart.platform.database.Column;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.quota.DrainClass;
import io.headstart.team.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What an admin does to jobs of whatever team: found across teams, changed as that team's work, and
 * written into its audit with the reason.
 */
@ApplicationScoped
public class ControlQueue {
  private final AcrossTeams across;
  private final TeamWork work;
  private final JobControl control;
  private final DrainClass drains;
  private final Audit audit;

  ControlQueue(
      AcrossTeams across, TeamWork work, JobControl control, DrainClass drains, Audit audit) {
    this.across = across;
    this.work = work;
    this.control = control;
    this.drains = drains;
    this.audit = audit;
  }

  /** Holds a waiting job back; errors as {@link JobControl#hold}. */
  public void hold(UUID by, UUID job, String reason) {
    change(by, job, "job-held", reason.strip(), ref -> control.hold(ref, reason));
  }

  /** Ends a hold; errors as {@link JobControl#release}. */
  public void release(UUID by, UUID job) {
    change(by, job, "job-released", "", control::release);
  }

  /** Makes a waiting job the first of its class; errors as {@link JobControl#toFront}. */
  public void toFront(UUID by, UUID job) {
    change(by, job, "job-moved-to-front", "", control::toFront);
  }

  /** Cancels a job; errors as {@link JobControl#cancel}. */
  public void cancel(UUID by, UUID job, String reason) {
    change(by, job, "job-cancelled", reason.strip(), ref -> control.cancel(ref, reason));
  }

  /**
   * Starts nothing new in a class from now on; what runs goes on.
   *
   * @throws Problem 404 when there is no such class, 422 naming {@code reason}
   */
  public void drain(UUID by, String slotClass, String reason) {
    drains.drain(by, slotClass, JobControl.said(reason));
  }

  /**
   * Ends a drain.
   *
   * @throws Problem 404 when there is no such class
   */
  public void resume(UUID by, String slotClass) {
    drains.drain(by, slotClass, null);
  }

  private void change(UUID by, UUID id, String action, String reason, Consumer<JobRef> change) {
    var job =
        across.inTransaction(
            system ->
                Column.of(system, "select team_id from jobs where id = :id", UUID.class)
                    .setParameter("id", id)
                    .uniqueResultOptional()
                    .map(team -> new JobRef(new TeamRef(team), id))
                    .orElseThrow(Problem::notFound));
    work.run(
        job.team(),
        () -> {
          change.accept(job);
          audit.inTeam(
              job.team(), by, action, reason.isEmpty() ? id.toString() : id + ": " + reason);
        });
  }
}
