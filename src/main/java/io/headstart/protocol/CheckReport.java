package io.headstart.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a check found; result of a job of kind {@link Protocol#CHECK}.
 *
 * @param usable false when there is no way to train on it; then {@code findings} has an ERROR and
 *     nothing but the report was written
 * @param format {@code csv}, {@code jsonl} or {@code zip}, or null when it is none of them
 * @param columns columns of the file, in order; none for pictures
 * @param textColumn the text column taken or proposed
 * @param labelColumn the label column taken or proposed
 * @param seed of the split
 * @param sha256 hexadecimal hash of the user's file as read
 * @param bytes size of the user's file as read
 * @param rowsRead rows or pictures seen, the header not counted
 * @param rowsKept rows in the normalised object
 * @param duplicates kept rows whose text, or whose picture's bytes, equal those of an earlier row
 * @param classes count per class and split, the largest class first
 * @param longerThanMaximum share of kept texts that are longer than the maximum, 0 to 1
 * @param maxTokens that maximum
 * @param findings problems and notes, the worst first, bounded to 200
 * @param firstRows the first kept rows, at most 20, their texts cut at 500 characters; for pictures
 *     the first ones of each class, at most {@value #MOST_SHOWN}
 * @param peakHeapBytes largest heap that the check used
 * @param modality what was looked for
 * @param pictures what is known of the pictures; null for texts
 */
public record CheckReport(
    boolean usable,
    @Nullable String format,
    List<String> columns,
    @Nullable String textColumn,
    @Nullable String labelColumn,
    long seed,
    String sha256,
    long bytes,
    long rowsRead,
    long rowsKept,
    long duplicates,
    Map<String, ClassCount> classes,
    double longerThanMaximum,
    int maxTokens,
    List<Finding> findings,
    List<Example> firstRows,
    long peakHeapBytes,
    Modality modality,
    @Nullable PictureFacts pictures) {
  /** At most so many pictures stand in {@code firstRows}. */
  public static final int MOST_SHOWN = 400;

  /** Reports written before there were pictures are about texts. */
  public CheckReport {
    modality = modality == null ? Modality.TEXT : modality;
  }

  /**
   * What is known of kept pictures.
   *
   * @param kinds how many there are of each file format, such as {@code PNG}
   * @param smallest the smallest one, such as {@code 28 × 28}
   * @param largest the largest one
   * @param splitsGiven whether the archive's folders said which pictures are the test's
   */
  public record PictureFacts(
      Map<String, Long> kinds, String smallest, String largest, boolean splitsGiven) {}

  /** Rows of one class in each split. */
  public record ClassCount(long train, long validation, long test) {
    /** Rows of the class in all splits. */
    public long total() {
      return train + validation + test;
    }
  }
}
