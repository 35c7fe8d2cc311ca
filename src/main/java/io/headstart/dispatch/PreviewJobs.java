package io.headstart.dispatch;

import io.headstart.job.JobAdmission;
import io.headstart.job.JobRef;
import io.headstart.job.NewJob;
import io.headstart.job.QueuePreview;
import io.headstart.job.StartRange;
import io.headstart.platform.database.Column;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.quota.Admission;
import io.headstart.quota.Ledger;
import io.headstart.quota.TeamQuota;
import io.headstart.quota.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Plays the next admission with jobs more than there are, on the rows of now; writes nothing. */
@ApplicationScoped
class PreviewJobs implements QueuePreview {
  private final AcrossTeams across;
  private final JobAdmission jobs;
  private final Ledger ledger;
  private final AdmitQueuedJobs admits;
  private final EstimateStarts estimates;

  PreviewJobs(
      AcrossTeams across,
      JobAdmission jobs,
      Ledger ledger,
      AdmitQueuedJobs admits,
      EstimateStarts estimates) {
    this.across = across;
    this.jobs = jobs;
    this.ledger = ledger;
    this.admits = admits;
    this.estimates = estimates;
  }

  @Override
  public Foreseen of(TeamRef team, NewJob job, int count) {
    return across.inTransaction(system -> foreseen(system, team, job, count));
  }

  private Foreseen foreseen(StatelessSession system, TeamRef team, NewJob job, int count) {
    var books = ledger.read(system);
    var all = new ArrayList<>(jobs.waiting(system));
    String name =
        Column.of(system, "select name from teams where id = :id", String.class)
            .setParameter("id", team.id())
            .getSingleResult();
    var imagined =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    new JobAdmission.Waiting(
                        new JobRef(team, UUID.randomUUID()),
                        name,
                        job.kind(),
                        job.slotClass(),
                        job.slots(),
                        job.priority(),
                        books.now(),
                        job.longest(),
                        0,
                        1,
                        true,
                        null,
                        null,
                        null))
            .toList();
    all.addAll(imagined);
    var verdicts = Admission.decide(books, all.stream().map(admits::request).toList());
    List<UUID> ours = imagined.stream().map(one -> one.ref().id()).toList();
    int begin = (int) ours.stream().filter(id -> verdicts.get(id) instanceof Verdict.Run).count();
    Optional<UUID> first = firstOfThoseThatWait(ours, verdicts);
    StartRange start =
        first
            .map(
                id ->
                    estimates
                        .of(
                            system,
                            books,
                            all.stream()
                                .collect(
                                    Collectors.toMap(one -> one.ref().id(), Function.identity())),
                            verdicts,
                            all.stream()
                                .filter(one -> verdicts.get(one.ref().id()) instanceof Verdict.Run)
                                .toList())
                        .get(id))
            .orElse(null);
    TeamQuota quota = books.quota(team, job.slotClass());
    return new Foreseen(
        begin,
        first.map(verdicts::get).map(verdict -> words(verdict, start, books)).orElse(""),
        first.map(verdicts::get).map(PreviewJobs::place).orElse(null),
        books.held().stream()
            .filter(one -> one.team().equals(team) && one.slotClass().equals(job.slotClass()))
            .mapToInt(Admission.Held::slots)
            .sum(),
        quota.slots(),
        books.usedThisMonth(team, job.slotClass()) / 3600,
        quota.hoursPerMonth());
  }

  private static Optional<UUID> firstOfThoseThatWait(List<UUID> ours, Map<UUID, Verdict> verdicts) {
    return ours.stream()
        .filter(id -> !(verdicts.get(id) instanceof Verdict.Run))
        .min(Comparator.comparing(id -> placeOrLast(verdicts.get(id))));
  }

  private static int placeOrLast(@Nullable Verdict verdict) {
    Integer place = place(verdict);
    return place == null ? Integer.MAX_VALUE : place;
  }

  private static @Nullable Integer place(@Nullable Verdict verdict) {
    return verdict instanceof Verdict.Wait wait ? (Integer) wait.place() : null;
  }

  private static String words(Verdict verdict, @Nullable StartRange start, Admission.Books books) {
    if (verdict instanceof Verdict.Wait wait) {
      return wait.words() + (start == null ? "" : "; " + start.words(books.now()));
    }
    return verdict instanceof Verdict.Refuse refuse ? refuse.words() : "";
  }
}
