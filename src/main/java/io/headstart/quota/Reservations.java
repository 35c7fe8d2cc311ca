package io.headstart.quota;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.UUID;
import org.hibernate.StatelessSession;

/** Gives slots back, as team work. {@link Ledger} takes them. */
@ApplicationScoped
public class Reservations {
  private final StatelessSession session;
  private final Event<SlotsReleased> released;

  Reservations(StatelessSession session, Event<SlotsReleased> released) {
    this.session = session;
    this.released = released;
  }

  /** Releases what that attempt holds; part of the caller's transaction, once. */
  public void release(UUID job, int attempt) {
    int rows =
        session
            .createNativeMutationQuery(
                """
                update reservations set released_at = clock_timestamp()
                where job_id = :job and attempt = :attempt and released_at is null""")
            .setParameter("job", job)
            .setParameter("attempt", attempt)
            .executeUpdate();
    if (rows == 1) {
      released.fire(new SlotsReleased());
    }
  }
}
