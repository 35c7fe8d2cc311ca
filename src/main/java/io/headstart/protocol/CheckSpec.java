package io.headstart.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Settings of a job of kind {@link Protocol#CHECK}. Inputs: {@link #UPLOAD}, and for texts {@link
 * #TOKENIZER}. Objects that it writes: {@link #ROWS}, {@link #REPORT}, and for pictures {@link
 * #THUMBNAILS} and {@link #THUMBNAIL_INDEX}. Its outcome's result is a {@link CheckReport}.
 *
 * @param fileName name that the user gave, a label only
 * @param declaredSize bytes that the user declared
 * @param declaredSha256 hexadecimal hash that the user declared, or null
 * @param textColumn column of the text, or null to let the check propose one
 * @param labelColumn column of the label, or null to let the check propose one
 * @param seed of the split
 * @param maxTokens length up to which the base model reads a text; 0 for pictures
 * @param modality what the file is said to hold; by its name only, so the worker looks
 */
public record CheckSpec(
    String fileName,
    long declaredSize,
    @Nullable String declaredSha256,
    @Nullable String textColumn,
    @Nullable String labelColumn,
    long seed,
    int maxTokens,
    Modality modality) {
  /** Input: the user's file. */
  public static final String UPLOAD = "upload";

  /** Input: {@code tokenizer.json} of the base model that lengths are counted with. */
  public static final String TOKENIZER = "tokenizer.json";

  /** Output: the kept rows, JSON lines of {@link Example}. */
  public static final String ROWS = "rows.jsonl";

  /** Output for pictures: JPEG files of at most 96 pixels a side, one behind the other. */
  public static final String THUMBNAILS = "thumbnails.bin";

  /**
   * Output for pictures: {@link #THUMBNAIL_ENTRY} bytes for each id from 1: where its JPEG starts
   * in {@link #THUMBNAILS} (8 bytes) and how long it is (4 bytes, 0 for none), big-endian.
   */
  public static final String THUMBNAIL_INDEX = "thumbnails.idx";

  /** Bytes of an entry of {@link #THUMBNAIL_INDEX}. */
  public static final int THUMBNAIL_ENTRY = 12;

  /** Output: the {@link CheckReport} as JSON. */
  public static final String REPORT = "report.json";
}
