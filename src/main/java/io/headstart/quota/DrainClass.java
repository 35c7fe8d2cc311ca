package io.headstart.quota;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.team.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lets a class of capacity run empty: nothing new starts in it, what runs goes on. */
@ApplicationScoped
public class DrainClass {
  private final AcrossTeams across;
  private final Audit audit;
  private final Event<LimitsChanged> changed;

  DrainClass(AcrossTeams across, Audit audit, Event<LimitsChanged> changed) {
    this.across = across;
    this.audit = audit;
    this.changed = changed;
  }

  /**
   * Begins or ends it.
   *
   * @param reason why, read by everybody who waits; null ends it
   * @throws Problem 404 when there is no such class
   */
  public void drain(UUID by, String slotClass, @Nullable String reason) {
    across.run(
        system -> {
          int rows =
              system
                  .createNativeMutationQuery(
                      """
                      update capacity_classes set drained_for = cast(:reason as text),
                        changed_at = clock_timestamp() where slot_class = :class""")
                  .setParameter("reason", reason)
                  .setParameter("class", slotClass)
                  .executeUpdate();
          if (rows == 0) {
            throw Problem.notFound();
          }
          audit.across(
              system,
              null,
              by,
              reason == null ? "class-resumed" : "class-drained",
              reason == null ? slotClass : slotClass + ": " + reason);
        });
    changed.fire(new LimitsChanged());
  }
}
