package io.headstart.testsupport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A browser window that remembers what the console said and can be asked whether its page is clean.
 */
public final class Window implements AutoCloseable {
  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");
  private static final Path PICTURES = Path.of("target/screens");

  private final BrowserContext context;
  private final Page page;
  private final List<String> console = new ArrayList<>();

  Window(BrowserContext context) {
    this.context = context;
    page = context.newPage();
    page.onConsoleMessage(message -> console.add(message.type() + ": " + message.text()));
    page.onPageError(fault -> console.add("fault: " + fault));
  }

  /** The page shown, for everything that Playwright can do. */
  public Page page() {
    return page;
  }

  /**
   * What the console said since the window was opened, faults of scripts and of the policy
   * included.
   */
  public List<String> console() {
    return List.copyOf(console);
  }

  /**
   * Fails unless axe finds nothing (WCAG 2.2 AA and best practice), nothing is wider than the
   * window and the console is silent. A picture of the page is kept in {@code
   * target/screens/<name>.png}.
   */
  public void assertClean(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
    List<String> found =
        new AxeBuilder(page)
            .withTags(RULES).analyze().getViolations().stream()
                .map(
                    v -> v.getId() + " " + v.getNodes().stream().map(CheckedNode::getHtml).toList())
                .toList();
    assertEquals(List.of(), found, name + ": axe");
    assertEquals(
        0,
        page.evaluate("document.documentElement.scrollWidth - innerWidth"),
        name + ": wider than the window, in pixels");
    assertEquals(List.of(), console, name + ": console");
  }

  @Override
  public void close() {
    context.close();
  }
}
