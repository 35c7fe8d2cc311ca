package io.headstart.job;

import io.headstart.platform.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.List;
import org.hibernate.StatelessSession;

/**
 * What an admin does to a job in the queue. Every method must be called as team work of the job's
 * team; the reasons are read by the job's owner.
 */
@ApplicationScoped
public class JobControl {
  /** Characters of a reason. */
  public static final int LONGEST_REASON = 200;

  private final StatelessSession session;
  private final JobRows rows;
  private final Jobs jobs;
  private final Event<JobQueued> queued;

  JobControl(StatelessSession session, JobRows rows, Jobs jobs, Event<JobQueued> queued) {
    this.session = session;
    this.rows = rows;
    this.jobs = jobs;
    this.queued = queued;
  }

  /**
   * Holds a waiting job back until it is released; admission passes it over.
   *
   * @throws Problem 404 when there is no such job, 409 {@code not-waiting} when it doesn't wait,
   *     422 naming {@code reason}
   */
  public void hold(JobRef job, String reason) {
    change(job, "held_for = :value", said(reason));
  }

  /** Ends a hold; the job's place is by its age again. Errors as {@link #hold}. */
  public void release(JobRef job) {
    change(job, "held_for = cast(:value as text)", null);
  }

  /** Makes a waiting job the first of its class, over all teams. Errors as {@link #hold}. */
  public void toFront(JobRef job) {
    change(job, "moved_at = clock_timestamp(), held_for = cast(:value as text)", null);
  }

  /** {@link Jobs#cancel} with a reason that stays on the job. Errors as there, and 422. */
  public void cancel(JobRef job, String reason) {
    jobs.cancel(job, said(reason));
  }

  private void change(JobRef ref, String set, @org.jspecify.annotations.Nullable String value) {
    if (rows.lock(ref.id()).isEmpty()) {
      throw Problem.notFound();
    }
    int changed =
        session
            .createNativeMutationQuery(
                "update jobs set " + set + " where id = :id and state = 'QUEUED'")
            .setParameter("value", value)
            .setParameter("id", ref.id())
            .executeUpdate();
    if (changed == 0) {
      throw new Problem(409, "not-waiting", "It does not wait any more; look at the queue again");
    }
    queued.fire(new JobQueued(ref));
  }

  /**
   * A reason, stripped.
   *
   * @throws Problem 422 naming {@code reason} when it is empty or too long
   */
  public static String said(String reason) {
    String said = reason.strip();
    if (said.isEmpty() || said.length() > LONGEST_REASON) {
      throw new Problem(
          422,
          "reason-needed",
          "A reason is needed",
          List.of(
              new Problem.Item(
                  "reason",
                  "A reason is needed.",
                  "Write 1 to 200 characters; the team reads them.")));
    }
    return said;
  }
}
