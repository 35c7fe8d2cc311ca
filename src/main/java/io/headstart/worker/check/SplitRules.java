package io.headstart.worker.check;

import static io.headstart.worker.check.Wording.quoted;

import io.headstart.datafile.Findings;
import io.headstart.datafile.Flaw;
import io.headstart.datafile.PictureEntry;
import io.headstart.protocol.Finding.Severity;
import io.headstart.protocol.Split;
import java.util.List;

/** What the parts of a split say about single pictures: which of them can't stay. */
final class SplitRules {
  private final Findings findings;
  private final List<PictureEntry> entries;
  private final Classes labels;

  SplitRules(Findings findings, List<PictureEntry> entries, Classes labels) {
    this.findings = findings;
    this.entries = entries;
    this.labels = labels;
  }

  /**
   * Takes them out of the split, each with a finding.
   *
   * @param ofClass number of each picture's class, -1 where it can't be read
   */
  void apply(int[] ofClass, PictureSplit split) {
    boolean[] learned = new boolean[labels.size()];
    for (int i = 0; i < ofClass.length; i++) {
      if (split.of(i) == Split.TRAIN) {
        learned[ofClass[i]] = true;
      }
    }
    for (int i = 0; i < ofClass.length; i++) {
      if (ofClass[i] < 0) {
        continue;
      }
      String entry = entries.get(i).name();
      if (split.isAcross(i)) {
        leaveOut(
            entry,
            new Flaw(
                "across",
                "The same picture, byte for byte, stands in the test or validation part too",
                ": left out here, so that no run is asked what it has learned by heart",
                "Nothing needs to be done, unless it is the wrong one."));
      } else if (split.isTooSmall(ofClass[i])) {
        leaveOut(
            entry,
            new Flaw(
                "small-class " + ofClass[i],
                "The class "
                    + quoted(labels.name(ofClass[i]))
                    + " has fewer than three different pictures",
                "Add pictures of this class, or put them into another one's folder."));
      } else if (split.of(i) != null && !learned[ofClass[i]]) {
        split.leaveOut(i);
        leaveOut(
            entry,
            new Flaw(
                "unlearned " + ofClass[i],
                "The class " + quoted(labels.name(ofClass[i])) + " has no picture to learn from",
                "Put some of its pictures into the train folder."));
      } else if (split.isDisputed(i)) {
        findings.entry(
            Severity.WARNING,
            "disputed",
            entry,
            "The same picture, byte for byte, stands in several classes.",
            "Keep it in the right one only.");
      }
    }
  }

  private void leaveOut(String entry, Flaw why) {
    findings.entry(Severity.WARNING, why.reason(), entry, why.text(), why.wayOut());
  }
}
