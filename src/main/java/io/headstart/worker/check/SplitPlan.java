package io.headstart.worker.check;

import io.headstart.datafile.UnusableFile;
import io.headstart.protocol.Split;
import java.io.IOException;

/**
 * Which part each text belongs to: 70 / 15 / 15 in every class, exact to half a text, equal texts
 * in one part.
 *
 * <p>Within a class the different texts stand in the order of their keys, which the seed shuffles;
 * a text belongs to the part into whose range of rows its middle falls. So two keys per class
 * decide everything and no row needs to be remembered. Texts that stand in several classes count
 * for the class of their first row, and are the only ones kept in memory.
 */
final class SplitPlan {
  /** A class needs a text for each part. */
  static final int FEWEST_TEXTS = 3;

  private static final double TRAIN = 0.70;
  private static final double TRAIN_AND_VALIDATION = 0.85;
  private static final int MOST_DISPUTED = 1_000_000;

  private final long[] rows;
  private final long[] texts;
  private final long[] lastOfTrain;
  private final long[] lastOfValidation;
  private final KeyTable disputed = new KeyTable();
  private long duplicates;

  /**
   * @param classes number of classes
   * @throws UnusableFile when more than a million texts stand in several classes
   */
  SplitPlan(TextGroups groups, int classes) throws IOException, UnusableFile {
    rows = new long[classes];
    texts = new long[classes];
    lastOfTrain = new long[classes];
    lastOfValidation = new long[classes];
    groups.forEachPart(this::count);
    long[] seenTexts = new long[classes];
    long[] seenRows = new long[classes];
    boolean[] hasValidation = new boolean[classes];
    groups.forEachPart(part -> divide(part, seenTexts, seenRows, hasValidation));
  }

  private void count(KeyTable part) throws UnusableFile {
    for (long key : part.sortedKeys()) {
      int cls = part.classOf(key);
      int count = part.countOf(key);
      rows[cls] += count;
      texts[cls]++;
      duplicates += count - 1;
      if (part.isDisputed(key)) {
        disputed.add(key, cls, count);
        if (disputed.size() > MOST_DISPUTED) {
          throw new UnusableFile(
              null,
              null,
              "More than a million texts stand there with several labels.",
              "Choose the right label column, or give each text one label.");
        }
      }
    }
  }

  private void divide(KeyTable part, long[] seenTexts, long[] seenRows, boolean[] hasValidation) {
    for (long key : part.sortedKeys()) {
      int cls = part.classOf(key);
      int count = part.countOf(key);
      double middle = (seenRows[cls] + count / 2.0) / rows[cls];
      long index = seenTexts[cls]++;
      seenRows[cls] += count;
      boolean first = index == 0;
      boolean last = index == texts[cls] - 1;
      boolean lastButOne = index == texts[cls] - 2;
      // Each part gets at least one text, however lopsided the texts' counts are.
      boolean train = first || (middle < TRAIN && !lastButOne && !last);
      boolean validation =
          !train && !last && (middle < TRAIN_AND_VALIDATION || !hasValidation[cls]);
      if (train) {
        lastOfTrain[cls] = key;
      }
      if (train || validation) {
        lastOfValidation[cls] = key;
      }
      hasValidation[cls] |= validation;
    }
  }

  /** Where a row belongs. */
  Split of(long key, int cls) {
    int deciding = disputed.contains(key) ? disputed.classOf(key) : cls;
    if (isTooSmall(deciding) || key <= lastOfTrain[deciding]) {
      return Split.TRAIN;
    }
    return key <= lastOfValidation[deciding] ? Split.VALIDATION : Split.TEST;
  }

  /** True when the class has fewer than three different texts. */
  boolean isTooSmall(int cls) {
    return texts[cls] < FEWEST_TEXTS;
  }

  /** True when rows with this text have different labels. */
  boolean isDisputed(long key) {
    return disputed.contains(key);
  }

  /** Rows whose text equals that of an earlier row. */
  long duplicates() {
    return duplicates;
  }
}
