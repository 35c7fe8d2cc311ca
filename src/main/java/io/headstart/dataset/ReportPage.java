package io.headstart.dataset;

import io.headstart.platform.problem.Problem;
import io.headstart.protocol.CheckReport;
import io.headstart.protocol.Example;
import io.headstart.protocol.Modality;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The check that a data set's page shows.
 *
 * @param check the check, or null before the first
 * @param report what it found, or null
 * @param classes its classes, the largest first
 * @param all rows per split, all classes together
 * @param largest rows of the largest class
 * @param shelves for pictures the first ones of each class
 */
public record ReportPage(
    DatasetView.@Nullable Check check,
    @Nullable CheckReport report,
    List<Splits> classes,
    CheckReport.ClassCount all,
    long largest,
    List<Shelf> shelves) {

  /**
   * The first pictures of a class.
   *
   * @param label the class
   * @param count all its pictures in each split
   * @param pictures their ids and names
   */
  public record Shelf(String label, CheckReport.ClassCount count, List<Example> pictures) {}

  /**
   * Chooses the check.
   *
   * @param number of the check; null: the newest
   * @throws Problem 404 without a check of that number
   */
  static ReportPage of(DatasetView dataset, @Nullable Long number) {
    DatasetView.Check check =
        number == null
            ? dataset.latest()
            : dataset.checks().stream()
                .filter(found -> found.number() == number)
                .findFirst()
                .orElseThrow(Problem::notFound);
    CheckReport report = check == null ? null : check.report();
    if (report == null) {
      return new ReportPage(
          check, null, List.of(), new CheckReport.ClassCount(0, 0, 0), 0, List.of());
    }
    List<Splits> classes = Splits.of(report);
    long largest = classes.stream().mapToLong(one -> one.count().total()).max().orElse(1);
    return new ReportPage(check, report, classes, Splits.sum(report), largest, shelves(report));
  }

  private static List<Shelf> shelves(CheckReport report) {
    if (report.modality() != Modality.PICTURES) {
      return List.of();
    }
    Map<String, List<Example>> byLabel =
        report.firstRows().stream().collect(Collectors.groupingBy(Example::label));
    return Splits.of(report).stream()
        .map(
            one ->
                new Shelf(one.label(), one.count(), byLabel.getOrDefault(one.label(), List.of())))
        .toList();
  }

  /** Whether it is about pictures. */
  public boolean pictures() {
    return report != null && report.modality() == Modality.PICTURES;
  }

  /** What is counted, in words. */
  public String unit() {
    return pictures() ? "Pictures" : "Rows";
  }
}
