package io.headstart.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.testsupport.QueueProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on the embedded store, and on a real MinIO where MINIO_ENDPOINT names one. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class ObjectStoreTest {
  @Inject ObjectStore store;

  private final UUID team = UUID.randomUUID();

  @Test
  void whatWasWrittenIsReadBackWithItsSize() throws IOException {
    ObjectKey key = ObjectKey.ofTeam(team, "datasets/a/upload.csv");
    store.put(key, new ByteArrayInputStream("text,label\n".getBytes(UTF_8)), "text/csv");
    assertEquals(11, store.stat(key).orElseThrow().size());
    try (InputStream content = store.get(key).orElseThrow()) {
      assertEquals("text,label\n", new String(content.readAllBytes(), UTF_8));
    }
  }

  @Test
  void aLargeFileGoesInPartsAndAnyRangeIsReadBack(@TempDir Path folder) throws IOException {
    byte[] bytes = new byte[23 << 20];
    new Random(7).nextBytes(bytes);
    Path file = Files.write(folder.resolve("model.onnx"), bytes);
    ObjectKey key = ObjectKey.ofCatalog("test-" + team + "/model.onnx");
    store.put(key, file, "application/octet-stream");
    assertEquals(bytes.length, store.stat(key).orElseThrow().size());
    try (InputStream whole = store.get(key).orElseThrow()) {
      assertArrayEquals(bytes, whole.readAllBytes());
    }
    try (InputStream range = store.get(key, (20 << 20) - 3, 7).orElseThrow()) {
      byte[] expected = java.util.Arrays.copyOfRange(bytes, (20 << 20) - 3, (20 << 20) + 4);
      assertArrayEquals(expected, range.readAllBytes());
    }
    store.delete(key);
  }

  @Test
  void anEmptyFileIsAnObjectToo(@TempDir Path folder) throws IOException {
    ObjectKey key = ObjectKey.ofTeam(team, "empty");
    store.put(key, Files.createFile(folder.resolve("empty")), "text/plain");
    assertEquals(0, store.stat(key).orElseThrow().size());
  }

  @Test
  void whatIsNotThereIsEmptyAndMayBeDeleted() {
    ObjectKey key = ObjectKey.ofTeam(team, "nowhere");
    assertEquals(Optional.empty(), store.stat(key));
    assertTrue(store.get(key).isEmpty());
    store.delete(key);
  }

  @Test
  void aFolderIsListedAndDeletedWithoutItsNeighbour() {
    for (String name : List.of("runs/1/b", "runs/1/a", "runs/1/deep/c", "runs/10/a")) {
      store.put(ObjectKey.ofTeam(team, name), new ByteArrayInputStream(new byte[] {1}), "x/y");
    }
    ObjectKey folder = ObjectKey.ofTeam(team, "runs/1");
    assertEquals(
        List.of(folder.below("a"), folder.below("b"), folder.below("deep/c")),
        store.list(folder).stream().map(StoredObject::key).toList());
    store.deleteBelow(folder);
    assertEquals(List.of(), store.list(folder));
    assertEquals(1, store.list(ObjectKey.ofTeam(team, "runs/10")).size());
  }

  @Test
  void aKeyCannotLeaveItsTeam() {
    for (String path : List.of("../x", "a/../b", "a//b", "", "a/", "a b", "ä", ".hidden")) {
      assertThrows(IllegalArgumentException.class, () -> ObjectKey.ofTeam(team, path), path);
    }
    assertThrows(IllegalArgumentException.class, () -> new ObjectKey("other/a"));
    assertTrue(ObjectKey.ofTeam(team, "a").belongsTo(team));
  }
}
