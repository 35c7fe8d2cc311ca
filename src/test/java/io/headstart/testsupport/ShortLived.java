package io.headstart.testsupport;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Java processes of tests, with what {@code tests.java} of the build says of processes so short.
 */
public final class ShortLived {
  /** Options of Java; none where the build doesn't say. */
  static final List<String> OPTIONS =
      Arrays.stream(System.getProperty("tests.java", "").split(" "))
          .filter(option -> !option.isBlank())
          .toList();

  private ShortLived() {}

  /** The options as {@code JDK_JAVA_OPTIONS} takes them, where a test doesn't write the command. */
  public static String words() {
    return String.join(" ", OPTIONS);
  }

  /** The command that runs this test's Java with a largest heap such as {@code 256m}. */
  public static List<String> java(String heap, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.addAll(OPTIONS);
    command.addAll(List.of(arguments));
    return command;
  }
}
