package io.headstart.worker.task;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.protocol.Protocol;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Cuts texts into tokens as a {@code tokenizer.json} says, but for two things that it may say too:
 * the length (ours is set by the run) and the padding (some files pad every text to 128 tokens; we
 * pad each batch to its longest text). Reads nothing but the file. Not thread-safe.
 */
public final class TextTokenizer implements AutoCloseable {
  private final HuggingFaceTokenizer tokenizer;
  private final int padId;

  private TextTokenizer(HuggingFaceTokenizer tokenizer, int padId) {
    this.tokenizer = tokenizer;
    this.padId = padId;
  }

  /**
   * Opens a tokenizer.
   *
   * @param file {@code tokenizer.json}
   * @param maxTokens a longer text is cut there, the special tokens kept
   * @throws IOException when the file is not a tokenizer
   */
  public static TextTokenizer open(Path file, int maxTokens) throws IOException {
    // The library looks for newer native code online unless it is told not to.
    System.setProperty("ai.djl.offline", "true");
    int padId = padId(Protocol.json().readTree(file.toFile()));
    try {
      HuggingFaceTokenizer tokenizer =
          HuggingFaceTokenizer.builder()
              .optTokenizerPath(file)
              .optTruncation(true)
              .optMaxLength(maxTokens)
              .optPadding(false)
              .build();
      return new TextTokenizer(tokenizer, padId);
    } catch (RuntimeException e) {
      throw new IOException("not a tokenizer: " + e.getMessage(), e);
    }
  }

  /** Tokens of one text. */
  public Tokens encode(String text) {
    Encoding encoding = tokenizer.encode(text, true, true);
    long[] wide = encoding.getIds();
    int[] ids = new int[wide.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = Math.toIntExact(wide[i]);
    }
    return new Tokens(ids, encoding.exceedMaxLength());
  }

  /** The id that fills a batch behind shorter texts; the mask hides it from the model. */
  public int padId() {
    return padId;
  }

  @Override
  public void close() {
    tokenizer.close();
  }

  /** From the padding section, else the token that is called like one, else 0. */
  private static int padId(JsonNode json) throws IOException {
    if (json == null || !json.isObject()) {
      throw new IOException("not a tokenizer: the file is not a JSON object");
    }
    JsonNode declared = json.path("padding").path("pad_id");
    if (declared.isInt()) {
      return declared.asInt();
    }
    for (JsonNode token : json.path("added_tokens")) {
      String content = token.path("content").asText();
      if (content.equals("[PAD]") || content.equals("<pad>") || content.equals("<|pad|>")) {
        return token.path("id").asInt();
      }
    }
    return 0;
  }
}
