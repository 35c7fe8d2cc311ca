package io.headstart.pages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Of curves: what workers have measured, and the lines that are smoothed. */
final class CurveNumbers {
  /** From so many points on a line of training is drawn twice, as measured and smoothed. */
  private static final int FEWEST_SMOOTHED = 20;

  private CurveNumbers() {}

  private record Point(double step, double value) {}

  /** The rows of a source, or null for what this knows nothing of. */
  static @Nullable List<Map<String, Expected>> rows(String source, PageAt page, Rows rows) {
    if (!source.equals("curve") && !source.equals("axes")) {
      return null;
    }
    boolean compared = page.path().endsWith("/compare");
    List<Long> runs =
        compared
            ? Arrays.stream(String.valueOf(page.named("runs")).split(",", -1))
                .map(Long::valueOf)
                .toList()
            : List.of(Objects.requireNonNull(page.run()));
    List<Map<String, Expected>> lines = new ArrayList<>();
    for (String title : List.of("Loss", "Accuracy")) {
      List<Point> shown = new ArrayList<>();
      for (long run : runs) {
        for (String kind : compared ? List.of("validation") : List.of("train", "validation")) {
          List<Point> points = points(rows, run, kind + "_" + title.toLowerCase(Locale.ROOT));
          String name = compared ? "run " + run : kind;
          boolean twice = kind.equals("train") && points.size() >= FEWEST_SMOOTHED;
          if (!points.isEmpty()) {
            lines.add(line(title, twice ? name + ", as measured" : name, points));
            shown.addAll(points);
          }
          if (twice) {
            lines.add(line(title, name, smoothed(points)));
          }
        }
      }
      if (!shown.isEmpty()) {
        lines.add(axes(title, shown));
      }
    }
    return lines.stream()
        .filter(line -> line.containsKey("name") == source.equals("curve"))
        .toList();
  }

  private static List<Point> points(Rows rows, long run, String series) {
    return rows
        .texts(
            """
            select p.step, p.value from job_points p join runs r on r.job_id = p.job_id
            where r.number = ? and p.series = ? order by p.step""",
            run,
            series)
        .stream()
        .map(
            row ->
                new Point(
                    Double.parseDouble(String.valueOf(row.get(0))),
                    Double.parseDouble(String.valueOf(row.get(1)))))
        .toList();
  }

  /** Each value as the mean of those before it, whose weights fade. */
  private static List<Point> smoothed(List<Point> points) {
    double memory = Math.min(0.9, 1 - (double) FEWEST_SMOOTHED / points.size());
    List<Point> all = new ArrayList<>();
    for (int k = 0; k < points.size(); k++) {
      double sum = 0;
      double weights = 0;
      for (int i = 0; i <= k; i++) {
        double weight = Math.pow(memory, k - i);
        sum += weight * points.get(i).value;
        weights += weight;
      }
      all.add(new Point(points.get(k).step, sum / weights));
    }
    return all;
  }

  private static Map<String, Expected> line(String title, String name, List<Point> points) {
    Map<String, Expected> row = new TreeMap<>();
    row.put("title", Expected.text(title));
    row.put("name", Expected.text(name));
    row.put("count", Expected.text(points.size()));
    row.put("first", Expected.text(Math.round(points.get(0).step)));
    row.put("last", Expected.text(Math.round(points.get(points.size() - 1).step)));
    double low = points.stream().mapToDouble(Point::value).min().orElseThrow();
    double high = points.stream().mapToDouble(Point::value).max().orElseThrow();
    double mean = points.stream().mapToDouble(Point::value).average().orElseThrow();
    row.put("low", Expected.text(String.format(Locale.ROOT, "%.3f", low)));
    row.put("high", Expected.text(String.format(Locale.ROOT, "%.3f", high)));
    row.put("mean", Expected.text(String.format(Locale.ROOT, "%.4f", mean)));
    return row;
  }

  /** The numbers at an axis hold all that is drawn, but for the last step, which isn't written. */
  private static Map<String, Expected> axes(String title, List<Point> points) {
    double low = points.stream().mapToDouble(Point::value).min().orElseThrow();
    double high = points.stream().mapToDouble(Point::value).max().orElseThrow();
    double last = points.stream().mapToDouble(Point::step).max().orElseThrow();
    Map<String, Expected> row = new TreeMap<>();
    row.put("title", Expected.text(title));
    row.put("low", number(0, low));
    row.put("high", number(high, Math.max(1, 2 * high)));
    row.put("last", number(last / 2, last));
    return row;
  }

  private static Expected number(double from, double to) {
    return new Expected(
        "[0-9.]+", text -> from <= Double.parseDouble(text) && Double.parseDouble(text) <= to);
  }
}
