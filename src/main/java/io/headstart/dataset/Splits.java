package io.headstart.dataset;

import io.headstart.protocol.CheckReport;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * One class of a data set as a page shows it.
 *
 * @param label the class
 * @param count its rows in each split
 */
public record Splits(String label, CheckReport.ClassCount count) {
  /** The classes of a report, the largest first. */
  public static List<Splits> of(CheckReport report) {
    return report.classes().entrySet().stream()
        .sorted(
            Comparator.comparing(
                    (Map.Entry<String, CheckReport.ClassCount> e) -> -e.getValue().total())
                .thenComparing(Map.Entry::getKey))
        .map(e -> new Splits(e.getKey(), e.getValue()))
        .toList();
  }

  /** Rows per split, all classes together. */
  public static CheckReport.ClassCount sum(CheckReport report) {
    return report.classes().values().stream()
        .reduce(
            new CheckReport.ClassCount(0, 0, 0),
            (a, b) ->
                new CheckReport.ClassCount(
                    a.train() + b.train(), a.validation() + b.validation(), a.test() + b.test()));
  }
}
