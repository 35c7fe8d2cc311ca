package io.headstart.quota;

import io.headstart.platform.database.Column;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.team.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.List;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** An admin says how many slots of a class there are; it holds from the next admission on. */
@ApplicationScoped
public class SetCapacity {
  private final AcrossTeams across;
  private final Audit audit;
  private final Event<LimitsChanged> changed;

  SetCapacity(AcrossTeams across, Audit audit, Event<LimitsChanged> changed) {
    this.across = across;
    this.audit = audit;
    this.changed = changed;
  }

  /**
   * Sets it. With fewer slots than are held nothing is ended; nothing begins until they suffice.
   *
   * @param slots 0 pauses the class
   * @param by the admin, or null for Headstart itself
   * @throws Problem 422 {@code capacity-invalid}; 404 when there is no such class
   */
  public void set(String slotClass, int slots, @Nullable UUID by) {
    if (slots < 0 || slots > 10_000) {
      throw new Problem(
          422,
          "capacity-invalid",
          "This capacity can't be set",
          List.of(new Problem.Item("slots", "Slots must be 0 to 10,000.", "0 pauses the class.")));
    }
    across.run(session -> write(session, slotClass, slots, by));
    changed.fire(new LimitsChanged());
  }

  private void write(StatelessSession session, String slotClass, int slots, @Nullable UUID by) {
    int before =
        Column.of(
                session,
                "select slots from capacity_classes where slot_class = :class for update",
                Integer.class)
            .setParameter("class", slotClass)
            .uniqueResultOptional()
            .orElseThrow(Problem::notFound);
    session
        .createNativeMutationQuery(
            """
            update capacity_classes set slots = :slots, changed_at = clock_timestamp()
            where slot_class = :class""")
        .setParameter("slots", slots)
        .setParameter("class", slotClass)
        .executeUpdate();
    session
        .createNativeMutationQuery(
            """
            insert into capacity_changes (slot_class, slots_before, slots_after, changed_by)
            values (:class, :before, :slots, cast(:by as uuid))""")
        .setParameter("class", slotClass)
        .setParameter("before", before)
        .setParameter("slots", slots)
        .setParameter("by", by == null ? null : by.toString())
        .executeUpdate();
    audit.across(
        session,
        null,
        by,
        "capacity-changed",
        slotClass + ": " + before + " to " + slots + " slots");
  }
}
