package io.headstart.job;

import io.headstart.storage.ObjectKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.List;
import org.hibernate.StatelessSession;

/**
 * What a job that has ended leaves in the store and its result doesn't need: checkpoints, and all
 * that its other attempts wrote. Team work.
 */
@ApplicationScoped
public class JobLeftovers {
  private static final String UNNEEDED =
      """
      from attempt_objects o where o.job_id = :job and not exists (
        select 1 from attempts a
          cross join lateral jsonb_array_elements(cast(a.manifest as jsonb) -> 'files') file
        where a.team_id = o.team_id and a.job_id = o.job_id and a.number = o.attempt
          and a.state = 'SUCCEEDED' and file ->> 'name' = o.name)""";

  private final StatelessSession session;

  JobLeftovers(StatelessSession session) {
    this.session = session;
  }

  /** Keys of the objects; some may be gone or never have been written. */
  public List<ObjectKey> keys(JobRef job) {
    return session
        .createNativeQuery("select o.attempt, o.name " + UNNEEDED, Tuple.class)
        .setParameter("job", job.id())
        .list()
        .stream()
        .map(
            row ->
                AttemptObjects.folder(new AttemptRef(job, row.get(0, Integer.class)))
                    .below(row.get(1, String.class)))
        .toList();
  }

  /** The objects are gone: forgets them and the checkpoints, and that the job had any. */
  public void swept(JobRef job) {
    for (var change :
        List.of(
            "delete from checkpoints where job_id = :job",
            "delete " + UNNEEDED,
            "update jobs set swept_at = clock_timestamp() where id = :job")) {
      session.createNativeMutationQuery(change).setParameter("job", job.id()).executeUpdate();
    }
  }
}
