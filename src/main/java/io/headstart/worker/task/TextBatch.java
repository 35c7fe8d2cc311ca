package io.headstart.worker.task;

import java.util.Arrays;
import java.util.List;

/**
 * Examples that go through the model together, padded to the longest of them.
 *
 * @param examples at least one
 * @param padId fills the places behind shorter texts
 */
public record TextBatch(List<TextExample> examples, int padId) {
  /** Number of examples. */
  public int size() {
    return examples.size();
  }

  /** Tokens of the longest example. */
  public int tokens() {
    return examples.stream().mapToInt(TextExample::length).max().orElse(0);
  }

  /** Class of each example. */
  public long[] labels() {
    return examples.stream().mapToLong(TextExample::label).toArray();
  }

  /**
   * One input of the model.
   *
   * @param name {@code input_ids}, {@code attention_mask} or {@code token_type_ids}
   * @return row-major [size, tokens]
   * @throws IllegalArgumentException for another name
   */
  public long[] input(String name) {
    return switch (name) {
      case "input_ids" -> fill(false);
      case "attention_mask" -> fill(true);
      case "token_type_ids" -> new long[size() * tokens()];
      default -> throw new IllegalArgumentException("text models have no input " + name);
    };
  }

  private long[] fill(boolean mask) {
    int tokens = tokens();
    long[] values = new long[size() * tokens];
    Arrays.fill(values, mask ? 0 : padId);
    int start = 0;
    for (TextExample example : examples) {
      for (int t = 0; t < example.length(); t++) {
        values[start + t] = mask ? 1 : example.tokens()[t];
      }
      start += tokens;
    }
    return values;
  }
}
