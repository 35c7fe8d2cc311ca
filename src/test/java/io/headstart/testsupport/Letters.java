package io.headstart.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Short made letters of two kinds, as a CSV file with columns {@code message} and {@code kind}. */
public final class Letters {
  private static final List<String> THINGS =
      List.of("lamp", "kettle", "bicycle", "jacket", "keyboard", "tent", "guitar", "mirror");
  private static final List<String> PEOPLE =
      List.of("my sister", "our office", "a neighbour", "the school", "my father", "the club");
  private static final List<String> ORDERS =
      List.of(
          "Please send one %s to %s before Friday",
          "I would like to buy a %s for %s",
          "How much is the %s that %s saw in your window",
          "Do you still have the %s in blue, %s asks");
  private static final List<String> COMPLAINTS =
      List.of(
          "The %s for %s arrived broken and nobody answers",
          "I want my money back: the %s that %s got never worked",
          "This %s is a disappointment, %s is angry about it",
          "After two days the %s fell apart and %s had to throw it away");

  private Letters() {}

  /**
   * Writes a file.
   *
   * @param pairs rows of each kind, all of them different
   */
  public static Path write(Path file, int pairs) {
    List<String> lines = new ArrayList<>();
    lines.add("message,kind");
    Random random = new Random(7);
    for (int i = 0; i < pairs; i++) {
      lines.add(row(ORDERS, "order", i, random));
      lines.add(row(COMPLAINTS, "complaint", i, random));
    }
    try {
      return Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String row(List<String> forms, String kind, int number, Random random) {
    String text =
        forms
            .get(random.nextInt(forms.size()))
            .formatted(
                THINGS.get(random.nextInt(THINGS.size())),
                PEOPLE.get(random.nextInt(PEOPLE.size())));
    return "\"%s (letter %d)\",%s".formatted(text, number, kind);
  }
}
