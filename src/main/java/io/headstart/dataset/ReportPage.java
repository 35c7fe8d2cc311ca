package io.headstart.dataset;

import io.headstart.platform.problem.Problem;
import io.headstart.protocol.CheckReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The check that a data set's page shows.
 *
 * @param check the check, or null before the first
 * @param report what it found, or null
 * @param classes its classes, the largest first
 * @param all rows per split, all classes together
 * @param largest rows of the largest class
 */
public record ReportPage(
    DatasetView.@Nullable Check check,
    @Nullable CheckReport report,
    List<Splits> classes,
    CheckReport.ClassCount all,
    long largest) {

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
      return new ReportPage(check, null, List.of(), new CheckReport.ClassCount(0, 0, 0), 0);
    }
    List<Splits> classes = Splits.of(report);
    long largest = classes.stream().mapToLong(one -> one.count().total()).max().orElse(1);
    return new ReportPage(check, report, classes, Splits.sum(report), largest);
  }
}
