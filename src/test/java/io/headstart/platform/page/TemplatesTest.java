package io.headstart.platform.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Qute accepts in a template and nevertheless is a mistake. */
class TemplatesTest {
  private static final Path TEMPLATES = Path.of("ui/templates");

  /** A section's parameters up to the first brace inside quotes. */
  private static final Pattern EXPRESSION_IN_QUOTES =
      Pattern.compile(
          "\\{#\\w+(?:[^\"'{}]|\"[^\"{]*\"|'[^'{]*')*(?:\"[^\"{]*|'[^'{]*)(?<!\\\\)\\{");

  private static final Pattern INLINE_STYLE = Pattern.compile("<[a-z][^>]*\\s(style|on[a-z]+)=");

  @Test
  void noParameterHoldsAnExpressionInsideQuotes() throws IOException {
    assertEquals(
        List.of(),
        found(EXPRESSION_IN_QUOTES),
        "Qute takes it as it stands; write str:concat('/teams/', slug)");
  }

  @Test
  void noElementHasAnInlineStyleOrScript() throws IOException {
    assertEquals(List.of(), found(INLINE_STYLE), "the content security policy refuses it");
  }

  private static List<String> found(Pattern mistake) throws IOException {
    try (Stream<Path> files = Files.walk(TEMPLATES)) {
      return files.filter(Files::isRegularFile).flatMap(file -> found(mistake, file)).toList();
    }
  }

  private static Stream<String> found(Pattern mistake, Path file) {
    try {
      String text = Files.readString(file).replaceAll("(?s)\\{!.*?!\\}", "");
      return mistake.matcher(text).results().map(found -> file + ": " + found.group());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
