package io.headstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headstart.run.evidence.PairedCounts;
import io.headstart.testsupport.Owner;
import io.headstart.testsupport.SharedProgram;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine on real mails, by a real run through the real queue. */
public class SpamIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void aNewHeadOnFrozenBlocksTellsSpamFromHam() throws Exception {
    Owner owner = SharedProgram.get().owner();
    Path mails = folder.resolve("mails.csv");
    try (InputStream sample = SpamIT.class.getResourceAsStream("/samples/spam-or-ham.csv")) {
      Files.copy(sample, mails);
    }
    long dataset = owner.accepted(mails);
    long run =
        owner.start(
            Map.of(
                "dataset",
                dataset,
                "frozenBlocks",
                7,
                "epochs",
                6,
                "headLearningRate",
                1e-2,
                "maxTokens",
                48));
    JsonNode ended = owner.awaitSuccess(run);
    System.out.println(ended.at("/verdict/words").asText() + " " + ended.at("/result/seconds"));

    PairedCounts counts = againstMajority(owner, run, ended.at("/result/majority"));
    assertTrue(counts.total() >= 120, counts.toString());
    assertTrue(counts.firstRight() > 0.85 * counts.total(), counts.toString());
    assertTrue(counts.mcnemar() < 0.001, counts.toString());
    assertEquals(800, ended.at("/result/prefixExamples").asLong(), "each mail once, in 6 epochs");
  }

  /** The run against answering one class always, which the worker counted too. */
  private static PairedCounts againstMajority(Owner owner, long run, JsonNode majority)
      throws Exception {
    String always = null;
    long both = 0;
    long onlyRun = 0;
    long onlyMajority = 0;
    long neither = 0;
    for (String line : owner.text("/runs/" + run + "/predictions?split=test").lines().toList()) {
      JsonNode said = JSON.readTree(line);
      String label = said.get("label").asText();
      always = always == null ? label : always;
      boolean right = said.get("predicted").asText().equals(label);
      if (label.equals(always)) {
        both += right ? 1 : 0;
        onlyMajority += right ? 0 : 1;
      } else {
        onlyRun += right ? 1 : 0;
        neither += right ? 0 : 1;
      }
    }
    PairedCounts counts = new PairedCounts(both, onlyRun, onlyMajority, neither);
    assertEquals(majority.get("total").asLong(), counts.total());
    assertEquals(majority.get("correct").asLong(), counts.secondRight(), "balanced classes");
    return counts;
  }
}
