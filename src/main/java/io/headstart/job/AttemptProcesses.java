package io.headstart.job;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Which server launched an attempt, and which process of which machine does it. Team work. */
@ApplicationScoped
public class AttemptProcesses {
  private final StatelessSession session;

  AttemptProcesses(StatelessSession session) {
    this.session = session;
  }

  /**
   * Makes this server the one that launches the attempt; true for it however often it asks.
   *
   * @return false when another one does, or the attempt has ended or begun
   */
  public boolean take(AttemptRef attempt, String launcher, String host, String home) {
    return session
            .createNativeMutationQuery(
                """
                update attempts set launcher = :launcher, host = :host, home = :home
                where job_id = :job and number = :number and state = 'CREATED'
                  and (launcher is null or (launcher = :launcher and host = :host and home = :home))
                """)
            .setParameter("launcher", launcher)
            .setParameter("host", host)
            .setParameter("home", home)
            .setParameter("job", attempt.job().id())
            .setParameter("number", attempt.number())
            .executeUpdate()
        == 1;
  }

  /** Writes down the process; it may have spoken already. */
  public void started(AttemptRef attempt, @Nullable Long pid, @Nullable Instant since) {
    session
        .createNativeMutationQuery(
            """
            update attempts set pid = cast(:pid as bigint),
              process_started_at = cast(:since as timestamptz)
            where job_id = :job and number = :number""")
        .setParameter("pid", pid == null ? null : pid.toString())
        .setParameter("since", since == null ? null : since.atOffset(ZoneOffset.UTC).toString())
        .setParameter("job", attempt.job().id())
        .setParameter("number", attempt.number())
        .executeUpdate();
  }

  /** Writes down when its process was asked to end, the first time. */
  public void askedToEnd(AttemptRef attempt) {
    session
        .createNativeMutationQuery(
            """
            update attempts set stop_sent_at = coalesce(stop_sent_at, clock_timestamp())
            where job_id = :job and number = :number""")
        .setParameter("job", attempt.job().id())
        .setParameter("number", attempt.number())
        .executeUpdate();
  }
}
