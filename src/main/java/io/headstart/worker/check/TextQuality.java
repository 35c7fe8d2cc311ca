package io.headstart.worker.check;

import static io.headstart.worker.check.Wording.counted;
import static io.headstart.worker.check.Wording.quoted;

import io.headstart.datafile.Findings;
import io.headstart.datafile.UnusableFile;
import io.headstart.protocol.Finding.Severity;

/** Says what keeps labelled texts from giving a good result, or any. */
final class TextQuality {
  private static final int FEWEST_ROWS = 10;
  private static final int FEW_ROWS = 100;

  private final Findings findings;
  private final String fileName;
  private final Columns columns;

  TextQuality(Findings findings, String fileName, Columns columns) {
    this.findings = findings;
    this.fileName = fileName;
    this.columns = columns;
  }

  /** Refuses what nothing can be learned from. */
  void requireEnough(long kept, Classes labels, SplitPlan plan) {
    int large = 0;
    for (int i = 0; i < labels.size(); i++) {
      large += plan.isTooSmall(i) ? 0 : 1;
    }
    if (kept == 0) {
      error("No row has both a text and a label.", "Choose the right columns, or fill them in.");
    } else if (labels.size() == 1) {
      error(
          "Every row has the label " + quoted(labels.name(0)) + ".",
          "At least two classes are needed: add rows of another one, or choose another column.");
    } else if (kept < FEWEST_ROWS) {
      error(
          "Only " + counted(kept, "row") + " can be used.",
          "At least 10 are needed, and some hundred for a good result.");
    } else if (large < 2) {
      error(
          "Fewer than two classes have three different texts.",
          "Each class needs a text for training, one for validation and one for the test.");
    }
  }

  private void error(String text, String wayOut) {
    findings.add(new UnusableFile(null, columns.label(), text, wayOut).finding(fileName));
  }

  /** Whether a row is left out; says so, and what else is odd about it. */
  boolean leavesOut(Labelled.Item item, long key, int cls, Classes labels, SplitPlan plan) {
    if (plan.isTooSmall(cls)) {
      findings.row(
          Severity.WARNING,
          "small-class " + cls,
          item.number(),
          columns.label(),
          "The class "
              + quoted(labels.name(cls))
              + " has fewer than three different texts: left"
              + " out.",
          "Add rows of this class, or merge it with another one.");
      return true;
    }
    if (plan.isDisputed(key)) {
      findings.row(
          Severity.WARNING,
          "disputed",
          item.number(),
          columns.label(),
          "The text of row " + item.number() + " stands there with different labels.",
          "Give equal texts the same label; they stay in one part of the split.");
    }
    return false;
  }

  /** Says what keeps the kept rows from giving a good result. */
  void note(long rowsKept, long duplicates) {
    if (duplicates > 0) {
      findings.file(
          Severity.NOTE,
          columns.text(),
          counted(duplicates, "row")
              + (duplicates == 1 ? " repeats" : " repeat")
              + " the text of an earlier row.",
          "They stay in one part of the split, so no part knows another's answers.",
          duplicates);
    }
    if (rowsKept < FEW_ROWS) {
      findings.file(
          Severity.WARNING,
          null,
          "Only " + rowsKept + " rows were kept, so few are left to test on.",
          "Some hundred rows make differences between runs tell something.",
          rowsKept);
    }
  }
}
