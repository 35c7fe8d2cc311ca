package io.headstart.dispatch;

import io.headstart.job.JobAdmission;
import io.headstart.job.StartRange;
import io.headstart.quota.Admission;
import io.headstart.quota.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;

/** When waiting jobs will begin: only where what they wait for was measured, else nothing. */
@ApplicationScoped
class EstimateStarts {
  /** Reasons whose end no measurement tells. */
  private static final Set<String> UNTOLD = Set.of("HELD", "DRAINED", "PAUSED", "HOURS");

  private final MeasuredDurations measured;

  EstimateStarts(MeasuredDurations measured) {
    this.measured = measured;
  }

  /**
   * Estimates for those that go on waiting, after those that begin now have taken their slots.
   *
   * @param waiting by the verdicts' keys
   * @param beginning those that begin now and don't hold their slots yet
   */
  Map<UUID, StartRange> of(
      StatelessSession system,
      Admission.Books books,
      Map<UUID, JobAdmission.Waiting> waiting,
      Map<UUID, Verdict> verdicts,
      List<JobAdmission.Waiting> beginning) {
    var durations = measured.ofLatest(system);
    if (durations.isEmpty()) {
      return Map.of();
    }
    var held = new ArrayList<>(measured.held(system));
    beginning.forEach(job -> held.add(holding(job)));
    var low = new HashMap<String, Forecast>();
    var high = new HashMap<String, Forecast>();
    var ranges = new HashMap<UUID, StartRange>();
    for (var slotClass :
        waiting.values().stream()
            .map(JobAdmission.Waiting::slotClass)
            .collect(Collectors.toSet())) {
      var here = held.stream().filter(one -> one.sort().slotClass().equals(slotClass)).toList();
      low.put(slotClass, forecast(books, slotClass, spans(here, durations, true)));
      high.put(slotClass, forecast(books, slotClass, spans(here, durations, false)));
    }
    verdicts.entrySet().stream()
        .filter(one -> one.getValue() instanceof Verdict.Wait wait && !UNTOLD.contains(wait.code()))
        .sorted(Comparator.comparingInt(one -> ((Verdict.Wait) one.getValue()).place()))
        .forEach(
            one -> {
              var job = Objects.requireNonNull(waiting.get(one.getKey()));
              var kind = durations.get(new MeasuredDurations.Sort(job.kind(), job.slotClass()));
              var earliest =
                  next(low, books, job, kind == null ? Double.POSITIVE_INFINITY : kind.low());
              var latest =
                  next(high, books, job, kind == null ? Double.POSITIVE_INFINITY : kind.high());
              if (earliest.isPresent() && latest.isPresent()) {
                ranges.put(
                    one.getKey(),
                    new StartRange(
                        books.now().plus(millis(earliest.get())),
                        books.now().plus(millis(Math.max(earliest.get(), latest.get())))));
              }
            });
    return ranges;
  }

  private static MeasuredDurations.Holding holding(JobAdmission.Waiting job) {
    return new MeasuredDurations.Holding(
        job.ref().team(),
        new MeasuredDurations.Sort(job.kind(), job.slotClass()),
        job.slots(),
        0,
        null);
  }

  private static Forecast forecast(
      Admission.Books books, String slotClass, List<Forecast.Span> spans) {
    return new Forecast(books.capacity(slotClass), spans);
  }

  private static List<Forecast.Span> spans(
      List<MeasuredDurations.Holding> held,
      Map<MeasuredDurations.Sort, MeasuredDurations.Spread> durations,
      boolean early) {
    return held.stream()
        .map(
            one ->
                new Forecast.Span(
                    one.team(),
                    one.slots(),
                    early
                        ? one.low(durations.get(one.sort()))
                        : one.high(durations.get(one.sort()))))
        .toList();
  }

  private static Optional<Double> next(
      Map<String, Forecast> forecasts,
      Admission.Books books,
      JobAdmission.Waiting job,
      double seconds) {
    return Objects.requireNonNull(forecasts.get(job.slotClass()))
        .next(
            job.ref().team(),
            job.slots(),
            books.quota(job.ref().team(), job.slotClass()).slots(),
            seconds);
  }

  private static Duration millis(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }
}
