package io.headstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.platform.HomeFolder;
import io.headstart.testsupport.Await;
import io.headstart.testsupport.EmbeddedParts;
import io.headstart.testsupport.Letters;
import io.headstart.testsupport.Owner;
import io.headstart.testsupport.PackagedProgram;
import io.headstart.testsupport.RealCluster;
import io.headstart.testsupport.RealServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Check, training and questions to the model as pods of a real cluster, under a packaged server
 * that has no more rights there than the Role gives.
 */
class WholeRunClusterIT {
  private static final String HELD = "select job_id from reservations where released_at is null";

  @TempDir Path folder;

  private final HomeFolder home = RealServices.homeWithModels();

  @Test
  void ownDataIsCheckedTrainedAndTriedByPodsAlsoWhenTheServerDiesInTheMiddle() throws Exception {
    int port = PackagedProgram.freePort();
    try (RealCluster cluster = new RealCluster()) {
      Map<String, String> settings = new HashMap<>(cluster.settings(folder, port));
      settings.put("HEADSTART_MODEL_TRY_IDLE", "5s"); // its worker ends before the test does
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
        Owner later = owner.at(second);
        JsonNode done = later.awaitSuccess(run);
        assertEquals(1, done.get("attempt").asInt(), done::toString);
        JsonNode said = later.asked(run, "The lamp arrived broken and nobody answers me");
        assertEquals("complaint", said.get("answer").asText(), said::toString);
        Await.until("the Jobs of check, run and questions end", () -> succeeded(cluster) == 3);
        Await.until("all slots are free", () -> parts().ask(HELD).isEmpty());
        parts().holdInvariants();
        assertTrue(!second.text().contains("hsa_"), "no token in the log");
      }
    }
  }

  private static long succeeded(RealCluster cluster) {
    return cluster.jobs().stream().filter(job -> job.getStatus().getSucceeded() != null).count();
  }

  private EmbeddedParts parts() {
    try {
      return new EmbeddedParts(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
