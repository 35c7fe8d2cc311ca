package io.headstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Holds docker-compose.yml against the files, services and settings that it names. */
class ComposeTest {
  private static final Path FILE = Path.of("docker-compose.yml");
  private static final Set<String> KNOWN =
      Set.of(
          "image",
          "build",
          "command",
          "init",
          "depends_on",
          "environment",
          "ports",
          "volumes",
          "healthcheck",
          "profiles",
          "deploy",
          "stop_grace_period",
          "restart");
  private static final Pattern ROW =
      Pattern.compile("^\\| `(headstart\\.[^`]+)`", Pattern.MULTILINE);

  private final Map<String, Object> compose = compose();
  private final Map<String, Map<String, Object>> services = of(compose, "services");

  @Test
  void everythingThatServicesNameIsThere() {
    services.forEach(
        (name, service) -> {
          assertEquals(Set.of(), minus(service.keySet(), KNOWN), name);
          of(service, "depends_on").keySet().forEach(it -> assertTrue(services.containsKey(it)));
          Map<String, String> build = of(service, "build");
          if (!build.isEmpty()) {
            Path file = Path.of(build.get("context")).resolve(build.get("dockerfile")).normalize();
            assertTrue(Files.exists(file), file::toString);
          }
          for (Object volume : (List<?>) service.getOrDefault("volumes", List.of())) {
            String from = volume.toString().split(":", 2)[0];
            assertTrue(
                from.startsWith("./")
                    ? Files.exists(Path.of(from))
                    : of(compose, "volumes").containsKey(from),
                from);
          }
        });
  }

  @Test
  void variablesAreSettingsAndOnlyMigrateKnowsTheOwnersPassword() throws IOException {
    Set<String> settings = new TreeSet<>();
    Matcher row = ROW.matcher(Files.readString(Path.of("README.md")));
    while (row.find()) {
      settings.add(row.group(1).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"));
    }
    services.forEach(
        (name, service) -> {
          Set<String> ours = new TreeSet<>(of(service, "environment").keySet());
          ours.removeIf(variable -> !variable.startsWith("HEADSTART_"));
          assertEquals(Set.of(), minus(ours, settings), name);
          assertEquals(
              name.equals("migrate"), ours.contains("HEADSTART_DATABASE_OWNER_PASSWORD"), name);
        });
  }

  @Test
  void passwordsOnBothSidesAreTheSame() {
    Map<String, String> database = of(services.get("postgres"), "environment");
    Map<String, String> store = of(services.get("minio"), "environment");
    Map<String, String> server = of(services.get("headstart"), "environment");
    assertEquals(database.get("HS_APP_PASSWORD"), server.get("HEADSTART_DATABASE_APP_PASSWORD"));
    assertEquals(
        database.get("HS_SYSTEM_PASSWORD"), server.get("HEADSTART_DATABASE_SYSTEM_PASSWORD"));
    assertEquals(store.get("MINIO_ROOT_USER"), server.get("HEADSTART_STORAGE_ACCESS_KEY"));
    assertEquals(store.get("MINIO_ROOT_PASSWORD"), server.get("HEADSTART_STORAGE_SECRET_KEY"));
    assertEquals(
        database.get("HS_OWNER_PASSWORD"),
        of(services.get("migrate"), "environment").get("HEADSTART_DATABASE_OWNER_PASSWORD"));
    assertEquals(server, of(services.get("headstart-gpu"), "environment"));
  }

  @Test
  void withoutAWordOneOfTheServersIsStarted() throws IOException {
    String chosen = Files.readString(Path.of(".env")).strip().replace("COMPOSE_PROFILES=", "");
    assertEquals(List.of(chosen), services.get("headstart").get("profiles"));
    assertFalse(services.get("headstart-gpu").get("profiles").toString().contains(chosen));
  }

  private static Set<String> minus(Set<String> names, Set<String> known) {
    Set<String> rest = new TreeSet<>(names);
    rest.removeAll(known);
    return rest;
  }

  private static Map<String, Object> compose() {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    try (var reader = Files.newBufferedReader(FILE)) {
      return new Yaml(strict).load(reader);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> Map<String, T> of(Map<String, ?> map, String name) {
    return (Map<String, T>) (map.containsKey(name) ? map.get(name) : Map.of());
  }
}
