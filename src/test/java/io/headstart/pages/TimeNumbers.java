package io.headstart.pages;

import io.headstart.platform.page.Say;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How long a new run will take and what it will hold, told from the runs of its base model that
 * have succeeded, of which there are few enough that all are looked at.
 */
final class TimeNumbers {
  private static final String RUNS =
      """
      select r.number, cast(jsonb_array_length(b.manifest->'blocks') as int), r.frozen_blocks,
        n.train, n.validation, n.test, coalesce(cast(s.result->>'epochsDone' as int), r.epochs),
        coalesce(r.side, r.max_tokens), coalesce(r.cached_views, 1),
        case when s.result->>'featuresFrom' is null then 0 else 1 end,
        floor(1000 * extract(epoch from j.ended_at - j.started_at)) / 1000, s.result->>'peakBytes',
        s.result->'seconds'->>'load', s.result->'seconds'->>'prefix', s.result->'seconds'->>'head',
        s.result->'seconds'->>'train', s.result->'seconds'->>'baseline',
        s.result->'seconds'->>'export', r.side, r.patience, r.batch_size
      from runs r join jobs j on j.id = r.job_id join base_models b on b.id = r.base_model
        left join run_results s on s.run_id = r.id
        join dataset_versions v on v.id = r.dataset_version_id
        join lateral (select sum(cast(one->>'train' as int)) as train,
            sum(cast(one->>'validation' as int)) as validation, sum(cast(one->>'test' as int)) as test
          from dataset_checks c, jsonb_each(c.report->'classes') k (l, one) where c.id = v.check_id) n
          on true
      """;

  private TimeNumbers() {}

  /**
   * A run as it was or will be; an example is counted once for each block that it goes through, a
   * pass back as two more.
   */
  private record Work(List<Double> of) {
    static Work of(List<@Nullable String> row) {
      return new Work(
          row.stream().map(text -> text == null ? 0 : Double.parseDouble(text)).toList());
    }

    double open() {
      return of.get(1) - of.get(2);
    }

    double examples() {
      return of.get(3) + of.get(4) + of.get(5);
    }

    double frozenPasses() {
      return of.get(9) > 0 ? 0 : of.get(2) * (of.get(3) * of.get(8) + of.get(4) + of.get(5));
    }

    double openPasses() {
      return open() * (of.get(6) * (3 * of.get(3) + of.get(4)) + of.get(5));
    }

    double load() {
      return of.get(12);
    }

    double prefix() {
      return of.get(13);
    }

    double head() {
      return of.get(14);
    }

    double train() {
      return of.get(15);
    }

    /** Seconds of one example through one block. */
    double one() {
      return prefix() > 0 && frozenPasses() > 0
          ? prefix() / frozenPasses()
          : train() / openPasses();
    }

    /** Whether the time of another's frozen part can be told. */
    boolean canTell(Work next) {
      return next.frozenPasses() == 0 || one() > 0;
    }

    /** Seconds that another one will take by this one. */
    double tells(Work next) {
      double larger = of.get(18) > 0 ? Math.pow(next.of.get(7) / of.get(7), 2) : 1;
      double rest = of.get(10) - of.subList(12, 18).stream().mapToDouble(s -> s).sum();
      double training = one() * next.openPasses();
      double heads = one() * next.examples() * next.open();
      if (next.open() == 0) {
        double steps = next.of.get(6) * next.of.get(3) / (of.get(6) * of.get(3));
        training = open() == 0 ? train() * steps : 0;
        heads = 0;
      } else if (open() == next.open()) {
        training = train() * next.openPasses() / openPasses();
        heads = head() * next.examples() / examples();
      }
      return Math.max(0, rest)
          + load()
          + of.get(16) * next.of.get(3) / of.get(3)
          + of.get(17)
          + larger * (one() * next.frozenPasses() + training + heads);
    }
  }

  /** Adds what the form foretells. */
  static void tell(
      Map<String, Expected> row,
      PageAt page,
      Rows rows,
      int frozen,
      boolean scratch,
      boolean begins) {
    List<Work> ended =
        rows
            .texts(
                RUNS
                    + " where r.ended_state = 'SUCCEEDED' and r.deleted_at is null"
                    + " and j.attempt = 1 order by r.number")
            .stream()
            .map(Work::of)
            .toList();
    Work like =
        Work.of(
            rows.texts(
                    RUNS.replace(
                                "coalesce(cast(s.result->>'epochsDone' as int), r.epochs)",
                                "r.epochs")
                            .replace("s.result->>'featuresFrom' is null", "true")
                        + " where r.number = coalesce(?, (select max(number) from runs))",
                    About.settings(page))
                .get(0));
    List<String> version =
        rows.texts(
                """
                select sum(cast(one->>'train' as int)), sum(cast(one->>'validation' as int)),
                  sum(cast(one->>'test' as int)) from dataset_checks c,
                  jsonb_each(c.report->'classes') k (l, one) where c.id = cast(? as uuid)""",
                About.check(page, rows))
            .get(0);
    List<Double> planned = new ArrayList<>(like.of());
    planned.set(2, (double) frozen);
    for (int i = 0; i < 3; i++) {
      planned.set(3 + i, Double.valueOf(version.get(i)));
    }
    String kept = scratch || begins ? null : kept(page, rows, frozen);
    planned.set(9, kept == null ? 0.0 : 1.0);
    row.put(
        "kept",
        Expected.text(
            kept == null
                ? ""
                : " What the frozen part says is read from run "
                    + kept
                    + ": nothing is computed for it."));
    if (scratch) {
      planned.set(8, 1.0);
    }
    Work next = new Work(planned);
    List<Work> telling = ended.stream().filter(one -> one.canTell(next)).toList();
    List<Work> same = telling.stream().filter(one -> one.open() == next.open()).toList();
    List<Work> nearest = same.isEmpty() ? telling : same;
    double low = nearest.stream().mapToDouble(one -> one.tells(next)).min().orElse(0);
    double high = nearest.stream().mapToDouble(one -> one.tells(next)).max().orElse(0);
    row.put("views", Expected.text(whole(planned.get(8))));
    double unit = high < 120 ? 1 : 60;
    long least = Math.max(1, Math.round(low / unit));
    long most = Math.round(high / unit);
    String range =
        (least == most ? "about " + least : least + "–" + most) + (unit > 1 ? " min" : " s");
    long seeds = page.number("seeds") == null ? 1 : page.number("seeds");
    row.put("seeds", Expected.text(seeds));
    row.put(
        "seconds",
        Expected.text(
            (like.of().get(19) > 0 ? "at most " : "") + range + (seeds > 1 ? " each" : "")));
    row.put(
        "hours",
        Expected.text(
            hours(seeds * low).equals(hours(seeds * high))
                ? hours(seeds * low)
                : hours(seeds * low) + "–" + hours(seeds * high)));
    row.put("from", Expected.text(named(nearest)));
    row.put(
        "froze",
        Expected.text(
            same.isEmpty() ? "froze otherwise: by the time that a block took" : "froze as much"));
    nearest.stream()
        .max(Comparator.comparingDouble(one -> one.of().get(11)))
        .ifPresent(largest -> memory(row, largest, next));
  }

  /** Number of the run that has left what the frozen part says of the same texts; or null. */
  private static @Nullable String kept(PageAt page, Rows rows, int frozen) {
    List<List<String>> found =
        rows.texts(
            """
            select r.number from kept_features k join runs r on r.id = k.run_id
              join dataset_versions v on v.id = r.dataset_version_id
            where r.deleted_at is null and r.source_run is null and r.frozen_blocks = ?
              and v.check_id = cast(? as uuid)""",
            frozen,
            About.check(page, rows));
    return frozen == 0 || found.isEmpty() ? null : found.get(0).get(0);
  }

  private static void memory(Map<String, Expected> row, Work most, Work next) {
    row.put("memory", Expected.text(Say.bytes(most.of().get(11))));
    row.put("holder", Expected.text(whole(most.of().get(0))));
    String open =
        most.open() == 1 ? ", with 1 open block" : ", with " + whole(most.open()) + " open blocks";
    row.put(
        "unlike",
        Expected.text(
            (most.open() == next.open() ? "" : open)
                + (most.of().get(20).equals(next.of().get(20))
                    ? ""
                    : ", with batches of " + whole(most.of().get(20)))
                + (most.of().get(7).equals(next.of().get(7))
                    ? ""
                    : ", with " + whole(most.of().get(7)) + " pixels a side")));
  }

  private static String hours(double seconds) {
    return String.format(Locale.ENGLISH, seconds < 36 ? "%.3f" : "%.2f", seconds / 3600);
  }

  private static String named(List<Work> runs) {
    List<String> numbers = runs.stream().map(run -> whole(run.of().get(0))).toList();
    int last = numbers.size() - 1;
    if (last > 2) {
      return numbers.size() + " runs";
    }
    return last == 0
        ? "run " + numbers.get(0) + " alone"
        : "runs "
            + numbers.subList(0, last).stream().collect(Collectors.joining(", "))
            + " and "
            + numbers.get(last);
  }

  private static String whole(double number) {
    return String.valueOf(Math.round(number));
  }
}
