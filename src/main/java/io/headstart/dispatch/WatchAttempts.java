package io.headstart.dispatch;

import io.headstart.job.AttemptRef;
import io.headstart.job.AttemptState;
import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.StatelessSession;

/** Finds the attempts, of all teams, whose processes are not known to be gone. Changes nothing. */
@ApplicationScoped
class WatchAttempts {
  /** An attempt that nobody launches for so long was left by a server that died. */
  private static final Duration SETTLED = Duration.ofSeconds(5);

  /** One may be under way when the job is cancelled, and be answered before. */
  private static final int HEARTBEATS_TO_HEAR = 2;

  private final AcrossTeams across;
  private final DispatchConfig config;
  private final Launchers launchers;

  WatchAttempts(AcrossTeams across, DispatchConfig config, Launchers launchers) {
    this.across = across;
    this.config = config;
    this.launchers = launchers;
  }

  /** All of them, the oldest first. */
  List<Watched> all() {
    return across.inTransaction(this::all);
  }

  private List<Watched> all(StatelessSession system) {
    var here = launchers.here();
    return system
        .createNativeQuery(
            """
            select a.team_id, a.job_id, a.number, j.state as job_state, j.reason_detail as said, a.state, a.launcher,
              coalesce(a.host = :host and a.home = :home, false) as mine, a.pid,
              a.process_started_at,
              a.lease_until < clock_timestamp() as lease_over,
              a.longest_until < clock_timestamp() as longest_over,
              coalesce(j.state = 'CANCELLING' and j.cancel_requested_at
                < clock_timestamp() - :cancel * interval '1 second', false) as cancel_over,
              a.state = 'CREATED' or coalesce(j.cancel_requested_at
                < clock_timestamp() - :notice * interval '1 second', false) as cancel_heard,
              a.stop_sent_at is not null as end_asked,
              coalesce(a.stop_sent_at
                < clock_timestamp() - :grace * interval '1 second', false) as end_over,
              coalesce(a.ended_at
                < clock_timestamp() - :gone * interval '1 second', false) as gone_over,
              a.created_at < clock_timestamp() - :settled * interval '1 second' as settled
            from attempts a join jobs j on j.team_id = a.team_id and j.id = a.job_id
            where a.gone_at is null order by a.created_at, a.job_id""",
            Tuple.class)
        .setParameter("host", here.host())
        .setParameter("home", here.home())
        .setParameter("cancel", seconds(config.cancelLimit()))
        .setParameter("notice", seconds(config.heartbeat().multipliedBy(HEARTBEATS_TO_HEAR)))
        .setParameter("grace", seconds(config.stopGrace()))
        .setParameter("gone", seconds(config.goneLimit()))
        .setParameter("settled", seconds(SETTLED))
        .list()
        .stream()
        .map(WatchAttempts::watched)
        .toList();
  }

  private static Watched watched(Tuple row) {
    return new Watched(
        new AttemptRef(
            new JobRef(new TeamRef(row.get("team_id", UUID.class)), row.get("job_id", UUID.class)),
            row.get("number", Integer.class)),
        JobState.valueOf(row.get("job_state", String.class)),
        row.get("said", String.class),
        AttemptState.valueOf(row.get("state", String.class)),
        row.get("launcher", String.class),
        row.get("mine", Boolean.class),
        new Launched(row.get("pid", Long.class), row.get("process_started_at", Instant.class)),
        row.get("lease_over", Boolean.class),
        row.get("longest_over", Boolean.class),
        row.get("cancel_over", Boolean.class),
        row.get("cancel_heard", Boolean.class),
        row.get("end_asked", Boolean.class),
        row.get("end_over", Boolean.class),
        row.get("gone_over", Boolean.class),
        row.get("settled", Boolean.class));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
