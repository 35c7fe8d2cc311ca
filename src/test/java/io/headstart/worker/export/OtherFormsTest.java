package io.headstart.worker.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.modelfile.onnx.OnnxModel;
import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.protocol.ModelForm;
import io.headstart.protocol.Prediction;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.TrainSpec;
import io.headstart.testsupport.Judge;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of a run's archive later says what the run said, to those who know no Headstart. */
class OtherFormsTest {
  /** PyTorch answered in single precision, the judge computes in double. */
  private static final double TOLERANCE = 1e-4;

  @TempDir static Path trained;
  @TempDir Path folder;
  private static TopicRun meanRun;

  /** Two tests read it: to train on 90 MB, to hash them and to store them takes seconds. */
  @BeforeAll
  static void aRunOfAnEncoderWithAMean() throws Exception {
    meanRun = new TopicRun(trained, "all-minilm-l6-v2", "mean", 6);
  }

  @Test
  void theFolderOfAnEncoderWithAMeanGivesTheStoredProbabilities() throws Exception {
    Path unpacked = unpacked(meanRun);
    sameProbabilities(meanRun, unpacked);
    JsonNode config = Protocol.json().readTree(unpacked.resolve("config.json").toFile());
    assertEquals(6, config.get("num_hidden_layers").asInt());
    assertEquals(12, config.get("num_attention_heads").asInt());
    assertEquals(1536, config.get("intermediate_size").asInt());
    assertEquals(30_522, config.get("vocab_size").asInt());
    assertEquals(1e-12, config.get("layer_norm_eps").asDouble());
    assertEquals("sport", config.get("id2label").get("1").asText());
    assertEquals(0, config.get("label2id").get("money").asInt());
    List<String> vocabulary = Files.readAllLines(unpacked.resolve("vocab.txt"));
    assertEquals(30_522, vocabulary.size());
    assertEquals("[CLS]", vocabulary.get(101));
    String card = Files.readString(unpacked.resolve("README.md"));
    assertTrue(card.startsWith("---\nlibrary_name: transformers\n"), card);
    assertTrue(card.contains("## Results") && card.contains("| this model, test |"), card);
    assertTrue(card.contains("the mean of all tokens' vectors"), card);
    assertTrue(!card.contains("onnxruntime"), "only this folder's way of use: " + card);
  }

  @Test
  void theFolderOfAnEncoderWithAFirstTokenGivesTheStoredProbabilities() throws Exception {
    TopicRun run = new TopicRun(folder, "bge-small-en-v1.5", "cls", 13);
    Path unpacked = unpacked(run);
    sameProbabilities(run, unpacked);
    assertTrue(
        Files.readString(unpacked.resolve("1_Pooling/config.json"))
            .contains("\"pooling_mode_cls_token\" : true"));
  }

  private static void sameProbabilities(TopicRun run, Path unpacked) throws Exception {
    StringBuilder texts = new StringBuilder();
    for (Prediction stored : run.predictions()) {
      Map<String, String> line = Map.of("text", run.text(stored.id()));
      texts.append(Protocol.json().writeValueAsString(line)).append('\n');
    }
    List<String> said = Judge.says("bert.py", texts.toString(), unpacked.toString());
    assertEquals(run.predictions().size(), said.size());
    assertTrue(said.size() >= 10);
    for (int i = 0; i < said.size(); i++) {
      JsonNode shares = Protocol.json().readTree(said.get(i));
      Prediction stored = run.predictions().get(i);
      for (int k = 0; k < stored.probabilities().size(); k++) {
        assertEquals(stored.probabilities().get(k), shares.get(k).asDouble(), TOLERANCE);
      }
    }
  }

  @Test
  void theSafetensorsFileHasEveryTensorOfTheModelByteForByte() throws Exception {
    Path file = folder.resolve("model.safetensors");
    int tensors = form(ModelForm.SAFETENSORS, meanRun.archive(), file);
    Map<String, List<Object>> expected = new LinkedHashMap<>();
    for (Map.Entry<String, OnnxTensor> tensor :
        model(meanRun.archive()).initializers().entrySet()) {
      OnnxTensor of = tensor.getValue();
      expected.put(
          tensor.getKey(),
          List.of(
              of.type().isFloating() ? "float32" : "int64", boxed(of.dims()), hash(of.bytes())));
    }
    assertEquals(expected.size(), tensors);
    List<String> found = Judge.says("tensors.py", "", file.toString());
    JsonNode metadata = Protocol.json().readTree(found.get(0));
    assertEquals("pt", metadata.get("format").asText());
    assertEquals("[\"money\",\"sport\"]", metadata.get("labels").asText());
    Map<String, List<Object>> read = new LinkedHashMap<>();
    for (String line : found.subList(1, found.size())) {
      JsonNode tensor = Protocol.json().readTree(line);
      long[] shape =
          IntStream.range(0, tensor.get(2).size())
              .mapToLong(i -> tensor.get(2).get(i).asLong())
              .toArray();
      read.put(
          tensor.get(0).asText(),
          List.of(tensor.get(1).asText(), boxed(shape), tensor.get(3).asText()));
    }
    assertEquals(expected, read);
    Path again = folder.resolve("again.safetensors");
    form(ModelForm.SAFETENSORS, meanRun.archive(), again);
    assertEquals(-1, Files.mismatch(file, again));
  }

  @Test
  void anEncoderOfAnotherKindHasNoFolderAndSaysWhy() throws Exception {
    TopicRun run = new TopicRun(folder, "tiny-encoder", "mean", 2);
    Unsuitable why =
        assertThrows(
            Unsuitable.class,
            () -> form(ModelForm.HUGGINGFACE, run.archive(), folder.resolve("f.zip")));
    assertTrue(why.sentence().contains("Take the archive"), why.sentence());
    assertTrue(form(ModelForm.SAFETENSORS, run.archive(), folder.resolve("f.safetensors")) > 2);
  }

  private int form(ModelForm form, Path archive, Path file) throws IOException, Unsuitable {
    Path scratch = Files.createTempDirectory(folder, "scratch");
    return ConvertWork.write(form, archive, scratch, file);
  }

  private Path unpacked(TopicRun run) throws Exception {
    Path archive = folder.resolve("folder.zip");
    form(ModelForm.HUGGINGFACE, run.archive(), archive);
    Path unpacked = Files.createDirectories(folder.resolve("unpacked"));
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        Path file = unpacked.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, file);
        }
      }
    }
    return unpacked;
  }

  private static OnnxModel model(Path archive) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile());
        InputStream in = zip.getInputStream(zip.getEntry(TrainSpec.MODEL))) {
      return OnnxModel.of(ByteBuffer.wrap(in.readAllBytes()));
    }
  }

  private static List<Long> boxed(long[] shape) {
    return java.util.Arrays.stream(shape).boxed().toList();
  }

  private static String hash(ByteBuffer bytes) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(bytes);
    return HexFormat.of().formatHex(digest.digest());
  }
}
