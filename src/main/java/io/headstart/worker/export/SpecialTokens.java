package io.headstart.worker.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A tokenizer of word pieces with the tokens that BERT models know. */
final class SpecialTokens {
  private static final Map<String, String> ROLES = new LinkedHashMap<>();

  static {
    ROLES.put("cls_token", "[CLS]");
    ROLES.put("mask_token", "[MASK]");
    ROLES.put("pad_token", "[PAD]");
    ROLES.put("sep_token", "[SEP]");
    ROLES.put("unk_token", "[UNK]");
  }

  private final ObjectNode tokenizer;

  /**
   * @param tokenizer {@code tokenizer.json}
   * @throws Unsuitable if it's of another kind
   */
  SpecialTokens(JsonNode tokenizer) throws Unsuitable {
    JsonNode model = tokenizer.path("model");
    boolean there =
        model.path("type").asText("WordPiece").equals("WordPiece")
            && ROLES.values().stream().allMatch(token -> model.path("vocab").path(token).isInt());
    if (!there) {
      throw new Unsuitable(
          "Its tokenizer is none of word pieces with "
              + String.join(", ", ROLES.values())
              + ". Take the archive with model.onnx and tokenizer.json.");
    }
    this.tokenizer = ((ObjectNode) tokenizer).deepCopy();
    // Some publishers leave a length of their own in the file, which would cut or fill up texts.
    this.tokenizer.putNull("truncation");
    this.tokenizer.putNull("padding");
  }

  /** {@code tokenizer.json} that neither cuts nor fills up by itself. */
  JsonNode tokenizer() {
    return tokenizer;
  }

  /** Which token has which role. */
  Map<String, String> roles() {
    return Map.copyOf(ROLES);
  }

  /** Id of the token that fills up shorter texts. */
  int padId() {
    return tokenizer.path("model").path("vocab").path("[PAD]").asInt();
  }

  /**
   * {@code vocab.txt}: one piece in each line, the line's number is its id; empty where ids are
   * left out, which that file can't express.
   */
  String vocabulary() {
    TreeMap<Integer, String> pieces = new TreeMap<>();
    tokenizer
        .path("model")
        .path("vocab")
        .properties()
        .forEach(piece -> pieces.put(piece.getValue().asInt(), piece.getKey()));
    int[] ids = pieces.keySet().stream().mapToInt(Integer::intValue).toArray();
    boolean gapless = ids[0] == 0 && ids[ids.length - 1] == ids.length - 1;
    boolean lines = pieces.values().stream().noneMatch(piece -> piece.matches("(?s).*[\\r\\n].*"));
    return gapless && lines && Arrays.stream(ids).distinct().count() == ids.length
        ? pieces.values().stream().collect(Collectors.joining("\n", "", "\n"))
        : "";
  }
}
