package io.headstart.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.ExitCode;
import io.headstart.testsupport.Invariants;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Slot-seconds of a month: those of ended jobs are added up once, whoever asks sees no change. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class UsedHoursTest {
  @Inject QueueFixture queue;
  @Inject Ledger ledger;
  @Inject AddUpUsage usage;
  @Inject Invariants invariants;
  @Inject AcrossTeams across;
  @Inject TeamWork work;
  @Inject StatelessSession session;

  @Test
  void hoursAreTheSameBeforeAndAfterTheyHaveBeenAddedUp() {
    queue.forgetWaiting();
    TeamRef team = queue.team();
    String slotClass = queue.slotClass(9);
    queue.quota(team, slotClass, 9, 9);
    var now = Instant.now();
    double expected = 0;
    expected += used(team, slotClass, 3, now.minus(Duration.ofDays(40)), hours(now, 3));
    expected += used(team, slotClass, 2, hours(now, 6), hours(now, 4));
    expected += used(team, slotClass, 1, hours(now, 2), now);
    expected += used(team, slotClass, 1, hours(now, 5), null);
    assertEquals(expected, usedThisMonth(team, slotClass), 10);
    usage.addUp();
    assertEquals(expected, usedThisMonth(team, slotClass), 10, "moved, not counted twice or lost");
    double added = addedUp(team);
    usage.addUp();
    assertEquals(added, addedUp(team), "once");
    assertEquals(
        overlap(now.minus(Duration.ofDays(40)), hours(now, 3), 3)
            + overlap(hours(now, 6), hours(now, 4), 2),
        addedUpThisMonth(team),
        1,
        "what ended lately is left for later: its transaction may not have been seen");
    invariants.hold(team);
  }

  private static Instant hours(Instant now, int ago) {
    return now.minus(Duration.ofHours(ago));
  }

  /** Held from a moment to another, or until now; returns slot-seconds of this month. */
  private double used(
      TeamRef team, String slotClass, int slots, Instant from, @Nullable Instant to) {
    JobRef job = queue.enqueue(team, slotClass, slots, 0);
    queue.dispatch();
    var running = queue.claim(new AttemptRef(job, 1));
    if (to != null) {
      running.worker().fail(ExitCode.BAD_INPUT, "by-hand", "It is over");
      queue.launcherSaw(job, 1, 1);
    }
    work.run(
        team,
        () ->
            session
                .createNativeMutationQuery(
                    """
                    update reservations set created_at = :from,
                      released_at = case when released_at is not null then cast(:to as timestamptz) end
                    where job_id = :job""")
                .setParameter("from", from)
                .setParameter("to", to == null ? from : to)
                .setParameter("job", job.id())
                .executeUpdate());
    return overlap(from, to == null ? Instant.now() : to, slots);
  }

  private static double overlap(Instant from, Instant to, int slots) {
    Instant month = YearMonth.now(ZoneOffset.UTC).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant begin = from.isBefore(month) ? month : from;
    return to.isBefore(begin) ? 0 : slots * Duration.between(begin, to).toMillis() / 1000.0;
  }

  private double usedThisMonth(TeamRef team, String slotClass) {
    return across.inTransaction(system -> ledger.read(system).usedThisMonth(team, slotClass));
  }

  private double addedUp(TeamRef team) {
    return sum(team, "true");
  }

  private double addedUpThisMonth(TeamRef team) {
    return sum(team, "month = date_trunc('month', clock_timestamp() at time zone 'UTC')");
  }

  private double sum(TeamRef team, String where) {
    return across.inTransaction(
        system ->
            system
                .createNativeQuery(
                    "select coalesce(sum(slot_seconds), 0) from slot_usage where team_id = :team and "
                        + where,
                    Double.class)
                .setParameter("team", team.id())
                .getSingleResult());
  }
}
