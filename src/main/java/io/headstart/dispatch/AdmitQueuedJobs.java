package io.headstart.dispatch;

import io.headstart.job.AttemptRef;
import io.headstart.job.JobAdmission;
import io.headstart.job.JobRef;
import io.headstart.platform.database.Column;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.quota.Admission;
import io.headstart.quota.Ledger;
import io.headstart.quota.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * Admits waiting jobs, a whole batch in fair order in one transaction. One at a time does it in an
 * installation, by an advisory lock that ends with the transaction. Whoever finds it taken tries
 * again for a moment: what it was called for may have come too late for the one before.
 */
@ApplicationScoped
public class AdmitQueuedJobs {
  /**
   * So many of a class read at once that the line has moved; those further back read it with the
   * next tick, since each job that begins moves them all.
   */
  private static final int AT_ONCE = 200;

  private static final int TRIES = 20;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final AcrossTeams across;
  private final JobAdmission jobs;
  private final Ledger ledger;
  private final Launchers launchers;
  private final RefuseJob refuses;
  private final EstimateStarts estimates;

  AdmitQueuedJobs(
      AcrossTeams across,
      JobAdmission jobs,
      Ledger ledger,
      Launchers launchers,
      RefuseJob refuses,
      EstimateStarts estimates) {
    this.across = across;
    this.jobs = jobs;
    this.ledger = ledger;
    this.launchers = launchers;
    this.refuses = refuses;
    this.estimates = estimates;
  }

  /** Who is told what he waits for, of those of whom that stays the same but for the place. */
  public enum Told {
    /** Those who are near the front of their line. */
    THE_FIRST,
    /** All who wait. */
    EVERYBODY
  }

  /**
   * Admits what may begin now; the attempts are to be launched. None when others lead on and on.
   */
  public List<AttemptRef> admit(Told told) {
    for (int tries = 0; tries < TRIES; tries++) {
      var round = across.inTransaction(system -> round(system, told));
      if (round != null) {
        round.refused().forEach(refuses::refuse);
        return round.admitted();
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return List.of(); // the next tick looks at the queue
  }

  private @Nullable Round round(StatelessSession system, Told told) {
    boolean leads =
        Column.of(
                system,
                "select pg_try_advisory_xact_lock(hashtextextended('headstart/admission', 0))",
                Boolean.class)
            .getSingleResult();
    if (!leads) {
      return null;
    }
    var waiting = jobs.waiting(system);
    if (waiting.isEmpty()) {
      return new Round(List.of(), List.of());
    }
    var books = ledger.read(system);
    var requests = waiting.stream().collect(Collectors.toMap(this::holder, this::request));
    var verdicts = Admission.decide(books, List.copyOf(requests.values()));
    return write(
        system,
        books,
        requests,
        waiting.stream().collect(Collectors.toMap(this::holder, Function.identity())),
        verdicts,
        told);
  }

  private Round write(
      StatelessSession system,
      Admission.Books books,
      Map<UUID, Admission.Request> requests,
      Map<UUID, JobAdmission.Waiting> waiting,
      Map<UUID, Verdict> verdicts,
      Told told) {
    var admitted = new ArrayList<AttemptRef>();
    var refused = new ArrayList<RefuseJob.Refusal>();
    verdicts.forEach(
        (holder, verdict) -> {
          var job = Objects.requireNonNull(waiting.get(holder));
          var request = Objects.requireNonNull(requests.get(holder));
          if (verdict instanceof Verdict.Run) {
            var attempt = jobs.admit(system, job, launchers.startDeadline());
            if (attempt != null) {
              ledger.reserve(
                  system,
                  request,
                  attempt.number(),
                  books,
                  job.longest().plus(launchers.startDeadline()));
              admitted.add(attempt);
            }
          } else if (verdict instanceof Verdict.Refuse refuse) {
            refused.add(new RefuseJob.Refusal(job.ref(), refuse.words()));
          }
        });
    explain(system, books, waiting, verdicts, told);
    return new Round(List.copyOf(admitted), List.copyOf(refused));
  }

  /** After everybody who begins now has taken his slots. */
  private void explain(
      StatelessSession system,
      Admission.Books books,
      Map<UUID, JobAdmission.Waiting> waiting,
      Map<UUID, Verdict> verdicts,
      Told told) {
    if (verdicts.values().stream().noneMatch(Verdict.Wait.class::isInstance)) {
      return;
    }
    var starts = estimates.of(system, books, waiting, verdicts, List.of());
    var holders = ledger.holders(system);
    var news = new HashMap<JobRef, JobAdmission.Said>();
    verdicts.forEach(
        (holder, verdict) -> {
          if (verdict instanceof Verdict.Wait wait) {
            var job = Objects.requireNonNull(waiting.get(holder));
            var said =
                new JobAdmission.Said(
                    wait.code(),
                    wait.words(),
                    wait.place(),
                    holders.others(job.ref().team(), job.slotClass()),
                    starts.get(holder));
            if (isNews(said, job.said(), told)) {
              news.put(job.ref(), said);
            }
          }
        });
    jobs.explain(system, news);
  }

  /** What stands there already costs nothing. */
  private static boolean isNews(
      JobAdmission.Said said, JobAdmission.@Nullable Said before, Told told) {
    if (before == null || !said.code().equals(before.code())) {
      return true;
    }
    return (told == Told.EVERYBODY || said.place() <= AT_ONCE) && !said.readsLike(before);
  }

  private UUID holder(JobAdmission.Waiting job) {
    return job.ref().id();
  }

  /** What a waiting job asks for. */
  Admission.Request request(JobAdmission.Waiting job) {
    return new Admission.Request(
        job.ref().team(),
        job.teamName(),
        job.ref().id(),
        job.slotClass(),
        job.slots(),
        job.priority(),
        job.since(),
        job.longest().plus(launchers.startDeadline()),
        job.ready(),
        job.heldFor(),
        job.movedAt());
  }

  private record Round(List<AttemptRef> admitted, List<RefuseJob.Refusal> refused) {}
}
