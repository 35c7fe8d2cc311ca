package io.headstart.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.testsupport.Await;
import io.headstart.testsupport.Owner;
import io.headstart.testsupport.PackagedProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * MiniLM on the sample <em>Spam or ham</em> as it is shipped (560 training, 120 validation and 120
 * test mails): three seeds with the head alone, three with the last block open, each a real run
 * through the queue of the packaged program on a fresh home. Prints accuracy on the test split
 * (mean, standard deviation, n - 1) and the worker's seconds for each stage. Minutes, most of them
 * for the deeper cut.
 *
 * <pre>
 * ./mvnw -q package -DskipTests dependency:build-classpath -Dmdep.outputFile=target/test.classpath
 * java -Dheadstart.app=target/quarkus-app/quarkus-run.jar \
 *     -cp target/test-classes:target/classes:$(cat target/test.classpath) \
 *     src/bench/java/io/headstart/bench/SpamBench.java
 * </pre>
 */
public final class SpamBench {
  private static final List<Integer> SEEDS = List.of(1, 2, 3);

  private final Owner owner;
  private final long dataset;

  private SpamBench(Owner owner) {
    this.owner = owner;
    Await.until("the demo has its data set", () -> !owner.get("/runs").get("runs").isEmpty());
    this.dataset = owner.run(1).get("dataset").asLong();
  }

  /** No arguments. */
  public static void main(String[] arguments) throws Exception {
    Path home = Files.createTempDirectory("spam-bench");
    try (PackagedProgram program = PackagedProgram.start(home).awaitReady()) {
      SpamBench bench = new SpamBench(Owner.setUp(program, home));
      bench.measure("head only", 7, 1e-2, 0, 6);
      bench.measure("last block open", 6, 1e-3, 5e-4, 3);
    }
  }

  private void measure(
      String name, int frozen, double headRate, double bodyRate, int epochs) {
    List<Double> accuracies = new ArrayList<>();
    for (int seed : SEEDS) {
      long number =
          owner.start(
              Map.of(
                  "dataset", dataset,
                  "frozenBlocks", frozen,
                  "headLearningRate", headRate,
                  "bodyLearningRate", bodyRate,
                  "epochs", epochs,
                  "seed", seed));
      JsonNode run = owner.awaitSuccess(number);
      JsonNode verdict = run.get("verdict");
      accuracies.add(verdict.get("accuracy").asDouble());
      System.out.printf(
          Locale.ROOT,
          "%s, seed %d: accuracy %.4f [%.3f, %.3f], against bag of words %+.4f, %s, seconds %s%n",
          name,
          seed,
          verdict.get("accuracy").asDouble(),
          verdict.get("low").asDouble(),
          verdict.get("high").asDouble(),
          verdict.get("difference").asDouble(),
          verdict.get("answer").asText(),
          run.at("/result/seconds"));
    }
    double mean = accuracies.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double square = accuracies.stream().mapToDouble(a -> (a - mean) * (a - mean)).sum();
    double deviation = Math.sqrt(square / (SEEDS.size() - 1));
    System.out.printf(
        Locale.ROOT,
        "%s: mean %.4f, standard deviation %.4f, standard error %.4f%n",
        name,
        mean,
        deviation,
        deviation / Math.sqrt(SEEDS.size()));
  }
}
