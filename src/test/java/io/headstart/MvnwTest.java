package io.headstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build's first words to somebody whose Java does not fit. */
class MvnwTest {
  @TempDir Path folder;

  @Test
  void aJavaTooOldIsNamedWithTheWayOut() throws Exception {
    assertSays("Java 11 is too old. Install a JDK 17 or newer", "openjdk version \"11.0.2\" 2019");
    assertSays("Java 8 is too old. Install a JDK 17 or newer", "java version \"1.8.0_291\"");
  }

  @Test
  void aMissingJavaIsNamedWithTheWayOut() throws Exception {
    Process process = mvnw(folder.resolve("nowhere"));
    assertTrue(error(process).contains("no Java found"), "says it");
    assertEquals(1, process.waitFor());
  }

  private void assertSays(String expected, String version) throws Exception {
    Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\ncat >&2 <<'E'\n" + version + "\nE\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Process process = mvnw(folder);
    assertTrue(error(process).contains(expected), expected);
    assertEquals(1, process.waitFor());
  }

  private static Process mvnw(Path javaHome) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", "mvnw", "-v");
    builder.environment().put("JAVA_HOME", javaHome.toString());
    return builder.start();
  }

  private static String error(Process process) throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
