package io.headstart.worker.check;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Counts texts that are longer than a base model reads, with that model's own tokenizer. */
final class Lengths implements AutoCloseable {
  /** Up to this many rows every text is counted, above it a sample of about this size. */
  static final int SAMPLE = 20_000;

  private static final int BATCH = 64;
  private static final int LONGEST_LOOKED_AT = 1 << 16;

  private final HuggingFaceTokenizer tokenizer;
  private final int maxTokens;
  private final long every;
  private final List<String> batch = new ArrayList<>();
  private long counted;
  private long longer;

  /**
   * @param tokenizer the model's {@code tokenizer.json}
   * @param maxTokens what the model reads, special tokens included
   * @param rows how many rows will be offered
   */
  Lengths(Path tokenizer, int maxTokens, long rows) throws IOException {
    this.tokenizer =
        HuggingFaceTokenizer.builder()
            .optTokenizerPath(tokenizer)
            .optAddSpecialTokens(true)
            // Files bring truncation and padding of their own, which would hide the length.
            .optTruncation(false)
            .optPadding(false)
            .build();
    this.maxTokens = maxTokens;
    this.every =
        rows <= SAMPLE ? Long.MAX_VALUE : (long) (Long.MAX_VALUE * (SAMPLE / (double) rows));
  }

  /** Offers a text; whether it is in the sample is decided by its key alone. */
  void add(String text, long key) {
    // The key decides the split too: mixed again, else the sample would be training rows only.
    long mixed = key * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 31)) * 0x94D049BB133111EBL;
    if ((mixed >>> 1) > every) {
      return;
    }
    counted++;
    if (hasMoreWordsThanTokens(text)) {
      longer++;
      return;
    }
    batch.add(text.length() > LONGEST_LOOKED_AT ? text.substring(0, LONGEST_LOOKED_AT) : text);
    if (batch.size() == BATCH) {
      countBatch();
    }
  }

  /** A word has at least one token, so most long texts need no tokenizer. */
  private boolean hasMoreWordsThanTokens(String text) {
    int words = 0;
    boolean inWord = false;
    for (int i = 0; i < text.length(); i++) {
      boolean letter = Character.isLetterOrDigit(text.charAt(i));
      if (letter && !inWord && ++words > maxTokens) {
        return true;
      }
      inWord = letter || (inWord && !Character.isWhitespace(text.charAt(i)));
    }
    return false;
  }

  private void countBatch() {
    for (Encoding encoding : tokenizer.batchEncode(batch)) {
      longer += encoding.getIds().length > maxTokens ? 1 : 0;
    }
    batch.clear();
  }

  /** Share of the texts counted that are longer, 0 to 1; call it behind the last text. */
  double shareLonger() {
    if (!batch.isEmpty()) {
      countBatch();
    }
    return counted == 0 ? 0 : (double) longer / counted;
  }

  /** How many texts were counted. */
  long counted() {
    return counted;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
