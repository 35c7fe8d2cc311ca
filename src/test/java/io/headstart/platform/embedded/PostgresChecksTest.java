package io.headstart.platform.embedded;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.platform.HomeFolder;
import io.headstart.platform.StartRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresChecksTest {
  @TempDir Path folder;

  @Test
  void rootNeedsTheMeansToDropItsRights() {
    assertDoesNotThrow(() -> PostgresChecks.rightsCanBeDropped(true));
    StartRefused refused =
        assertThrows(StartRefused.class, () -> PostgresChecks.rightsCanBeDropped(false));
    assertTrue(refused.getMessage().contains("Start Headstart as another user"));
  }

  @Test
  void aDiskThatFillsUpDuringTheStartIsNamed() throws Exception {
    Path log = Files.writeString(folder.resolve("log"), "FATAL: No space left on device\n");
    StartRefused refused =
        PostgresChecks.explain(
            HomeFolder.open(folder.resolve("home")), log, new IllegalStateException("failed"));
    assertTrue(refused.getMessage().startsWith("The disk of "), refused.getMessage());
    assertTrue(refused.getMessage().contains("Free about 1 GB"), refused.getMessage());
  }

  @Test
  void anythingElseIsSaidInTheServersOwnWords() throws Exception {
    Path log = Files.writeString(folder.resolve("log"), "FATAL: lock file is bogus\n");
    StartRefused refused =
        PostgresChecks.explain(
            HomeFolder.open(folder.resolve("home")), log, new IllegalStateException("failed"));
    assertTrue(refused.getMessage().contains("FATAL: lock file is bogus"), refused.getMessage());
    assertTrue(refused.getMessage().contains(log.toString()), refused.getMessage());
  }

  @Test
  void aFileInThePlaceOfTheHomeFolderIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("home"), "");
    StartRefused refused = assertThrows(StartRefused.class, () -> HomeFolder.open(file));
    assertTrue(refused.getMessage().contains("HEADSTART_HOME"), refused.getMessage());
  }
}
