package io.headstart.model.forms;

import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.protocol.Protocol;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.Judge;
import io.headstart.testsupport.RealWorker;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.restassured.response.ExtractableResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Has a real worker make the forms of a team's run 1, and judges what is downloaded. */
@ApplicationScoped
public class RealForms {
  private static final double TOLERANCE = 1e-4;

  @Inject HandMadeWorker hand;
  @Inject RealWorker real;

  /** Someone who knows no Headstart computes the stored probabilities from the folder alone. */
  public void sayTheSame(TestTeam team, Map<Long, String> texts, List<JsonNode> predictions)
      throws Exception {
    Path folder = Files.createTempDirectory("headstart-forms");
    try (ZipFile zip = new ZipFile(downloaded(team, "huggingface", folder).toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, file);
        }
      }
    }
    StringBuilder lines = new StringBuilder();
    for (JsonNode stored : predictions) {
      Map<String, String> line = Map.of("text", texts.get(stored.get("id").asLong()));
      lines.append(Protocol.json().writeValueAsString(line)).append('\n');
    }
    List<String> said = Judge.says("bert.py", lines.toString(), folder.toString());
    assertEquals(predictions.size(), said.size());
    for (int i = 0; i < said.size(); i++) {
      JsonNode shares = Protocol.json().readTree(said.get(i));
      JsonNode stored = predictions.get(i).get("probabilities");
      for (int k = 0; k < stored.size(); k++) {
        assertEquals(stored.get(k).asDouble(), shares.get(k).asDouble(), TOLERANCE);
      }
    }
  }

  /** The file opens, and has the head's tensors among others; pictures have no folder. */
  public void holdTheTensors(TestTeam team) throws Exception {
    Path folder = Files.createTempDirectory("headstart-forms");
    Path file = downloaded(team, "safetensors", folder);
    List<String> found = Judge.says("tensors.py", "", file.toString());
    assertTrue(found.get(0).contains("\"pt\""), found.get(0));
    assertTrue(
        found.stream().anyMatch(line -> line.startsWith("[\"headstart.head.weight\", \"float32\"")),
        found.toString());
    team.api(As.MEMBER)
        .post("/runs/1/forms/huggingface")
        .then()
        .statusCode(422)
        .body("problems[0].fix", containsString("safetensors"));
  }

  private Path downloaded(TestTeam team, String form, Path folder) throws Exception {
    team.api(As.MEMBER).post("/runs/1/forms/" + form).then().statusCode(202);
    real.does(hand.newest(team, Protocol.CONVERT));
    ExtractableResponse<?> there =
        team.api(As.VIEWER).get("/runs/1/forms/" + form).then().statusCode(200).extract();
    Path file = folder.resolve("download");
    try (InputStream in = URI.create(there.path("url")).toURL().openStream()) {
      Files.copy(in, file);
    }
    assertEquals(((Number) there.path("size")).longValue(), Files.size(file));
    return file;
  }
}
