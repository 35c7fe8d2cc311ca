package io.headstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.testsupport.Await;
import io.headstart.testsupport.Docker;
import io.headstart.testsupport.Letters;
import io.headstart.testsupport.Owner;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docker-compose.yml} as README starts it: with the ports that it names, and nothing set.
 */
class ComposeDockerIT {
  private static final URI PAGE = URI.create("http://localhost:8080/");
  private static final Pattern LINK = Pattern.compile("http://localhost:8080(/setup/\\S+)");

  @TempDir Path folder;

  /** Without what it stores: a test begins with nothing and leaves nothing. */
  @AfterEach
  void forget() {
    compose("down", "--volumes").well();
  }

  @Test
  void oneCommandIsEnoughAndARunOutlivesItsServer() throws Exception {
    compose("up", "-d", "--build").well();
    Await.until("it answers", ComposeDockerIT::answers);
    Owner owner = Owner.setUp(PAGE, link());
    long dataset = owner.accepted(Letters.write(folder.resolve("letters.csv"), 100));
    long run =
        owner.start(Map.of("dataset", dataset, "frozenBlocks", 6, "epochs", 3, "batchSize", 4));
    owner.awaitRun(run, "training", at -> at.at("/progress/phase").asText().equals("training"));

    compose("restart", "headstart").well();
    Await.until("it answers again", ComposeDockerIT::answers);
    JsonNode ended = owner.awaitSuccess(run);
    assertEquals(2, ended.get("attempt").asInt(), ended.toString());
    Path model = folder.resolve("model.zip");
    owner.download(run, model);
    assertTrue(Files.size(model) > 80_000_000, "bytes: " + Files.size(model));
    assertEquals("10001", compose("exec", "-T", "headstart", "id", "-u").well().text());
  }

  private static URI link() {
    Matcher found = LINK.matcher(compose("logs", "--no-log-prefix", "headstart").well().text());
    assertTrue(found.find(), "no set-up link");
    return URI.create(found.group());
  }

  private static boolean answers() {
    try {
      HttpURLConnection asked =
          (HttpURLConnection) PAGE.resolve("/q/health/ready").toURL().openConnection();
      return asked.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static Docker.Said compose(String... words) {
    return Docker.run(
        Stream.concat(Stream.of("compose", "-p", "headstart-it"), Stream.of(words))
            .toArray(String[]::new));
  }
}
