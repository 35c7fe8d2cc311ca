package io.headstart.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a check found; result of a job of kind {@link Protocol#CHECK}.
 *
 * @param usable false when there is no way to train on it; then {@code findings} has an ERROR and
 *     nothing but the report was written
 * @param format {@code csv} or {@code jsonl}, or null when it is neither
 * @param columns columns of the file, in order
 * @param textColumn the text column taken or proposed
 * @param labelColumn the label column taken or proposed
 * @param seed of the split
 * @param sha256 hexadecimal hash of the user's file as read
 * @param bytes size of the user's file as read
 * @param rowsRead rows seen, the header not counted
 * @param rowsKept rows in the normalised object
 * @param duplicates kept rows whose text equals that of an earlier row
 * @param classes count per class and split, the largest class first
 * @param longerThanMaximum share of kept texts that are longer than the maximum, 0 to 1
 * @param maxTokens that maximum
 * @param findings problems and notes, the worst first, bounded to 200
 * @param firstRows the first kept rows, at most 20, their texts cut at 500 characters
 * @param peakHeapBytes largest heap that the check used
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
    long peakHeapBytes) {

  /** Rows of one class in each split. */
  public record ClassCount(long train, long validation, long test) {
    /** Rows of the class in all splits. */
    public long total() {
      return train + validation + test;
    }
  }
}
