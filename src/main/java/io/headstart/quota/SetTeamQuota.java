package io.headstart.quota;

import io.headstart.platform.database.Column;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.team.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.ArrayList;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** An admin gives a team limits of its own for one class; they hold from the next admission on. */
@ApplicationScoped
public class SetTeamQuota {
  private final AcrossTeams across;
  private final Ledger ledger;
  private final Audit audit;
  private final Event<LimitsChanged> changed;

  SetTeamQuota(AcrossTeams across, Ledger ledger, Audit audit, Event<LimitsChanged> changed) {
    this.across = across;
    this.ledger = ledger;
    this.audit = audit;
    this.changed = changed;
  }

  /**
   * Sets them. What a team holds already it keeps.
   *
   * @param by the admin, or null for Headstart itself
   * @throws Problem 422 {@code quota-invalid} naming {@code slots}, {@code guaranteed}, {@code
   *     queuedJobs}, {@code longest} or {@code hoursPerMonth}; 404 when there is no such team or
   *     class
   */
  public void set(TeamRef team, String slotClass, TeamQuota quota, @Nullable UUID by) {
    check(quota);
    across.run(session -> write(session, team, slotClass, quota, by));
    changed.fire(new LimitsChanged());
  }

  private void write(
      StatelessSession session,
      TeamRef team,
      String slotClass,
      TeamQuota quota,
      @Nullable UUID by) {
    var known =
        Column.of(
                session,
                "select 1 from teams, capacity_classes where id = :team and slot_class = :class",
                Integer.class)
            .setParameter("team", team.id())
            .setParameter("class", slotClass)
            .uniqueResultOptional();
    if (known.isEmpty()) {
      throw Problem.notFound();
    }
    var before =
        session
            .createSelectionQuery(
                "from TeamQuotaRow where teamId = :team and slotClass = :class", TeamQuotaRow.class)
            .setParameter("team", team.id())
            .setParameter("class", slotClass)
            .uniqueResultOptional();
    session
        .createNativeMutationQuery(
            """
            insert into team_quotas (team_id, slot_class, slots, guaranteed, queued_jobs, longest_seconds,
              hours_per_month)
            values (:team, :class, :slots, :guaranteed, :queued, :longest, cast(:month as int))
            on conflict (team_id, slot_class) do update set slots = excluded.slots,
              guaranteed = excluded.guaranteed, queued_jobs = excluded.queued_jobs,
              longest_seconds = excluded.longest_seconds, hours_per_month = excluded.hours_per_month,
              changed_at = clock_timestamp()""")
        .setParameter("team", team.id())
        .setParameter("class", slotClass)
        .setParameter("slots", quota.slots())
        .setParameter("guaranteed", quota.guaranteed())
        .setParameter("queued", quota.queuedJobs())
        .setParameter("longest", quota.longest().toSeconds())
        .setParameter("month", month(quota))
        .executeUpdate();
    remember(
        session,
        team,
        slotClass,
        before.map(row -> row.quota().words()).orElse(null),
        quota.words(),
        by);
  }

  /** Sets the limits of teams that have none of their own. Errors as {@link #set}. */
  public void setDefault(String slotClass, TeamQuota quota, @Nullable UUID by) {
    check(quota);
    across.run(
        session -> {
          String before = ledger.read(session).byDefault(slotClass).words();
          int rows =
              session
                  .createNativeMutationQuery(
                      """
                      insert into quota_defaults (slot_class, slots, guaranteed, queued_jobs,
                        longest_seconds, hours_per_month)
                      select slot_class, :slots, :guaranteed, :queued, :longest, cast(:month as int)
                      from capacity_classes where slot_class = :class
                      on conflict (slot_class) do update set slots = excluded.slots,
                        guaranteed = excluded.guaranteed, queued_jobs = excluded.queued_jobs,
                        longest_seconds = excluded.longest_seconds,
                        hours_per_month = excluded.hours_per_month,
                        changed_at = clock_timestamp()""")
                  .setParameter("class", slotClass)
                  .setParameter("slots", quota.slots())
                  .setParameter("guaranteed", quota.guaranteed())
                  .setParameter("queued", quota.queuedJobs())
                  .setParameter("longest", quota.longest().toSeconds())
                  .setParameter("month", month(quota))
                  .executeUpdate();
          if (rows == 0) {
            throw Problem.notFound();
          }
          rememberDefault(session, slotClass, before, quota.words(), by);
        });
    changed.fire(new LimitsChanged());
  }

  private static @Nullable String month(TeamQuota quota) {
    return quota.hoursPerMonth() == null ? null : quota.hoursPerMonth().toString();
  }

  /** Writes a change into the history of limits and into the team's audit. */
  void remember(
      StatelessSession session,
      TeamRef team,
      @Nullable String slotClass,
      @Nullable String before,
      String after,
      @Nullable UUID by) {
    session
        .createNativeMutationQuery(
            """
            insert into team_quota_changes (team_id, slot_class, before, after, changed_by)
            values (:team, cast(:class as text), cast(:before as text), :after,
              cast(:by as uuid))""")
        .setParameter("team", team.id())
        .setParameter("class", slotClass)
        .setParameter("before", before)
        .setParameter("after", after)
        .setParameter("by", by == null ? null : by.toString())
        .executeUpdate();
    audit.across(
        session,
        team,
        by,
        "quota-changed",
        (slotClass == null ? "" : slotClass + ": ")
            + (before == null ? "the defaults" : before)
            + " to "
            + after);
  }

  /** The same for the defaults, which are the installation's. */
  void rememberDefault(
      StatelessSession system,
      @Nullable String slotClass,
      String before,
      String after,
      @Nullable UUID by) {
    system
        .createNativeMutationQuery(
            """
            insert into quota_default_changes (slot_class, before, after, changed_by)
            values (cast(:class as text), :before, :after, cast(:by as uuid))""")
        .setParameter("class", slotClass)
        .setParameter("before", before)
        .setParameter("after", after)
        .setParameter("by", by == null ? null : by.toString())
        .executeUpdate();
    audit.across(
        system,
        null,
        by,
        "quota-changed",
        "defaults"
            + (slotClass == null ? "" : " of " + slotClass)
            + ": "
            + before
            + " to "
            + after);
  }

  /**
   * Makes sure that limits can be set.
   *
   * @throws Problem 422 as {@link #set}
   */
  public static void check(TeamQuota quota) {
    var wrong = new ArrayList<Problem.Item>();
    if (quota.slots() < 0 || quota.slots() > 10_000) {
      wrong.add(new Problem.Item("slots", "Slots must be 0 to 10,000.", "0 pauses the team."));
    }
    if (quota.guaranteed() < 0 || quota.guaranteed() > quota.slots()) {
      wrong.add(
          new Problem.Item(
              "guaranteed", "Guaranteed slots must be 0 to the number of slots.", "Lower them."));
    }
    if (quota.queuedJobs() < 0 || quota.queuedJobs() > 10_000) {
      wrong.add(
          new Problem.Item(
              "queuedJobs",
              "Jobs that may wait must be 0 to 10,000.",
              "Choose a number in between."));
    }
    if (quota.longest().toSeconds() < 60 || quota.longest().toDays() > 60) {
      wrong.add(
          new Problem.Item(
              "longest",
              "The longest run must be 1 minute to 60 days.",
              "Choose a time in between."));
    }
    if (quota.hoursPerMonth() != null
        && (quota.hoursPerMonth() < 0 || quota.hoursPerMonth() > 1_000_000)) {
      wrong.add(
          new Problem.Item(
              "hoursPerMonth",
              "Slot-hours must be 0 to 1,000,000.",
              "Leave it empty for any number."));
    }
    if (!wrong.isEmpty()) {
      throw new Problem(422, "quota-invalid", "These limits can't be set", wrong);
    }
  }
}
