package io.headstart.worker.task;

import java.util.Arrays;

/**
 * Texts side by side, padded to the longest of them.
 *
 * @param batch of {@link TextExample}s
 * @param padId fills the places behind shorter texts
 */
public record TextInputs(Batch batch, int padId) implements Inputs {
  @Override
  public Array input(String name) {
    long[] values =
        switch (name) {
          case "input_ids" -> fill(false);
          case "attention_mask" -> fill(true);
          case "token_type_ids" -> new long[batch.size() * batch.longest()];
          default -> throw new IllegalArgumentException("text models have no input " + name);
        };
    return new Longs(values, new long[] {batch.size(), batch.longest()});
  }

  private long[] fill(boolean mask) {
    int tokens = batch.longest();
    long[] values = new long[batch.size() * tokens];
    Arrays.fill(values, mask ? 0 : padId);
    int start = 0;
    for (Sample sample : batch.samples()) {
      int[] ids = ((TextExample) sample).tokens();
      for (int t = 0; t < ids.length; t++) {
        values[start + t] = mask ? 1 : ids[t];
      }
      start += tokens;
    }
    return values;
  }
}
