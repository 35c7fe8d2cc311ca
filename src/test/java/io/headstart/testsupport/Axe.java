package io.headstart.testsupport;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Asks axe what is wrong with a page. The library's own {@link AxeBuilder} hands its half a
 * megabyte to the page at every question and has everything that is right written down and sent
 * back; a page that is asked at several widths gets it once here, and answers with what is wrong.
 */
final class Axe {
  /** WCAG 2.2 AA and best practice. */
  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  private static final String RUN =
      """
      options => axe.run(document, options).then(found => found.violations
        .map(v => v.id + ' ' + JSON.stringify(v.nodes.map(n => n.html))))""";

  private static final String SOURCE = source();

  private Axe() {}

  /** Each rule that is broken, with the elements that break it; empty when none is. */
  static List<String> violations(Page page) {
    if (Boolean.FALSE.equals(page.evaluate("typeof axe === 'object'"))) {
      page.evaluate(SOURCE);
    }
    Object found =
        page.evaluate(
            RUN,
            Map.of(
                "runOnly", Map.of("type", "tag", "values", RULES),
                // The style sheets once more, for a rule that is none of these.
                "preload", false,
                "resultTypes", List.of("violations")));
    return ((List<?>) found).stream().map(Object::toString).toList();
  }

  private static String source() {
    try (InputStream script = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
