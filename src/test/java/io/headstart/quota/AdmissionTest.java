package io.headstart.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.platform.tenancy.TeamRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final String GPU = "training";

  private final TeamRef vision = new TeamRef(new UUID(0, 1));
  private final TeamRef speech = new TeamRef(new UUID(0, 2));
  private final Map<Admission.Share, TeamQuota> quotas = new HashMap<>();
  private final Map<Admission.Share, Double> usedLately = new HashMap<>();
  private final List<Admission.Held> held = new ArrayList<>();
  private final List<Admission.Request> requests = new ArrayList<>();
  private final Map<Admission.Share, Double> usedThisMonth = new HashMap<>();
  private final Map<String, String> drained = new HashMap<>();
  private int capacity = 8;

  @Test
  void theOldestRunsFirstWithinATeam() {
    capacity = 1;
    var younger = wants(vision, 1, 0, 20, true);
    var older = wants(vision, 1, 0, 10, true);
    assertEquals(List.of(older), running());
    assertEquals("1 of 1 slot of the class training is in use", waits(younger).words());
  }

  @Test
  void priorityGoesBeforeAgeWithinATeam() {
    capacity = 1;
    wants(vision, 1, 0, 10, true);
    var urgent = wants(vision, 1, 5, 20, true);
    assertEquals(List.of(urgent), running());
  }

  @Test
  void theTeamThatHasUsedLessLatelyComesFirstHoweverUrgentTheOtherSaysItIs() {
    capacity = 1;
    usedLately.put(new Admission.Share(vision, GPU), 3_600.0);
    wants(vision, 1, 99, 1, true);
    var modest = wants(speech, 1, 0, 20, true);
    assertEquals(List.of(modest), running());
  }

  @Test
  void teamsTakeTurnsWithinOneAdmission() {
    capacity = 4;
    var vision1 = wants(vision, 1, 0, 1, true);
    var vision2 = wants(vision, 1, 0, 2, true);
    wants(vision, 1, 0, 3, true);
    var speech1 = wants(speech, 1, 0, 4, true);
    var speech2 = wants(speech, 1, 0, 5, true);
    assertEquals(List.of(vision1, speech1, vision2, speech2), running());
  }

  @Test
  void aTeamBelowItsGuaranteeComesFirst() {
    capacity = 1;
    quota(vision, 4, 2);
    usedLately.put(new Admission.Share(vision, GPU), 1e6);
    var guaranteed = wants(vision, 1, 0, 20, true);
    wants(speech, 1, 0, 10, true);
    assertEquals(List.of(guaranteed), running());
  }

  @Test
  void overItsLimitATeamWaitsAndIsToldWhyAndNobodyElseWaitsForIt() {
    quota(vision, 2, 0);
    holds(vision, 2, 60);
    var waiting = wants(vision, 1, 0, 1, true);
    var other = wants(speech, 1, 0, 2, true);
    assertEquals(List.of(other), running());
    assertEquals("2 of 2 slots of team Vision are in use", waits(waiting).words());
    assertEquals(1, waits(waiting).place());
  }

  @Test
  void moreThanTheLimitIsRefusedWithTheLimitNamed() {
    quota(vision, 2, 0);
    var greedy = wants(vision, 3, 0, 1, true);
    var refusal = assertInstanceOf(Verdict.Refuse.class, decide().get(greedy));
    assertTrue(refusal.words().contains("team Vision may hold 2"), refusal.words());
    assertTrue(refusal.words().contains("an admin"), refusal.words());
  }

  @Test
  void aPausedClassOrTeamRefusesNothing() {
    capacity = 0;
    assertEquals("PAUSED", waits(wants(vision, 3, 0, 1, true)).code());
    capacity = 8;
    quota(vision, 0, 0);
    assertEquals("PAUSED", waits(wants(vision, 3, 0, 1, true)).code());
  }

  @Test
  void aSmallOneMayNotPassALargeOneThatItWouldDelay() {
    capacity = 4;
    holds(speech, 2, 60);
    var large = wants(vision, 4, 0, 1, true);
    var small = wants(vision, 1, 0, 2, true, 90);
    assertEquals(List.of(), running());
    assertEquals("CAPACITY", waits(large).code());
    assertEquals("TURN", waits(small).code());
  }

  @Test
  void aSmallOnePassesWhenItIsOverBeforeTheLargeOneCouldBegin() {
    capacity = 4;
    holds(speech, 2, 60);
    wants(vision, 4, 0, 1, true);
    var small = wants(vision, 1, 0, 2, true, 30);
    assertEquals(List.of(small), running());
  }

  @Test
  void aSmallOnePassesWhenBothFitAtTheMomentWhenTheLargeOneBegins() {
    capacity = 4;
    holds(speech, 2, 60);
    wants(vision, 3, 0, 1, true);
    var small = wants(vision, 1, 0, 2, true, 600);
    var second = wants(vision, 1, 0, 3, true, 600);
    assertEquals(List.of(small), running());
    assertEquals("TURN", waits(second).code());
  }

  @Test
  void behindItsOwnLimitOnlyTheSameTeamKeepsTheOrder() {
    quota(vision, 4, 0);
    holds(vision, 2, 60);
    wants(vision, 4, 0, 1, true);
    var mine = wants(vision, 1, 0, 2, true, 90);
    var theirs = wants(speech, 1, 0, 3, true, 90);
    assertEquals(List.of(theirs), running());
    assertEquals("TURN", waits(mine).code());
  }

  @Test
  void aRetryThatMustWaitKeepsNobodyBack() {
    capacity = 1;
    var later = wants(vision, 1, 9, 1, false);
    var next = wants(vision, 1, 0, 2, true);
    assertEquals(List.of(next), running());
    assertEquals("LATER", waits(later).code());
  }

  @Test
  void placesCountThoseWhoWait() {
    capacity = 1;
    wants(vision, 1, 0, 1, true);
    var second = wants(speech, 1, 0, 2, true);
    var third = wants(vision, 1, 0, 3, true);
    assertEquals(1, waits(second).place());
    assertEquals(2, waits(third).place());
  }

  @Test
  void whatAnAdminHoldsBackWaitsBehindAllAndDelaysNobody() {
    capacity = 1;
    var older = wants(vision, 1, 9, 1, true);
    admin(older, "the data is being moved", null);
    var younger = wants(speech, 1, 0, 2, true);
    var youngest = wants(speech, 1, 0, 3, true);
    assertEquals(List.of(younger), running());
    assertEquals("An admin holds it back: the data is being moved", waits(older).words());
    assertEquals(1, waits(youngest).place());
    assertEquals(2, waits(older).place());
  }

  @Test
  void whatAnAdminMovedToTheFrontComesBeforeGuaranteesAndUrgentOnes() {
    capacity = 1;
    quota(speech, 4, 4);
    wants(speech, 1, 9, 1, true);
    var first = wants(vision, 1, 0, 20, true);
    var later = wants(vision, 1, 0, 30, true);
    admin(first, null, Instant.ofEpochSecond(100));
    admin(later, null, Instant.ofEpochSecond(200));
    assertEquals(List.of(later), running());
    assertEquals(1, waits(first).place());
  }

  @Test
  void nothingNewStartsInADrainedClass() {
    drained.put(GPU, "new drivers tonight");
    var one = wants(vision, 1, 0, 1, true);
    assertEquals("DRAINED", waits(one).code());
    assertTrue(waits(one).words().endsWith("an admin says: new drivers tonight"));
  }

  @Test
  void aTeamThatHasUsedItsHoursOfTheMonthWaitsForTheNextAndOthersGoOn() {
    quotas.put(new Admission.Share(vision, GPU), new TeamQuota(8, 0, 50, Duration.ofHours(1), 10));
    usedThisMonth.put(new Admission.Share(vision, GPU), 10 * 3600.0);
    var waits = wants(vision, 1, 0, 1, true);
    var runs = wants(speech, 1, 0, 2, true);
    assertEquals(List.of(runs), running());
    assertEquals("HOURS", waits(waits).code());
    assertEquals(
        "Team Vision has used the 10 slot-hours that it has in November; it starts again on"
            + " 1 December, or when an admin raises the limit",
        waits(waits).words());
    usedThisMonth.put(new Admission.Share(vision, GPU), 10 * 3600.0 - 1);
    assertEquals(2, running().size());
  }

  private void quota(TeamRef team, int slots, int guaranteed) {
    quotas.put(
        new Admission.Share(team, GPU), new TeamQuota(slots, guaranteed, 50, Duration.ofHours(1)));
  }

  private void holds(TeamRef team, int slots, int minutesLeft) {
    held.add(new Admission.Held(team, GPU, slots, Duration.ofMinutes(minutesLeft)));
  }

  private UUID wants(TeamRef team, int slots, int priority, int since, boolean ready) {
    return wants(team, slots, priority, since, ready, 60);
  }

  private UUID wants(TeamRef team, int slots, int priority, int since, boolean ready, int minutes) {
    var holder = UUID.randomUUID();
    requests.add(
        new Admission.Request(
            team,
            team.equals(vision) ? "Vision" : "Speech",
            holder,
            GPU,
            slots,
            priority,
            Instant.ofEpochSecond(since),
            Duration.ofMinutes(minutes),
            ready,
            null,
            null));
    return holder;
  }

  /** What an admin has done to a request. */
  private void admin(UUID holder, String heldFor, Instant movedAt) {
    requests.replaceAll(
        one ->
            one.holder().equals(holder)
                ? new Admission.Request(
                    one.team(),
                    one.teamName(),
                    holder,
                    GPU,
                    one.slots(),
                    one.priority(),
                    one.since(),
                    one.longest(),
                    one.ready(),
                    heldFor,
                    movedAt)
                : one);
  }

  private Map<UUID, Verdict> decide() {
    return Admission.decide(
        new Admission.Books(
            Map.of(GPU, capacity),
            quotas,
            Map.of(),
            new TeamQuota(8, 0, 50, Duration.ofHours(1)),
            held,
            usedLately,
            usedThisMonth,
            drained,
            Instant.parse("2026-11-24T12:00:00Z")),
        requests);
  }

  private List<UUID> running() {
    return decide().entrySet().stream()
        .filter(one -> one.getValue() instanceof Verdict.Run)
        .map(Map.Entry::getKey)
        .toList();
  }

  private Verdict.Wait waits(UUID holder) {
    return assertInstanceOf(Verdict.Wait.class, decide().get(holder));
  }
}
