package io.headstart.bench;

import io.headstart.protocol.Example;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import io.headstart.worker.train.TrainFiles;
import io.headstart.worker.train.TrainListener;
import io.headstart.worker.train.TrainText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * MiniLM on a data set's rows: three seeds with the head alone, three with the last block open.
 * Prints accuracy on the test split (mean, standard deviation) and seconds.
 *
 * <pre>
 * OMP_WAIT_POLICY=passive java -cp target/classes:$(cat target/worker.classpath) \
 *     src/bench/java/io/headstart/bench/SpamBench.java rows.jsonl [epochs]
 * </pre>
 */
public final class SpamBench {
  private static final int BLOCKS = 7;
  private static final List<Long> SEEDS = List.of(1L, 2L, 3L);

  private final Path rows;
  private final Path folder;
  private final List<String> classes;
  private final int epochs;

  private SpamBench(Path rows, int epochs) throws IOException {
    this.rows = rows;
    this.epochs = epochs;
    this.folder = Files.createTempDirectory("spam-bench");
    TreeSet<String> labels = new TreeSet<>();
    for (String line : Files.readAllLines(rows)) {
      labels.add(Protocol.json().readValue(line, Example.class).label());
    }
    this.classes = List.copyOf(labels);
  }

  /** Arguments: rows as JSON lines, number of epochs (4). */
  public static void main(String[] arguments) throws Exception {
    int epochs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
    SpamBench bench = new SpamBench(Path.of(arguments[0]), epochs);
    bench.measure("head only", BLOCKS, 1e-2, 0);
    bench.measure("last block open", BLOCKS - 1, 1e-3, 1e-4);
  }

  private void measure(String name, int frozen, double headRate, double bodyRate)
      throws Exception {
    List<Double> accuracies = new ArrayList<>();
    for (long seed : SEEDS) {
      TrainResult result = run(frozen, headRate, bodyRate, seed);
      accuracies.add(result.test().share());
      System.out.printf(
          Locale.ROOT,
          "%s, seed %d: test %d of %d, validation %.3f, epoch %d, bag of words %d, seconds %s%n",
          name,
          seed,
          result.test().correct(),
          result.test().total(),
          result.validation().share(),
          result.bestEpoch(),
          result.bagOfWords().correct(),
          result.seconds());
    }
    double mean = accuracies.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double square = accuracies.stream().mapToDouble(a -> (a - mean) * (a - mean)).sum();
    System.out.printf(
        Locale.ROOT,
        "%s: mean %.4f, standard deviation %.4f, %d classes%n",
        name,
        mean,
        Math.sqrt(square / (SEEDS.size() - 1)),
        classes.size());
  }

  private TrainResult run(int frozen, double headRate, double bodyRate, long seed)
      throws Exception {
    TrainSpec spec =
        new TrainSpec(
            1, "minilm-l6", "", "mean", classes, "bench", "", frozen, headRate, bodyRate, epochs,
            16, seed, 128, 0.01, 0.1, 1.0, 4L << 30, null);
    Path place = Files.createDirectories(folder.resolve(frozen + "-" + seed));
    TrainFiles files =
        new TrainFiles(
            resource("/all-minilm-l6-v2.onnx"),
            resource("/all-minilm-l6-v2-tokenizer.json"),
            rows,
            place,
            place,
            null);
    return new TrainText(spec, files, new Quiet()).run();
  }

  private Path resource(String name) throws IOException {
    Path file = folder.resolve(name.substring(1));
    if (!Files.exists(file)) {
      try (InputStream in = SpamBench.class.getResourceAsStream(name)) {
        Files.copy(in, file);
      }
    }
    return file;
  }

  /** Goes on to the end and says nothing. */
  private static final class Quiet implements TrainListener {
    @Override
    public void progress(Heartbeat.Progress progress) {}

    @Override
    public void point(Heartbeat.Point point) {}

    @Override
    public void log(String text) {}

    @Override
    public Heartbeat.Directive directive() {
      return Heartbeat.Directive.CONTINUE;
    }

    @Override
    public void checkpoint(int epoch, Map<String, Path> files) {}
  }
}
