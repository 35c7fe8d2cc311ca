package io.headstart.testsupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Python program of {@code src/test/resources/judge}, which knows nothing of Headstart. */
public final class Judge {
  private static final String PYTHON = "HEADSTART_TEST_PYTHON";

  private Judge() {}

  /**
   * Runs one and gives the lines that it prints; skips the test where there is no Python for it.
   *
   * @param program name of the file
   * @param input what it reads
   */
  public static List<String> says(String program, String input, String... arguments)
      throws IOException, InterruptedException {
    String python = System.getenv(PYTHON);
    assumeTrue(
        python != null,
        "set " + PYTHON + " to a Python with onnxruntime, tokenizers, safetensors and numpy");
    Path folder = Files.createTempDirectory("headstart-judge");
    List<String> command =
        new ArrayList<>(List.of(python, Path.of("src/test/resources/judge", program).toString()));
    command.addAll(List.of(arguments));
    Path answer = folder.resolve("answer.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Files.writeString(folder.resolve("input.txt"), input).toFile())
            .redirectOutput(answer.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertEquals(0, process.waitFor(), "exit code of " + program);
    return Files.readAllLines(answer);
  }
}
