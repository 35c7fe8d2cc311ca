package io.headstart.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.dispatch.Invariants;
import io.headstart.testsupport.QueueProfile;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tries every resource method as everybody, on own, foreign and missing things. What must come back
 * stands in {@code access-matrix.txt}; when it doesn't, the table as it is now lies in {@code
 * target/access-matrix.txt}, to be looked at and, if it's right, taken over.
 */
@QuarkusTest
@TestProfile(QueueProfile.class)
class AccessMatrixTest {
  private static final Path EXPECTED = Path.of("src/test/resources/access-matrix.txt");
  private static final Path ACTUAL = Path.of("target/access-matrix.txt");

  @TestHTTPResource("/")
  URI server;

  /** Names that stand for nothing of a team's: the catalogue, a word, a part of another name. */
  private static final Set<String> NO_TEAMS = Set.of("model", "attempt", "form");

  private static final Set<String> LAST_ACTS = Set.of("/sign-out", "/teams/{team}/members/leave");

  @Inject Instance<Scene> scenes;

  @Inject Invariants invariants;

  private final List<Scene> opened = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();

  @Test
  void everyMethodAnswersEverybodyAsTheTableSays() throws Exception {
    Map<String, List<String>> expected = expected();
    Map<String, List<String>> actual = new LinkedHashMap<>();
    List<Operation> operations = Operation.all();
    Scene shared = scene();
    for (Operation operation : operations) {
      // Whoever has signed out or left is nobody from then on.
      boolean last = LAST_ACTS.contains(operation.path());
      Scene scene = last ? scene() : shared;
      actual.put(operation.key(), row(scene, operation));
    }
    write(actual);
    TreeSet<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(actual.keySet());
    for (String key : keys) {
      if (!actual.containsKey(key)) {
        wrong.add(key + ": stands in the table, but there is no such method");
      } else if (!expected.containsKey(key)) {
        wrong.add(key + ": has no row in the table");
      } else if (!expected.get(key).equals(actual.get(key))) {
        wrong.add(key + ": expected " + expected.get(key) + ", got " + actual.get(key));
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(operations.size() >= 20, "reflection found the methods");
  }

  private Scene scene() {
    Scene scene = scenes.get();
    opened.add(scene);
    return scene;
  }

  @AfterEach
  void end() {
    opened.forEach(Scene::end);
    assertEquals(List.of(), invariants.violations());
  }

  private List<String> row(Scene scene, Operation operation)
      throws IOException, InterruptedException {
    List<String> row = new ArrayList<>();
    for (Caller caller : Caller.values()) {
      Map<String, String> ids = scene.own(operation, caller);
      Answer own = scene.call(server, operation, caller, ids);
      row.add(own.word());
      for (String name : operation.names()) {
        compare(scene, operation, caller, ids, name, own);
      }
    }
    return row;
  }

  /** What is another team's must look exactly like what never was. */
  private void compare(
      Scene scene,
      Operation operation,
      Caller caller,
      Map<String, String> ids,
      String name,
      Answer own)
      throws IOException, InterruptedException {
    if (operation.path().startsWith("/admin/")
        || operation.path().startsWith("/setup/")
        || operation.path().startsWith("/join/")
        || NO_TEAMS.contains(name)) {
      return; // nothing there belongs to a team
    }
    boolean theirs = caller == Caller.OTHER || caller == Caller.ALIEN;
    if (theirs && (name.equals("team") || operation.isWorkers())) {
      return; // for them the foreign thing is their own
    }
    Map<String, String> strange = scene.withForeign(ids, name);
    Map<String, String> none = scene.withMissing(ids, name);
    Answer foreign = scene.call(server, operation, caller, strange);
    Answer missing = scene.call(server, operation, caller, none);
    String at = operation.key() + " as " + caller + ", {" + name + "}";
    if (!foreign.equals(missing)) {
      wrong.add(at + ": foreign " + foreign + " isn't missing " + missing);
    }
    if (own.isLet() && foreign.isLet()) {
      wrong.add(at + ": a foreign thing was answered with " + foreign.word());
    }
  }

  private static Map<String, List<String>> expected() throws IOException {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    if (Files.exists(EXPECTED)) {
      for (String line : Files.readAllLines(EXPECTED)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] cells = line.strip().split("\\s+");
          rows.put(cells[0] + " " + cells[1], Arrays.asList(cells).subList(2, cells.length));
        }
      }
    }
    return rows;
  }

  private static void write(Map<String, List<String>> rows) throws IOException {
    String head =
        "# own things; door = to the sign-in page\n# "
            + Stream.of(Caller.values())
                .map(c -> c.name().toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining(" "))
            + "\n";
    Files.writeString(
        ACTUAL,
        head
            + rows.entrySet().stream()
                .map(
                    row ->
                        String.format("%-72s %s%n", row.getKey(), String.join(" ", row.getValue())))
                .collect(Collectors.joining()));
  }
}
