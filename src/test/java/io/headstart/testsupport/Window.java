package io.headstart.testsupport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A browser window that remembers what the console said and can be asked whether its page is clean.
 */
public final class Window implements AutoCloseable {
  /** A desk by day, and the narrowest phone in use by night. width: CSS pixels. */
  private static final List<Look> LOOKS =
      List.of(new Look(1440, ColorScheme.LIGHT), new Look(360, ColorScheme.DARK));

  private static final int HEIGHT = 900;

  /** The deepest elements that reach over the right edge, as their first characters. */
  private static final String WIDER =
      "[...document.body.querySelectorAll('*')]"
          + ".filter(e => e.getBoundingClientRect().right > innerWidth + 0.5)"
          + ".filter((e, i, all) => !all.some(o => o !== e && e.contains(o)))"
          + ".map(e => e.parentElement.className + ' > ' + e.outerHTML.slice(0, 120))";

  private static final Path PICTURES = Path.of("target/screens");

  private final BrowserContext context;
  private final Page page;
  private final List<String> console = new ArrayList<>();

  Window(BrowserContext context) {
    this.context = context;
    page = context.newPage();
    page.setDefaultTimeout(Chromium.PATIENCE);
    page.onConsoleMessage(message -> console.add(message.type() + ": " + message.text()));
    page.onPageError(fault -> console.add("fault: " + fault));
  }

  /** The page shown, for everything that Playwright can do. */
  public Page page() {
    return page;
  }

  /** From now on somebody is signed in, by the cookie of their session. */
  public Window signedIn(String address, String session) {
    context.addCookies(List.of(new Cookie("hs_session", session).setUrl(address)));
    return this;
  }

  /**
   * Opens an address from whatever page is shown. A page of something that goes on loads itself
   * anew when that ends, and if it does so just now, it wins over where the test goes; it does so
   * once only, so the second try comes through.
   */
  public void open(String address) {
    try {
      page.navigate(address);
    } catch (PlaywrightException e) {
      if (!String.valueOf(e.getMessage()).contains("net::ERR_ABORTED")) {
        throw e;
      }
      page.waitForLoadState();
      page.navigate(address);
    }
  }

  /**
   * What the console said since the window was opened, faults of scripts and of the policy
   * included.
   */
  public List<String> console() {
    return List.copyOf(console);
  }

  /**
   * Does something that opens a page with an error's status. Chromium writes one line to the
   * console for that answer; it must come and is left out of {@link #console}, and no other line
   * is.
   */
  public void expect(int status, Runnable act) {
    String line = "the server responded with a status of " + status;
    page.waitForConsoleMessage(
        new Page.WaitForConsoleMessageOptions().setPredicate(m -> m.text().contains(line)), act);
    console.remove(console.stream().filter(said -> said.contains(line)).findFirst().orElseThrow());
  }

  /**
   * Fails unless axe finds nothing (WCAG 2.2 AA and best practice), nothing is wider than the
   * window and the console is silent. A picture of the page is kept in {@code
   * target/screens/<name>.png} when it fails, or when {@code HEADSTART_TEST_SCREENS} is set: to
   * paint every page whole takes longer than to look for faults.
   */
  public void assertClean(String name) {
    assertEquals(List.of(), look(name), name);
  }

  /**
   * {@link #assertClean} wide in light and narrow in dark, without loading the page again: colours
   * depend on the scheme alone and places on the width alone, so these two show all of both.
   */
  public void assertCleanEverywhere(String name) {
    List<String> found = new ArrayList<>();
    for (Look look : LOOKS) {
      page.setViewportSize(look.width, HEIGHT);
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(look.scheme));
      settle();
      String full = name + "-" + look.width + "-" + look.scheme.name().toLowerCase(Locale.ROOT);
      look(full).forEach(fault -> found.add(full + ": " + fault));
    }
    assertEquals(List.of(), found);
  }

  private record Look(int width, ColorScheme scheme) {}

  /** Two frames: what scripts draw anew for a width or theme is drawn in the first. */
  private void settle() {
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
  }

  private List<String> look(String name) {
    List<String> faults = faults();
    if (!faults.isEmpty() || System.getenv("HEADSTART_TEST_SCREENS") != null) {
      page.screenshot(
          new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
    }
    return faults;
  }

  private List<String> faults() {
    List<String> faults = new ArrayList<>(console);
    faults.addAll(Axe.violations(page));
    Object over = page.evaluate("document.documentElement.scrollWidth - innerWidth");
    if (!Integer.valueOf(0).equals(over)) {
      faults.add("wider than the window by " + over + " pixels: " + page.evaluate(WIDER));
    }
    return faults;
  }

  @Override
  public void close() {
    context.close();
  }
}
