package io.headstart.worker.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headstart.modelfile.safetensors.SafetensorsFile;
import io.headstart.protocol.Protocol;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * A folder that Python's transformers and sentence-transformers load, as a ZIP. It is no {@code
 * BertForSequenceClassification}: that class reads the first token through a dense layer with tanh
 * that these networks don't have, and never takes a mean. So the encoder lies in the folder as the
 * {@code BertModel} that it is, and pooling and classifier beside it as sentence-transformers keeps
 * them; {@code predict.py} puts them together.
 */
final class HuggingFaceFolder {
  private static final String HEAD = "2_Dense/model.safetensors";
  private static final Map<String, String> PYTORCH = Map.of("format", "pt");

  private final RunArchive archive;
  private final BertEncoder encoder;
  private final SpecialTokens tokens;

  /**
   * Looks whether it can be made.
   *
   * @throws Unsuitable if not
   */
  HuggingFaceFolder(RunArchive archive) throws Unsuitable {
    this.archive = archive;
    this.tokens = new SpecialTokens(archive.tokenizer());
    this.encoder = ReadBert.of(archive.model());
  }

  /**
   * Writes it.
   *
   * @param scratch an existing folder
   * @return number of tensors
   */
  int write(Path zipFile, Path scratch) throws IOException {
    SafetensorsFile body = new SafetensorsFile(PYTORCH);
    encoder.addTo(body);
    SafetensorsFile head = new SafetensorsFile(PYTORCH);
    head.add("linear.weight", encoder.classifierWeight());
    head.add("linear.bias", encoder.classifierBias());
    try (StoredZip zip = new StoredZip(zipFile)) {
      zip.put("README.md", text(card()));
      zip.put("config.json", config());
      put(zip, "model.safetensors", body, scratch);
      zip.put("tokenizer.json", Protocol.json().writeValueAsBytes(tokens.tokenizer()));
      zip.put("tokenizer_config.json", tokenizerConfig());
      zip.put("special_tokens_map.json", json(tokens.roles()));
      if (!tokens.vocabulary().isEmpty()) {
        zip.put("vocab.txt", text(tokens.vocabulary()));
      }
      zip.put("modules.json", json(modules()));
      zip.put(
          "sentence_bert_config.json",
          json(Map.of("max_seq_length", archive.maxTokens(), "do_lower_case", false)));
      zip.put("1_Pooling/config.json", pooling());
      zip.put("2_Dense/config.json", dense());
      put(zip, HEAD, head, scratch);
      zip.put("predict.py", predict());
    }
    return body.count() + head.count();
  }

  private static void put(StoredZip zip, String name, SafetensorsFile file, Path scratch)
      throws IOException {
    Path written = scratch.resolve("to-zip.safetensors");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(written), 1 << 16)) {
      file.write(out);
    }
    CRC32 crc = new CRC32();
    try (InputStream in = Files.newInputStream(written)) {
      byte[] chunk = new byte[1 << 16];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        crc.update(chunk, 0, n);
      }
    }
    zip.put(name, written, crc.getValue());
    Files.delete(written);
  }

  private byte[] config() throws IOException {
    ObjectNode config = Protocol.json().createObjectNode();
    config.putArray("architectures").add("BertModel");
    config.put("model_type", "bert");
    config.put("hidden_size", encoder.width());
    config.put("num_hidden_layers", encoder.layers());
    config.put("num_attention_heads", encoder.heads());
    config.put("intermediate_size", encoder.rows(BertEncoder.INTERMEDIATE));
    config.put("hidden_act", encoder.activation());
    // By way of its text: 1e-12 as a float is 9.999999960041972e-13 as a double.
    config.put("layer_norm_eps", Double.parseDouble(Float.toString(encoder.epsilon())));
    config.put("vocab_size", encoder.rows(BertEncoder.WORDS));
    config.put("max_position_embeddings", encoder.rows(BertEncoder.POSITIONS));
    config.put("type_vocab_size", encoder.rows(BertEncoder.SEGMENTS));
    config.put("position_embedding_type", "absolute");
    config.put("pad_token_id", tokens.padId());
    config.put("torch_dtype", "float32");
    config.put("problem_type", "single_label_classification");
    ObjectNode names = config.putObject("id2label");
    ObjectNode ids = config.putObject("label2id");
    List<String> labels = archive.labels();
    for (int i = 0; i < labels.size(); i++) {
      names.put(Integer.toString(i), labels.get(i));
      ids.put(labels.get(i), i);
    }
    return json(config);
  }

  private byte[] tokenizerConfig() throws IOException {
    ObjectNode config = Protocol.json().createObjectNode();
    config.put("tokenizer_class", "PreTrainedTokenizerFast");
    config.put("model_max_length", archive.maxTokens());
    config.put("padding_side", "right");
    config.put("truncation_side", "right");
    config.put("clean_up_tokenization_spaces", false);
    config
        .putArray("model_input_names")
        .add("input_ids")
        .add("token_type_ids")
        .add("attention_mask");
    tokens.roles().forEach(config::put);
    return json(config);
  }

  private static List<Map<String, Object>> modules() {
    String kind = "sentence_transformers.models.";
    return List.of(
        Map.of("idx", 0, "name", "0", "path", "", "type", kind + "Transformer"),
        Map.of("idx", 1, "name", "1", "path", "1_Pooling", "type", kind + "Pooling"),
        Map.of("idx", 2, "name", "2", "path", "2_Dense", "type", kind + "Dense"));
  }

  private byte[] pooling() throws IOException {
    ObjectNode config = Protocol.json().createObjectNode();
    config.put("word_embedding_dimension", encoder.width());
    config.put("pooling_mode_cls_token", !encoder.meanPooled());
    config.put("pooling_mode_mean_tokens", encoder.meanPooled());
    config.put("pooling_mode_max_tokens", false);
    config.put("pooling_mode_mean_sqrt_len_tokens", false);
    return json(config);
  }

  private byte[] dense() throws IOException {
    ObjectNode config = Protocol.json().createObjectNode();
    config.put("in_features", encoder.width());
    config.put("out_features", archive.labels().size());
    config.put("bias", true);
    config.put("activation_function", "torch.nn.modules.linear.Identity");
    return json(config);
  }

  /** The archive's card, with this folder's way of use in the place of the archive's. */
  private String card() {
    String card =
        archive
            .card()
            .replaceFirst("library_name: onnx", "library_name: transformers")
            .replaceFirst("(tags: \\[.*), onnx]", "$1, safetensors]");
    int use = card.lastIndexOf("\n## Use\n");
    return (use < 0 ? card + "\n" : card.substring(0, use + 1))
        + USE.formatted(
            encoder.meanPooled()
                ? "the mean of all tokens' vectors"
                : "the first token's vector, as it is");
  }

  private static final String USE =
      """
      ## Use

      ```
      pip install torch transformers safetensors
      python predict.py "a text"
      python predict.py < texts.jsonl    # lines of {"text": …}
      ```

      The encoder alone: `AutoModel.from_pretrained(folder, add_pooling_layer=False)`. Encoder and
      classifier together: `SentenceTransformer(folder).encode(texts)` gives the logits, in the order
      of `id2label` in `config.json`; their softmax are the probabilities. It warns of a pooler that is
      missing; the model has none and needs none.

      `AutoModelForSequenceClassification` can't load the classifier: it would put a new pooler with
      random weights between them. This model takes %s straight into its linear layer.
      """;

  private static byte[] predict() throws IOException {
    String resource = "/export/predict-transformers.py";
    try (InputStream in = HuggingFaceFolder.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its resource " + resource);
      }
      return in.readAllBytes();
    }
  }

  private static byte[] json(Object value) throws IOException {
    return Protocol.json().writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
