package io.headstart.worker.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.headstart.protocol.Example;
import io.headstart.protocol.Prediction;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import io.headstart.worker.task.TextTokenizer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user downloads says of every example what the run said, without Headstart. */
class ExportedModelTest {
  /** Names a Python that has onnxruntime, tokenizers and numpy. */
  private static final String PYTHON = "HEADSTART_TEST_PYTHON";

  @TempDir Path folder;
  private TinyRun tiny;
  private TrainResult result;

  @BeforeEach
  void train() throws Exception {
    tiny = new TinyRun(folder);
    tiny.frozenBlocks = 1;
    tiny.epochs = 3;
    result = tiny.run();
  }

  @Test
  void onnxRuntimeGivesTheSameAnswerForEveryExample() throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(tiny.archived(TrainSpec.MODEL));
        TextTokenizer tokenizer = TextTokenizer.open(TinyRun.tokenizer(), tiny.maxTokens)) {
      Map<String, String> metadata = session.getMetadata().getCustomMetadata();
      assertEquals("[\"mail\",\"shop\"]", metadata.get("labels"));
      assertEquals("bb", metadata.get("dataset_sha256"));
      assertEquals("CC0-1.0", metadata.get("base_model_licence"));
      assertEquals("made for tests", metadata.get("base_model_source"));
      assertEquals(
          24, Protocol.json().readTree(metadata.get("preprocess")).get("max_tokens").asInt());
      for (Prediction prediction : tiny.predictions()) {
        int[] ids = tokenizer.encode(text(prediction)).ids();
        long[][] tokens = new long[1][ids.length];
        long[][] mask = new long[1][ids.length];
        for (int i = 0; i < ids.length; i++) {
          tokens[0][i] = ids[i];
          mask[0][i] = 1;
        }
        try (OnnxTensor input = OnnxTensor.createTensor(environment, tokens);
            OnnxTensor masked = OnnxTensor.createTensor(environment, mask);
            OrtSession.Result answer =
                session.run(Map.of("input_ids", input, "attention_mask", masked))) {
          float[] logits = ((float[][]) answer.get("logits").orElseThrow().getValue())[0];
          assertEquals(prediction.predicted(), logits[1] > logits[0] ? 1 : 0);
          double share = 1 / (1 + Math.exp(logits[0] - logits[1]));
          assertEquals(prediction.probabilities().get(1), share, 1e-4);
        }
      }
    }
  }

  @Test
  void theArchiveIsTheSameBytesAndItsCardHasTheRunsFigures() throws Exception {
    Map<String, byte[]> entries = unzip();
    assertEquals(
        List.of("README.md", "labels.json", "predict.py", "tokenizer.json", "model.onnx"),
        List.copyOf(entries.keySet()));
    assertEquals(
        "[ \"mail\", \"shop\" ]", new String(entries.get("labels.json"), StandardCharsets.UTF_8));
    assertArrayEquals(Files.readAllBytes(TinyRun.tokenizer()), entries.get("tokenizer.json"));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(entries.get("model.onnx"));
    assertEquals(HexFormat.of().formatHex(digest), result.modelSha256());
    String card = new String(entries.get("README.md"), StandardCharsets.UTF_8);
    assertTrue(card.startsWith("---\nlibrary_name: onnx\n"), card);
    assertTrue(card.contains("base_model: \"tiny\""), card);
    assertTrue(card.contains("| source | made for tests |"), card);
    assertTrue(
        card.contains(
            String.format(
                java.util.Locale.ROOT,
                "| this model, test | %d | 16 | %.4f |",
                result.test().correct(),
                result.test().share())),
        card);
    assertTrue(card.contains("| trained parameters | " + result.parametersTrained() + " |"), card);
    assertTrue(card.contains(result.modelSha256()), card);
    byte[] first = Files.readAllBytes(tiny.output.resolve(TrainSpec.ARCHIVE));
    tiny.run();
    assertArrayEquals(first, Files.readAllBytes(tiny.output.resolve(TrainSpec.ARCHIVE)));
  }

  @Test
  void theExampleInPythonGivesTheSameAnswerForEveryExample() throws Exception {
    String python = System.getenv(PYTHON);
    assumeTrue(
        python != null,
        "set "
            + PYTHON
            + " to a Python with onnxruntime, tokenizers and numpy: python3 -m venv v &&"
            + " v/bin/pip install onnxruntime tokenizers numpy");
    Path place = Files.createDirectories(folder.resolve("download"));
    for (Map.Entry<String, byte[]> entry : unzip().entrySet()) {
      Files.write(place.resolve(entry.getKey()), entry.getValue());
    }
    List<Prediction> predictions = tiny.predictions();
    StringBuilder lines = new StringBuilder();
    for (Prediction prediction : predictions) {
      lines
          .append(Protocol.json().writeValueAsString(Map.of("text", text(prediction))))
          .append('\n');
    }
    Path texts = Files.writeString(folder.resolve("texts.jsonl"), lines);
    Path answers = folder.resolve("answers.jsonl");
    Process process =
        new ProcessBuilder(python, "predict.py")
            .directory(place.toFile())
            .redirectInput(texts.toFile())
            .redirectOutput(answers.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertEquals(0, process.waitFor());
    List<String> said = new ArrayList<>();
    for (String line : Files.readAllLines(answers)) {
      said.add(Protocol.json().readTree(line).get("label").asText());
    }
    assertEquals(predictions.stream().map(p -> TinyRun.CLASSES.get(p.predicted())).toList(), said);
    assertFalse(said.isEmpty());
  }

  private String text(Prediction prediction) {
    return tiny.rows.stream()
        .filter(row -> row.id() == prediction.id())
        .map(Example::text)
        .findFirst()
        .orElseThrow();
  }

  private Map<String, byte[]> unzip() throws Exception {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    byte[] archive = Files.readAllBytes(tiny.output.resolve(TrainSpec.ARCHIVE));
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }
}
