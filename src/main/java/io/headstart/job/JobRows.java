package io.headstart.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Protocol;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Reads jobs and attempts as team work. A stateless session: every read is of the rows of now. */
@ApplicationScoped
class JobRows {
  private final StatelessSession session;

  JobRows(StatelessSession session) {
    this.session = session;
  }

  Optional<Job> find(UUID id) {
    return session
        .createSelectionQuery("from Job where id = :id", Job.class)
        .setParameter("id", id)
        .uniqueResultOptional();
  }

  List<Job> find(Collection<UUID> ids) {
    return ids.isEmpty()
        ? List.of()
        : session
            .createSelectionQuery("from Job where id in :ids", Job.class)
            .setParameterList("ids", ids)
            .list();
  }

  /** The job, locked until the transaction ends: whoever moves it next waits. */
  Optional<Job> lock(UUID id) {
    return session
        .createNativeQuery("select * from jobs where id = :id for update", Job.class)
        .setParameter("id", id)
        .uniqueResultOptional();
  }

  Optional<Attempt> attempt(AttemptRef attempt) {
    return session
        .createSelectionQuery("from Attempt where jobId = :job and number = :number", Attempt.class)
        .setParameter("job", attempt.job().id())
        .setParameter("number", attempt.number())
        .uniqueResultOptional();
  }

  List<Attempt> attempts(UUID job) {
    return session
        .createSelectionQuery("from Attempt where jobId = :job order by number", Attempt.class)
        .setParameter("job", job)
        .list();
  }

  static JobView view(Job job) {
    return new JobView(
        job.ref(),
        job.kind,
        job.slotClass,
        job.slots,
        Duration.ofSeconds(job.longestSeconds),
        job.createdBy,
        job.state,
        job.reasonCode,
        job.reasonDetail,
        job.state == JobState.QUEUED ? job.waitingDetail : null,
        job.state == JobState.QUEUED ? job.notBefore : null,
        job.createdAt,
        job.startedAt,
        job.endedAt,
        job.attempt,
        job.maxAttempts,
        job.resultAttempt,
        job.stopRequestedAt != null,
        progress(job.progress),
        job.lastBeatAt,
        job.feedSeq);
  }

  private static Heartbeat.@Nullable Progress progress(@Nullable String json) {
    try {
      return json == null ? null : Protocol.json().readValue(json, Heartbeat.Progress.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("jobs.progress is not a Progress: " + json, e);
    }
  }
}
