package io.headstart.testsupport;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an image is made of: the folder that the build has assembled, and from its Dockerfile the
 * command and the variables, with the folders of this machine in place of the image's own.
 */
public record ImageFolder(String name) {
  private static final Path FOLDERS = Path.of("target", "images").toAbsolutePath();
  private static final Pattern VARIABLE = Pattern.compile("([A-Z_]+)=(\\S+)");
  private static final String COMMAND = "ENTRYPOINT ";
  private static final String VARIABLES = "ENV ";

  /** Where the build has put it. */
  public Path folder() {
    return FOLDERS.resolve(name);
  }

  /** The command that the image starts, without arguments. */
  public List<String> command() {
    try {
      String[] parts =
          new ObjectMapper()
              .readValue(instruction(COMMAND).findFirst().orElseThrow(), String[].class);
      parts[0] = Path.of(System.getProperty("java.home"), "bin", parts[0]).toString();
      return Stream.of(parts).map(ImageFolder::here).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The variables that the image sets. */
  public Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    instruction(VARIABLES)
        .forEach(
            line -> {
              Matcher variable = VARIABLE.matcher(line);
              while (variable.find()) {
                variables.put(variable.group(1), here(variable.group(2)));
              }
            });
    return variables;
  }

  /** The text of the Dockerfile, lines that go on put together. */
  public String dockerfile() {
    try {
      return Files.readString(Path.of("k8s", "images", name, "Dockerfile"))
          .replaceAll("\\\\\n\\s*", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<String> instruction(String word) {
    return dockerfile()
        .lines()
        .filter(line -> line.startsWith(word))
        .map(line -> line.substring(word.length()));
  }

  private static String here(String text) {
    return text.replace("/opt/headstart-worker/", FOLDERS.resolve("worker-cpu") + "/")
        .replace("/opt/headstart/", FOLDERS.resolve("control-plane") + "/");
  }
}
