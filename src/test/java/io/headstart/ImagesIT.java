package io.headstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headstart.platform.HomeFolder;
import io.headstart.platform.database.DatabaseCheck;
import io.headstart.platform.database.DatabaseRoles;
import io.headstart.platform.embedded.EmbeddedServices;
import io.headstart.platform.embedded.StartLog;
import io.headstart.testsupport.Await;
import io.headstart.testsupport.EmbeddedParts;
import io.headstart.testsupport.HalfRequest;
import io.headstart.testsupport.ImageFolder;
import io.headstart.testsupport.Letters;
import io.headstart.testsupport.Owner;
import io.headstart.testsupport.PackagedProgram;
import io.headstart.testsupport.RealServices;
import io.headstart.testsupport.ShortLived;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What images are made of, without Docker: the jars in each, and both programs started from their
 * folders by the commands and with the variables that the Dockerfiles name.
 */
class ImagesIT {
  private static final int SIGTERM = 128 + 15;
  private static final ImageFolder SERVER = new ImageFolder("control-plane");
  private static final ImageFolder WORKER = new ImageFolder("worker-cpu");

  @TempDir Path folder;

  /** A jar more is a decision: it stands in the list of its image, or it isn't there. */
  @ParameterizedTest
  @ValueSource(strings = {"control-plane", "worker-cpu", "worker-gpu"})
  void anImageHasExactlyTheJarsOfItsList(String image) throws IOException {
    Path written = Path.of("src/test/resources/images", image + ".txt");
    TreeSet<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(new ImageFolder(image).folder())) {
      files
          .map(Path::getFileName)
          .map(Path::toString)
          .filter(name -> name.endsWith(".jar"))
          .forEach(name -> found.add(name.replaceAll("-[0-9][0-9A-Za-z.-]*\\.jar$", "")));
    }
    assertEquals(Files.readString(written), String.join("\n", found) + "\n");
  }

  @Test
  void workersBesideTheServerAreStartedAsThoseOfTheirOwnImage() {
    ImageFolder both = new ImageFolder("one-machine");
    List<String> own = new ArrayList<>(WORKER.command());
    own.removeIf(part -> part.startsWith("-XX:"));
    List<String> beside =
        List.of(both.environment().get("HEADSTART_DISPATCH_LOCAL_COMMAND").split(","));
    assertEquals(own.subList(1, own.size()), beside.subList(1, beside.size()));
    WORKER
        .environment()
        .forEach((name, value) -> assertEquals(value, both.environment().get(name), name));
    assertEquals(withoutHeap(SERVER), withoutHeap(both));
  }

  private static List<String> withoutHeap(ImageFolder image) {
    List<String> command = new ArrayList<>(image.command());
    assertTrue(command.removeIf(part -> part.matches("-Xmx.*|-XX:MaxRAMPercentage=.*")));
    return command;
  }

  @Test
  void aServerThatIsToldNoAddressesSaysWhatItLacks() throws Exception {
    for (String[] command : new String[][] {{}, {"reset-admin"}}) {
      PackagedProgram alone = start(Map.of(), command);
      assertEquals(1, alone.awaitEnd(), alone.text());
      assertEquals(
          "Headstart can't start. This program brings no database and no object store of its own."
              + " Set HEADSTART_DATABASE_URL and HEADSTART_STORAGE_ENDPOINT to the addresses of"
              + " yours.",
          alone.text().lines().reduce((first, last) -> last).orElse(""));
    }
  }

  @Test
  void bothProgramsWorkFromTheirFoldersAndTheServerEndsGracefully() throws Exception {
    assumeTrue("Linux".equals(System.getProperty("os.name")), "images are for Linux");
    HomeFolder outside = RealServices.freshHome();
    try (EmbeddedServices services =
        new EmbeddedServices(outside, outside.key(), new StartLog(System.out))) {
      services.startDatabase();
      services.startStore();
      EmbeddedParts parts = new EmbeddedParts(outside);
      migrates(parts, outside);
      raisesTheEpoch(parts);
      Path cache = Files.createDirectories(folder.resolve("cache"));
      Map<String, String> settings = new TreeMap<>(parts.settings());
      settings.putAll(WORKER.environment());
      settings.put("DJL_CACHE_DIR", cache.toString());
      settings.put("HEADSTART_DEMO_ENABLED", "false");
      settings.put("HEADSTART_DISPATCH_LOCAL_COMMAND", String.join(",", WORKER.command()));
      HomeFolder home = HomeFolder.open(folder.resolve("home"));
      settings.put("HEADSTART_HOME", home.root().toString());
      aNewerSchemaIsRefused(outside, settings);
      try (PackagedProgram server = start(settings).awaitReady()) {
        Owner owner = Owner.setUp(server, home.root());
        long data = owner.accepted(Letters.write(folder.resolve("letters.csv"), 60));
        Map<String, Object> wanted =
            Map.of("baseModel", "minilm-l6", "dataset", data, "frozenBlocks", 6, "epochs", 1);
        owner.awaitSuccess(owner.start(wanted));
        assertEquals(0, cache.toFile().list().length, "the worker unpacked nothing");
        endsGracefully(server, owner, data);
      }
      assertEquals(
          List.of("QUEUED 0"),
          parts.ask("select state, attempt from jobs order by queued_at desc limit 1"),
          "what came while the server ended is there, and was not begun");
    }
  }

  private void migrates(EmbeddedParts parts, HomeFolder outside) throws Exception {
    Map<String, String> owners = new TreeMap<>(parts.settings());
    owners.put("HEADSTART_DATABASE_OWNER_PASSWORD", outside.key().password(DatabaseRoles.OWNER));
    PackagedProgram migrate = start(owners, "migrate");
    assertEquals(0, migrate.awaitEnd(), migrate.text());
    assertTrue(migrate.text().contains("the schema is up to date"), migrate.text());
  }

  /** As the CronJob of k8s/base runs it: with the password of hs_system and no other. */
  private void raisesTheEpoch(EmbeddedParts parts) throws Exception {
    Map<String, String> settings = new TreeMap<>(parts.settings());
    settings.remove("HEADSTART_DATABASE_APP_PASSWORD");
    settings.remove("HEADSTART_STORAGE_SECRET_KEY");
    PackagedProgram raises = start(settings, "raise-epoch");
    assertEquals(0, raises.awaitEnd(), raises.text());
    assertTrue(raises.text().contains("Headstart: epoch 2; workers from before"), raises.text());
  }

  /** As after a return to an older version: it must not write what the newer one can't read. */
  private void aNewerSchemaIsRefused(HomeFolder outside, Map<String, String> settings)
      throws Exception {
    DataSource owner =
        DatabaseCheck.as(
            DatabaseRoles.OWNER,
            String.valueOf(settings.get("HEADSTART_DATABASE_URL")),
            outside.key().password(DatabaseRoles.OWNER));
    try (Connection connection = owner.getConnection();
        Statement change = connection.createStatement()) {
      change.executeUpdate(
          """
          insert into flyway_schema_history (installed_rank, version, description, type, script,
            installed_by, execution_time, success)
          values (10000, '9999', 'of tomorrow', 'SQL', 'V9999__of_tomorrow.sql', 'x', 0, true)""");
      PackagedProgram older = start(settings);
      assertEquals(1, older.awaitEnd(), older.text());
      assertTrue(
          older.text().contains("is newer than this program (migrations that it doesn't know: 1)"),
          older.text());
      change.executeUpdate("delete from flyway_schema_history where version = '9999'");
    }
  }

  /** A request that is open at SIGTERM gets its answer, later ones are refused. */
  private static void endsGracefully(PackagedProgram server, Owner owner, long data)
      throws Exception {
    String body =
        "{\"baseModel\":\"minilm-l6\",\"dataset\":%d,\"frozenBlocks\":6,\"epochs\":1}"
            .formatted(data);
    try (HalfRequest open =
        HalfRequest.post(server.page(), "/api/v1/teams/demo/runs", owner.token(), body)) {
      server.process().destroy();
      Await.until("no longer ready", () -> health(server) != 200);
      assertTrue(server.process().isAlive(), "waits for the open request");
      assertEquals("HTTP/1.1 201 Created", open.finish());
    }
    assertEquals(SIGTERM, server.awaitEnd(), server.text());
  }

  private static int health(PackagedProgram server) {
    URI ready = server.page().resolve("/q/health/ready");
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(ready).build(), BodyHandlers.discarding())
          .statusCode();
    } catch (ConnectException closed) {
      return 0;
    } catch (IOException cut) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private PackagedProgram start(Map<String, String> settings, String... arguments) {
    List<String> command = new ArrayList<>(SERVER.command());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("HEADSTART_"));
    builder.environment().put("HEADSTART_HOME", folder.resolve("home").toString());
    builder.environment().put("JDK_JAVA_OPTIONS", ShortLived.words());
    builder.environment().putAll(settings);
    return PackagedProgram.start(builder, PackagedProgram.freePort());
  }
}
