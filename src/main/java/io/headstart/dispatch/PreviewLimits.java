package io.headstart.dispatch;

import io.headstart.job.JobAdmission;
import io.headstart.platform.page.Say;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.quota.Admission;
import io.headstart.quota.Ledger;
import io.headstart.quota.TeamQuota;
import io.headstart.quota.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What other limits would change: the next admission is played with them, on the rows of now, and
 * nothing is written.
 */
@ApplicationScoped
public class PreviewLimits {
  private final AcrossTeams across;
  private final JobAdmission jobs;
  private final Ledger ledger;
  private final AdmitQueuedJobs admits;

  PreviewLimits(AcrossTeams across, JobAdmission jobs, Ledger ledger, AdmitQueuedJobs admits) {
    this.across = across;
    this.jobs = jobs;
    this.ledger = ledger;
    this.admits = admits;
  }

  /** The effects for a team, each a sentence; never empty. */
  public List<String> of(TeamRef team, String slotClass, TeamQuota quota) {
    return across.inTransaction(
        system -> {
          var waiting =
              jobs.waiting(system).stream()
                  .filter(job -> job.slotClass().equals(slotClass))
                  .toList();
          var requests = waiting.stream().map(admits::request).toList();
          var books = ledger.read(system);
          var changed = books.with(team, slotClass, quota);
          var ours =
              waiting.stream()
                  .filter(job -> job.ref().team().equals(team))
                  .map(job -> job.ref().id())
                  .toList();
          var effects = new ArrayList<String>();
          running(changed, team, slotClass, quota, effects);
          waiting(
              ours,
              Admission.decide(books, requests),
              Admission.decide(changed, requests),
              effects);
          double used = changed.usedThisMonth(team, slotClass);
          if (quota.isUsedUp(used)) {
            effects.add(
                "%s h of %d h are used this month: nothing new starts before the next one."
                    .formatted(Say.decimal(used / 3600, 1), quota.hoursPerMonth()));
          }
          return effects.isEmpty()
              ? List.of("Nothing that runs or waits now is touched.")
              : List.copyOf(effects);
        });
  }

  private static void running(
      Admission.Books books,
      TeamRef team,
      String slotClass,
      TeamQuota quota,
      List<String> effects) {
    var held =
        books.held().stream()
            .filter(one -> one.team().equals(team) && one.slotClass().equals(slotClass))
            .toList();
    int slots = held.stream().mapToInt(Admission.Held::slots).sum();
    if (slots > quota.slots()) {
      effects.add(
          "%s %s %s, %d over the new limit: all go on to their end, and nothing new starts before they have made room."
              .formatted(
                  Say.counted(held.size(), "job"),
                  held.size() == 1 ? "holds" : "hold",
                  Say.counted(slots, "slot"),
                  slots - quota.slots()));
    }
  }

  private static void waiting(
      List<UUID> ours, Map<UUID, Verdict> before, Map<UUID, Verdict> after, List<String> effects) {
    long couldBefore = count(ours, before, Verdict.Run.class::isInstance);
    long could = count(ours, after, Verdict.Run.class::isInstance);
    if (could > couldBefore) {
      effects.add(
          "%s that %s now could start."
              .formatted(Say.counted(could, "job"), could == 1 ? "waits" : "wait"));
    } else if (!ours.isEmpty()) {
      effects.add(
          "%s %s on waiting."
              .formatted(
                  Say.counted(ours.size() - could, "job"),
                  ours.size() - could == 1 ? "goes" : "go"));
    }
    long refused =
        count(ours, after, Verdict.Refuse.class::isInstance)
            - count(ours, before, Verdict.Refuse.class::isInstance);
    if (refused > 0) {
      effects.add(
          "%s that %s now %s more than the new limit and would be refused."
              .formatted(
                  Say.counted(refused, "job"),
                  refused == 1 ? "waits" : "wait",
                  refused == 1 ? "asks for" : "ask for"));
    }
  }

  private static long count(
      List<UUID> ours, Map<UUID, Verdict> verdicts, Predicate<Verdict> wanted) {
    return ours.stream().map(verdicts::get).filter(v -> v != null && wanted.test(v)).count();
  }
}
