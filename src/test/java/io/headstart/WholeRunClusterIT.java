package io.headstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.platform.HomeFolder;
import io.headstart.testsupport.Await;
import io.headstart.testsupport.Letters;
import io.headstart.testsupport.Owner;
import io.headstart.testsupport.PackagedProgram;
import io.headstart.testsupport.RealCluster;
import io.headstart.testsupport.RealServices;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Check and training as pods of a real cluster, under a packaged server that has no more rights
 * there than the Role gives. The nodes must reach this machine by the name or address that {@code
 * HEADSTART_TEST_HOST} gives, by default 127.0.0.1.
 */
class WholeRunClusterIT {
  @TempDir Path folder;

  private final HomeFolder home = RealServices.homeWithModels();

  @Test
  void ownDataIsCheckedAndTrainedByPodsAlsoWhenTheServerDiesInTheMiddle() throws Exception {
    int port = PackagedProgram.freePort();
    try (RealCluster cluster = new RealCluster()) {
      Map<String, String> settings = settings(cluster, port);
      Owner owner;
      long run;
      try (PackagedProgram first =
          PackagedProgram.start(home.root(), port, settings).awaitReady()) {
        first.awaitLine("Workers run as Jobs in namespace " + cluster.namespace());
        owner = Owner.setUp(first, home.root());
        long dataset = owner.accepted(Letters.write(folder.resolve("letters.csv"), 60));
        run =
            owner.start(
                Map.of(
                    "baseModel", "minilm-l6", "dataset", dataset, "frozenBlocks", 6, "epochs", 8));
        owner.awaitRun(run, "running", at -> at.get("state").asText().equals("RUNNING"));
        first.process().destroyForcibly().waitFor();
      }
      try (PackagedProgram second =
          PackagedProgram.start(home.root(), port, settings).awaitReady()) {
        JsonNode done = owner.at(second).awaitSuccess(run);
        assertEquals(1, done.get("attempt").asInt(), done::toString);
        assertTrue(!second.text().contains("hsa_"), "no token in the log");
      }
      Await.until("the Jobs of check and run are complete", () -> succeeded(cluster) == 2);
    }
  }

  private static long succeeded(RealCluster cluster) {
    return cluster
        .admin()
        .batch()
        .v1()
        .jobs()
        .inNamespace(cluster.namespace())
        .list()
        .getItems()
        .stream()
        .filter(job -> job.getStatus().getSucceeded() != null)
        .count();
  }

  private Map<String, String> settings(RealCluster cluster, int port) throws Exception {
    Map<String, String> launcher = new HashMap<>(RealCluster.worker());
    launcher.put("kubeconfig", cluster.kubeconfig(folder.resolve("kubeconfig")).toString());
    Map<String, String> settings =
        launcher.entrySet().stream()
            .collect(
                Collectors.toMap(
                    one ->
                        "HEADSTART_DISPATCH_KUBERNETES_"
                            + one.getKey().toUpperCase(Locale.ROOT).replace('-', '_'),
                    Map.Entry::getValue));
    String host = System.getenv().getOrDefault("HEADSTART_TEST_HOST", "127.0.0.1");
    settings.put("HEADSTART_DISPATCH_LAUNCHER", "kubernetes");
    settings.put("HEADSTART_DISPATCH_WORKER_URL", "http://" + host + ":" + port);
    settings.put("HEADSTART_DEMO_ENABLED", "false");
    return settings;
  }
}
