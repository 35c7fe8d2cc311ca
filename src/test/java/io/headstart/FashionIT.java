package io.headstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.platform.HomeFolder;
import io.headstart.testsupport.Owner;
import io.headstart.testsupport.PackagedProgram;
import io.headstart.testsupport.RealServices;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine on real photos, by a real run through the real queue, all by the defaults. */
class FashionIT {
  @TempDir Path folder;

  private final HomeFolder home = RealServices.freshHome();

  @Test
  void aNewHeadOnFrozenBlocksTellsClothesApart() throws Exception {
    try (PackagedProgram program =
        PackagedProgram.start(
                home.root(), PackagedProgram.freePort(), Map.of("HEADSTART_DEMO_ENABLED", "false"))
            .awaitReady()) {
      Owner owner = Owner.setUp(program, home.root());
      Path photos = folder.resolve("fashion-items.zip");
      try (InputStream sample = FashionIT.class.getResourceAsStream("/samples/fashion-items.zip")) {
        Files.copy(sample, photos);
      }
      long dataset = owner.accepted(photos);
      JsonNode ended = owner.awaitSuccess(owner.start(Map.of("dataset", dataset)));
      System.out.println(ended.at("/verdict/words").asText() + " " + ended.at("/result/seconds"));

      assertEquals("mobilenet-v2-coco", ended.get("baseModel").asText());
      assertEquals(400, ended.at("/result/test/total").asLong());
      assertTrue(ended.at("/result/test/correct").asLong() > 280, ended.toString());
      assertEquals("HELPED", ended.at("/verdict/answer").asText());
      assertTrue(
          ended.at("/verdict/words").asText().contains("colour histogram + logistic regression"),
          ended.toString());
      assertEquals(1000, ended.at("/result/prefixExamples").asLong(), "each photo once");
    }
  }
}
