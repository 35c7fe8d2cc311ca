package io.headstart.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Settings of a job of kind {@link Protocol#CHECK}. Inputs: {@link #UPLOAD}, {@link #TOKENIZER}.
 * Objects that it writes: {@link #ROWS}, {@link #REPORT}. Its outcome's result is a {@link
 * CheckReport}.
 *
 * @param fileName name that the user gave, a label only
 * @param declaredSize bytes that the user declared
 * @param declaredSha256 hexadecimal hash that the user declared, or null
 * @param textColumn column of the text, or null to let the check propose one
 * @param labelColumn column of the label, or null to let the check propose one
 * @param seed of the split
 * @param maxTokens length up to which the base model reads a text
 */
public record CheckSpec(
    String fileName,
    long declaredSize,
    @Nullable String declaredSha256,
    @Nullable String textColumn,
    @Nullable String labelColumn,
    long seed,
    int maxTokens) {
  /** Input: the user's file. */
  public static final String UPLOAD = "upload";

  /** Input: {@code tokenizer.json} of the base model that lengths are counted with. */
  public static final String TOKENIZER = "tokenizer.json";

  /** Output: the kept rows, JSON lines of {@link Example}. */
  public static final String ROWS = "rows.jsonl";

  /** Output: the {@link CheckReport} as JSON. */
  public static final String REPORT = "report.json";
}
