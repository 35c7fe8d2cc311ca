package io.headstart.worker.train;

import io.headstart.modelfile.onnx.OnnxModel;
import io.headstart.protocol.Example;
import io.headstart.protocol.Prediction;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A run of the tiny encoder on made-up texts, with settings that a test changes one by one. */
final class TinyRun {
  static final List<String> CLASSES = List.of("mail", "shop");
  private static final String MAIL = "please send a reply thanks regards meeting report question";
  private static final String SHOP = "buy cheap offer click now price order free win money";
  private static final String BOTH = "the of and to in is it that for was on are as with his they";

  private final Path folder;
  int frozenBlocks = 2;
  double headRate = 1e-2;
  double bodyRate = 1e-3;
  int epochs = 2;
  long seed = 5;
  int maxTokens = 24;
  long cacheLimit = 1L << 30;
  String pooling = "mean";
  boolean fromScratch;
  int patience;
  double labelSmoothing;
  boolean balanced;
  TrainSpec.@Nullable Source source;
  @Nullable Path sourceArchive;
  List<Path> seen = List.of();
  TrainSpec.@Nullable Features features;
  @Nullable Path kept;
  @Nullable Path resume;
  List<Example> rows = rows(48, 16, 16);
  private int runs;
  Path output;

  TinyRun(Path folder) {
    this.folder = folder;
    this.output = folder;
  }

  static List<Example> rows(int training, int validation, int test) {
    Random random = new Random(9);
    List<Example> rows = new ArrayList<>();
    for (int i = 0; i < training + validation + test; i++) {
      Split split =
          i < training ? Split.TRAIN : i < training + validation ? Split.VALIDATION : Split.TEST;
      String label = CLASSES.get(random.nextInt(2));
      String[] own = (label.equals("mail") ? MAIL : SHOP).split(" ");
      String[] common = BOTH.split(" ");
      StringBuilder text = new StringBuilder();
      for (int word = 3 + random.nextInt(30); word > 0; word--) {
        String[] from = random.nextInt(4) == 0 ? own : common;
        text.append(from[random.nextInt(from.length)]).append(' ');
      }
      rows.add(new Example(i + 1, split, label, text.toString()));
    }
    return rows;
  }

  TrainSpec spec() {
    return new TrainSpec(
        12,
        "tiny",
        "aa",
        pooling,
        CLASSES,
        "letters",
        "bb",
        frozenBlocks,
        headRate,
        bodyRate,
        epochs,
        8,
        seed,
        maxTokens,
        0.01,
        0.1,
        1.0,
        cacheLimit,
        new TrainSpec.Origin("CC0-1.0", "made for tests"),
        null,
        fromScratch,
        patience,
        labelSmoothing,
        balanced,
        source,
        features);
  }

  static Path model() {
    return resource("/tiny-encoder.onnx");
  }

  static Path tokenizer() {
    return resource("/tiny-encoder-tokenizer.json");
  }

  private static Path resource(String name) {
    try {
      return Path.of(TinyRun.class.getResource(name).toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs it in fresh folders; {@link #output} then has the results. */
  TrainResult run(TrainListener listener) throws TrainingFailed, IOException {
    Path place = Files.createDirectories(folder.resolve("run-" + ++runs));
    output = Files.createDirectories(place.resolve("output"));
    Path file = place.resolve("rows.jsonl");
    StringBuilder lines = new StringBuilder();
    for (Example row : rows) {
      lines.append(Protocol.json().writeValueAsString(row)).append('\n');
    }
    Files.writeString(file, lines);
    return run(listener, file, Files.createDirectories(place.resolve("scratch")));
  }

  private TrainResult run(TrainListener listener, Path file, Path scratch)
      throws TrainingFailed, IOException {
    TrainFiles files =
        new TrainFiles(
            model(), tokenizer(), null, sourceArchive, seen, kept, file, scratch, output, resume);
    return new TrainClassifier(spec(), files, listener).run();
  }

  TrainResult run() throws TrainingFailed, IOException {
    return run(new RecordingListener());
  }

  byte[] archived(String name) throws IOException {
    try (ZipFile zip = new ZipFile(output.resolve(TrainSpec.ARCHIVE).toFile());
        InputStream in = zip.getInputStream(zip.getEntry(name))) {
      return in.readAllBytes();
    }
  }

  /** Weights of the exported model by the name of their initialiser. */
  Map<String, float[]> exported() throws IOException {
    return weights(OnnxModel.of(ByteBuffer.wrap(archived(TrainSpec.MODEL))));
  }

  static Map<String, float[]> weights(OnnxModel model) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    model
        .initializers()
        .forEach(
            (name, tensor) -> {
              if (tensor.type().toString().contains("FLOAT")) {
                weights.put(name, tensor.floats());
              }
            });
    return weights;
  }

  List<Prediction> predictions() throws IOException {
    List<Prediction> predictions = new ArrayList<>();
    for (String line : Files.readAllLines(output.resolve(TrainSpec.PREDICTIONS))) {
      predictions.add(Protocol.json().readValue(line, Prediction.class));
    }
    return predictions;
  }
}
