package io.headstart.dispatch;

import io.headstart.job.JobRef;
import io.headstart.job.QueuePlace;
import io.headstart.job.QueuePlaces;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;

/** Reads what the last admission wrote beside a waiting job. */
@ApplicationScoped
class ExplainedPlaces implements QueuePlaces {
  private final StatelessSession session;

  ExplainedPlaces(StatelessSession session) {
    this.session = session;
  }

  @Override
  public Optional<QueuePlace> of(JobRef job) {
    return session
        .createNativeQuery(
            """
            select coalesce(waiting_detail, reason_detail) as words, queue_place, slot_class
            from jobs where id = :job and state = 'QUEUED'""",
            Tuple.class)
        .setParameter("job", job.id())
        .uniqueResultOptional()
        .map(
            row ->
                new QueuePlace(
                    row.get("words", String.class),
                    row.get("queue_place", Integer.class),
                    holders(job, row.get("slot_class", String.class))));
  }

  private List<JobRef> holders(JobRef job, String slotClass) {
    return session
        .createNativeQuery(
            """
            select job_id from reservations
            where released_at is null and slot_class = :class order by created_at, job_id""",
            UUID.class)
        .setParameter("class", slotClass)
        .list()
        .stream()
        .map(id -> new JobRef(job.team(), id))
        .toList();
  }
}
