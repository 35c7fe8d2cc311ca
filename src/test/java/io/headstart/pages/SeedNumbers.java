package io.headstart.pages;

import io.headstart.platform.page.Say;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Of runs that differ in their seeds only: mean, spread and interval, counted from answers. */
final class SeedNumbers {
  private SeedNumbers() {}

  /** The rows of a source, or null for what this knows nothing of. */
  static @Nullable List<Map<String, Expected>> rows(String source, PageAt page, Rows rows) {
    if (!source.equals("seeds") && !source.equals("sibling")) {
      return null;
    }
    Long shown = page.run();
    List<List<@Nullable String>> runs =
        rows.texts(
            """
            select r.number, r.seed, initcap(j.state), r.ended_state is null,
              (select count(*) from run_predictions p where p.run_id = r.id and p.split = 'test'
                and p.predicted = p.label),
              (select count(*) from run_predictions p where p.run_id = r.id and p.split = 'test')
            from runs r join jobs j on j.team_id = r.team_id and j.id = r.job_id
            where r.experiment = (select experiment from runs where number = ?)
            order by r.number""",
            shown);
    if (runs.isEmpty()) {
      return List.of();
    }
    return source.equals("seeds") ? List.of(spread(runs)) : siblings(runs, String.valueOf(shown));
  }

  private static List<Map<String, Expected>> siblings(
      List<List<@Nullable String>> runs, String shown) {
    List<Map<String, Expected>> all = new ArrayList<>();
    for (List<@Nullable String> run : runs) {
      Map<String, Expected> row = new TreeMap<>();
      String number = String.valueOf(run.get(0));
      row.put("name", Expected.text(number + (number.equals(shown) ? ", this one" : "")));
      row.put("seed", Expected.text(run.get(1)));
      row.put("state", Expected.text(run.get(2)));
      boolean measured = count(run.get(5)) > 0;
      row.put("accuracy", Expected.text(measured ? "| " + Say.decimal(share(run), 3) : "|"));
      all.add(row);
    }
    return all;
  }

  private static long count(@Nullable String text) {
    return Long.parseLong(String.valueOf(text));
  }

  private static double share(List<@Nullable String> run) {
    return (double) count(run.get(4)) / count(run.get(5));
  }

  private static Map<String, Expected> spread(List<List<@Nullable String>> runs) {
    double[] shares =
        runs.stream()
            .filter(run -> count(run.get(5)) > 0)
            .mapToDouble(SeedNumbers::share)
            .toArray();
    double sum = 0;
    double squares = 0;
    for (double share : shares) {
      sum += share;
      squares += share * share;
    }
    int n = shares.length;
    double mean = sum / n;
    double deviation = Math.sqrt((squares - n * mean * mean) / (n - 1));
    double half = Arithmetic.student(n - 1) * deviation / Math.sqrt(n);
    Map<String, Expected> row = new TreeMap<>();
    row.put("count", Expected.text(runs.size()));
    row.put("measured", Expected.text(n));
    row.put("open", Expected.text(runs.stream().filter(run -> "t".equals(run.get(3))).count()));
    row.put("mean", Expected.text(Say.decimal(mean, 3)));
    row.put("deviation", Expected.text(Say.decimal(deviation, 3)));
    row.put("low", Expected.text(Say.decimal(Math.max(0, mean - half), 3)));
    row.put("high", Expected.text(Say.decimal(Math.min(1, mean + half), 3)));
    return row;
  }
}
