package io.headstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headstart.platform.HomeFolder;
import io.headstart.platform.embedded.EmbeddedServices;
import io.headstart.platform.embedded.StartLog;
import io.headstart.testsupport.PackagedProgram;
import io.headstart.testsupport.RealServices;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Starts and ends of the packaged program, as a process, with its embedded services. */
public class StartIT {
  private final HomeFolder home = RealServices.freshHome();

  @Test
  void aSecondStartFindsEverythingAndSoDoesOneAfterKill9() throws Exception {
    String key;
    String ports;
    try (PackagedProgram first = PackagedProgram.start(home.root()).awaitReady()) {
      assertTrue(first.text().contains("making the database"), first.text());
      assertEquals(200, health(first));
      key = Files.readString(home.root().resolve("key"));
      ports = Files.readString(home.root().resolve("ports"));
      assertRefused(
          "Another Headstart server uses the home folder", PackagedProgram.start(home.root()));
      assertRefused(
          "Port " + first.page().getPort() + " is taken",
          PackagedProgram.start(RealServices.freshHome().root(), first.page().getPort(), Map.of()));
      URI earlier = URI.create(Files.readString(home.root().resolve("setup-link")).trim());
      assertEquals(200, status(earlier));
      URI madeBeside = first.page().resolve(newLink().getPath());
      assertEquals(200, status(madeBeside), "made beside the running server");
      assertEquals(404, status(earlier), "a new link kills the old");
    }
    assertEquals(List.of(), postgres(), "nothing runs on after SIGTERM");

    URI madeAtRest = newLink();
    assertEquals(List.of(), postgres(), "nothing runs on after reset-admin");
    PackagedProgram second = PackagedProgram.start(home.root()).awaitReady();
    assertEquals(200, status(second.page().resolve(madeAtRest.getPath())));
    assertFalse(second.text().contains("making the database"), second.text());
    assertEquals(key, Files.readString(home.root().resolve("key")));
    assertEquals(ports, Files.readString(home.root().resolve("ports")));
    second.process().destroyForcibly();
    second.awaitEnd();
    assertEquals(1, postgres().size(), "PostgreSQL outlives a kill -9");

    long begun = System.nanoTime();
    try (PackagedProgram third = PackagedProgram.start(home.root()).awaitReady()) {
      System.out.println("start after kill -9: " + Duration.ofNanos(System.nanoTime() - begun));
      assertTrue(third.text().contains("an earlier start left behind"), third.text());
      assertEquals(200, health(third));
      begun = System.nanoTime();
    }
    System.out.println("stop: " + Duration.ofNanos(System.nanoTime() - begun));
    assertEquals(List.of(), postgres());
  }

  @Test
  void theHomeFolderIsClosedToOthers() throws Exception {
    home.key();
    for (Path path : List.of(home.root(), home.objects(), home.root().resolve("key"))) {
      String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
      assertTrue(rights.endsWith("------"), path + " " + rights);
    }
  }

  @Test
  void dataOfAnotherPostgresVersionAreLeftAlone() throws Exception {
    Files.createDirectories(home.database());
    Files.writeString(home.database().resolve("PG_VERSION"), "17\n");
    assertRefused(
        "were written by PostgreSQL 17, this Headstart brings PostgreSQL 18",
        PackagedProgram.start(home.root()));
    assertEquals("17\n", Files.readString(home.database().resolve("PG_VERSION")));
  }

  @Test
  void anotherKeyThanTheDatasIsNamedAtOnce() throws Exception {
    Files.writeString(home.root().resolve("database-key-mark"), "of another key\n");
    assertRefused("belong to another installation key", PackagedProgram.start(home.root()));
  }

  @Test
  void aSettingThatNobodyReadsStopsTheStart() throws Exception {
    assertRefused(
        "There is no setting headstart.stroage.bucket",
        PackagedProgram.start(home.root(), "-Dheadstart.stroage.bucket=x"));
    PackagedProgram inARoom = PackagedProgram.start(home.root(), "-Dheadstart.storage.bukket=x");
    assertEquals(1, inARoom.awaitEnd());
    assertTrue(inARoom.text().contains("headstart.storage.bukket"), inARoom.text());
    assertEquals(List.of(), postgres(), "what was started is stopped again");
  }

  @Test
  void aFullDiskIsNamed() throws Exception {
    assumeTrue(
        new ProcessBuilder("unshare", "-rm", "true").start().waitFor() == 0,
        "a small file system can't be mounted here: unshare -rm is refused");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder small =
        new ProcessBuilder(
            "unshare",
            "-rm",
            "sh",
            "-c",
            "mount -t tmpfs -o size=40m tmpfs \"$1\" && exec \"$2\" -jar \"$3\"",
            "sh",
            home.root().toString(),
            java,
            System.getProperty("headstart.app"));
    small.environment().put("HEADSTART_HOME", home.root().toString());
    small.environment().put("QUARKUS_HTTP_PORT", "" + PackagedProgram.freePort());
    Process process = small.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, process.waitFor(), text);
    assertTrue(text.contains("The disk of " + home.root() + " is full: "), text);
    assertTrue(text.contains("Free about 1 GB"), text);
  }

  @Test
  void rootWithoutTheMeansToDropItsRightsIsToldSo() throws Exception {
    if ("root".equals(System.getProperty("user.name"))) {
      assertRefused(
          "PostgreSQL does not run as root, and this machine does not let root drop its rights",
          PackagedProgram.start(
              home.root(), PackagedProgram.freePort(), Map.of("PATH", "/nonexistent")));
    }
  }

  @Test
  void migrateSaysWhatItLacks() throws Exception {
    assertRefused(
        "The setting headstart.database.url is missing",
        PackagedProgram.start(home.root(), "migrate"));
  }

  @Test
  void migrateNamesAPasswordThatTheDatabaseRefuses() throws Exception {
    try (EmbeddedServices services =
        new EmbeddedServices(home, home.key(), new StartLog(System.out))) {
      services.startDatabase();
      PackagedProgram migrate =
          PackagedProgram.start(
              RealServices.freshHome().root(),
              PackagedProgram.freePort(),
              Map.of(
                  "HEADSTART_DATABASE_URL",
                  services.settings().get("headstart.database.url"),
                  "HEADSTART_DATABASE_OWNER_PASSWORD",
                  "wrong"),
              "migrate");
      assertRefused("can't be used as hs_owner (FATAL: password authentication failed", migrate);
      assertFalse(migrate.text().contains("SQL State"), migrate.text());
    }
  }

  @Test
  void anUnreachableDatabaseOfOnesOwnIsNamed() throws Exception {
    assertRefused(
        "The database jdbc:postgresql://localhost:1/headstart can't be used as hs_app",
        PackagedProgram.start(
            home.root(),
            PackagedProgram.freePort(),
            Map.of(
                "HEADSTART_DATABASE_URL", "jdbc:postgresql://localhost:1/headstart",
                "HEADSTART_DATABASE_APP_PASSWORD", "x",
                "HEADSTART_DATABASE_SYSTEM_PASSWORD", "x")));
  }

  private static void assertRefused(String reason, PackagedProgram program)
      throws InterruptedException {
    assertEquals(1, program.awaitEnd(), program.text());
    assertTrue(program.text().contains("Headstart can't start. "), program.text());
    assertTrue(program.text().contains(reason), program.text());
    assertFalse(program.text().contains("\tat "), "no stack trace: " + program.text());
  }

  /** The link that the command prints and leaves in the home folder. */
  private URI newLink() throws Exception {
    PackagedProgram command = PackagedProgram.start(home.root(), "reset-admin");
    assertEquals(0, command.awaitEnd(), command.text());
    String link = Files.readString(home.root().resolve("setup-link")).trim();
    assertTrue(command.text().contains(link), command.text());
    return URI.create(link);
  }

  private static int health(PackagedProgram program) throws IOException, InterruptedException {
    return status(program.page().resolve("/q/health/ready"));
  }

  private static int status(URI address) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  /** The PostgreSQL servers that work in this test's folder; its children don't count. */
  private List<ProcessHandle> postgres() {
    return ProcessHandle.allProcesses()
        .filter(
            process -> process.info().commandLine().orElse("").contains("-D " + home.database()))
        .toList();
  }
}
