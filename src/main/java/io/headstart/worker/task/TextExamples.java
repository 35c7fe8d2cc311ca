package io.headstart.worker.task;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Texts in memory as tokens; the texts themselves are not kept. At 128 tokens an example takes
 * about 0.6 KiB.
 */
public final class TextExamples implements Examples {
  private final Splits splits;
  private final long cut;
  private final int padId;

  private TextExamples(Splits splits, long cut, int padId) {
    this.splits = splits;
    this.cut = cut;
    this.padId = padId;
  }

  /**
   * Reads and tokenises all rows.
   *
   * @param rows JSON lines of {@link io.headstart.protocol.Example}
   * @param tokenizer cuts them
   * @param classes labels in the order of the logits
   * @throws RowsUnusable as {@link Splits#read} says
   */
  public static TextExamples read(Path rows, TextTokenizer tokenizer, List<String> classes)
      throws IOException, RowsUnusable {
    long[] cut = new long[1];
    Splits splits =
        Splits.read(
            rows,
            classes,
            (row, label, index) -> {
              Tokens tokens = tokenizer.encode(row.text());
              cut[0] += tokens.cut() ? 1 : 0;
              return new TextExample(index, row.id(), row.split(), label, tokens.ids());
            });
    return new TextExamples(splits, cut[0], tokenizer.padId());
  }

  @Override
  public Splits splits() {
    return splits;
  }

  @Override
  public Inputs inputs(Batch batch) {
    return new TextInputs(batch, padId);
  }

  @Override
  public long bytes(Batch batch) {
    return 0;
  }

  @Override
  public long cut() {
    return cut;
  }

  @Override
  public void close() {}
}
