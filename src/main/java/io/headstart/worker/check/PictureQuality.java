package io.headstart.worker.check;

import static io.headstart.worker.check.Wording.counted;
import static io.headstart.worker.check.Wording.number;
import static io.headstart.worker.check.Wording.quoted;

import io.headstart.datafile.Findings;
import io.headstart.datafile.UnusableFile;
import io.headstart.protocol.CheckReport.ClassCount;
import io.headstart.protocol.Finding.Severity;
import io.headstart.protocol.Split;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what keeps a set of pictures from giving a good result, or any. */
final class PictureQuality {
  private static final int FEWEST = 10;
  private static final int FEW_OF_A_CLASS = 5;
  private static final double LOPSIDED = 10;
  private static final double EXPECTED = 0.8;
  private static final double DEVIATIONS = 1.96;
  private static final double WIDE = 0.05;

  private final Findings findings;
  private final Map<String, ClassCount> classes;

  /**
   * @param classes pictures kept per class and part, the largest class first
   */
  PictureQuality(Findings findings, Map<String, ClassCount> classes) {
    this.findings = findings;
    this.classes = classes;
  }

  static ClassCount sum(Map<String, ClassCount> classes) {
    return classes.values().stream()
        .reduce(
            new ClassCount(0, 0, 0),
            (a, b) ->
                new ClassCount(
                    a.train() + b.train(), a.validation() + b.validation(), a.test() + b.test()));
  }

  /** Refuses what nothing can be learned from. */
  void requireEnough(long kept, String fileName) {
    if (kept == 0) {
      refuse(
          fileName,
          "No picture in a class folder can be used.",
          "Upload a ZIP of folders, one for each class, with pictures in them.");
    } else if (classes.size() == 1) {
      refuse(
          fileName,
          "All pictures that can be used are of the class "
              + quoted(classes.keySet().iterator().next())
              + ".",
          "At least two classes are needed: add a folder with pictures of another one.");
    } else if (kept < FEWEST) {
      refuse(
          fileName,
          "Only " + counted(kept, "picture") + " can be used.",
          "At least 10 are needed, and some dozen of each class for a good result.");
    } else {
      ClassCount all = sum(classes);
      if (all.train() == 0 || all.validation() == 0 || all.test() == 0) {
        refuse(
            fileName,
            "One of the parts train, validation and test has no picture that can be used.",
            "Put pictures of each class into each of the folders, or leave these folders away.");
      }
    }
  }

  private void refuse(String fileName, String text, String wayOut) {
    findings.add(new UnusableFile(null, null, text, wayOut).finding(fileName));
  }

  void note(long kept, long duplicates, PictureSplit split) {
    noteParts(split);
    noteInterval(sum(classes).test());
    noteBalance();
    if (duplicates > 0) {
      findings.file(
          Severity.NOTE,
          null,
          counted(duplicates, "picture")
              + (duplicates == 1 ? " equals" : " equal")
              + " an earlier one byte for byte.",
          "They stay in one part of the split, so no part knows another's answers.",
          duplicates);
    }
  }

  private void noteParts(PictureSplit split) {
    Split made = split.made();
    if (made != null) {
      ClassCount all = sum(classes);
      findings.file(
          Severity.NOTE,
          null,
          made == Split.TEST
              ? "The archive has no test part; 15 % of the training pictures became it."
              : "The archive has no validation part; 15 % of the training pictures became it.",
          "To choose them yourself, put them into a folder "
              + (made == Split.TEST ? "test" : "val")
              + " beside train.",
          made == Split.TEST ? all.test() : all.validation());
    }
    List<String> untested =
        classes.entrySet().stream()
            .filter(e -> e.getValue().test() == 0 || e.getValue().validation() == 0)
            .map(e -> quoted(e.getKey()))
            .toList();
    if (!untested.isEmpty()) {
      findings.file(
          Severity.WARNING,
          null,
          some(untested)
              + (untested.size() == 1 ? " has" : " have")
              + " no picture in the validation or the test part.",
          "Put pictures of each class into each part; else nobody learns how well it is told.",
          untested.size());
    }
    List<String> few =
        classes.entrySet().stream()
            .filter(e -> e.getValue().test() > 0 && e.getValue().test() < FEW_OF_A_CLASS)
            .map(e -> quoted(e.getKey()))
            .toList();
    if (!few.isEmpty()) {
      findings.file(
          Severity.NOTE,
          null,
          some(few)
              + (few.size() == 1 ? " has" : " have")
              + " fewer than 5 pictures in the test part.",
          "Numbers about a single class say little then; add pictures if you need them.",
          few.size());
    }
  }

  private static String some(List<String> names) {
    String first = names.stream().limit(5).collect(Collectors.joining(", "));
    return names.size() > 5 ? first + " and " + number(names.size() - 5L) + " more" : first;
  }

  private void noteInterval(long test) {
    double half = DEVIATIONS * Math.sqrt(EXPECTED * (1 - EXPECTED) / test);
    findings.file(
        half > WIDE ? Severity.WARNING : Severity.NOTE,
        null,
        "With "
            + counted(test, "test picture")
            + ", an accuracy of 80 % will be known to about ± "
            + number(Math.max(1, Math.round(100 * half)))
            + " points.",
        half > WIDE
            ? "Smaller differences between runs tell nothing; four times as many pictures halve"
                + " it."
            : "Differences between runs that are smaller tell nothing.",
        test);
  }

  private void noteBalance() {
    List<Map.Entry<String, ClassCount>> all = List.copyOf(classes.entrySet());
    var largest = all.get(0);
    var smallest = all.get(all.size() - 1);
    double times = (double) largest.getValue().total() / smallest.getValue().total();
    if (times >= LOPSIDED) {
      findings.file(
          Severity.WARNING,
          null,
          "The class "
              + quoted(largest.getKey())
              + " has "
              + number(Math.round(times))
              + " times as many pictures as "
              + quoted(smallest.getKey())
              + ".",
          "Add pictures of the small classes, and read the results class by class.",
          smallest.getValue().total());
    }
  }
}
