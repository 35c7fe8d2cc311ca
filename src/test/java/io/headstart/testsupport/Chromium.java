package io.headstart.testsupport;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The system's Chromium, driven by Playwright. A machine without one skips the test and says how to
 * get it; {@code HEADSTART_TEST_BROWSER} names another program.
 */
public final class Chromium implements AutoCloseable {
  /** This machine by a name that browsers don't trust as they do localhost. */
  public static final String ELSEWHERE = "headstart.test";

  private final Playwright playwright;
  private final Browser browser;

  /** Milliseconds that a page may take to become as asserted; build machines are slow. */
  static final double PATIENCE = 90_000;

  private Chromium(Path program) {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--host-resolver-rules=MAP " + ELSEWHERE + " 127.0.0.1")));
  }

  /** Starts one; close it when the tests of the class are done. */
  public static Chromium open() {
    Optional<Path> program = program();
    Assumptions.assumeTrue(
        program.isPresent(),
        "no Chromium found: install it (Debian: apt-get install chromium) or name one in"
            + " HEADSTART_TEST_BROWSER");
    return new Chromium(program.get());
  }

  private static Optional<Path> program() {
    String named = System.getenv("HEADSTART_TEST_BROWSER");
    return Stream.concat(
            Stream.ofNullable(named),
            Stream.of(
                // The same engine without a window: it paints for nobody.
                "/usr/bin/chromium-headless-shell",
                "/usr/bin/chromium",
                "/usr/bin/chromium-browser",
                "/usr/bin/google-chrome",
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"))
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A window of a new visitor, without cookies. width: CSS pixels. */
  public Window window(int width, ColorScheme scheme) {
    return new Window(
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setColorScheme(scheme)
                // What moves without end is painted without end, by a processor.
                .setReducedMotion(ReducedMotion.REDUCE)
                .setIgnoreHTTPSErrors(true) // proxies of tests sign for themselves
                .setTimezoneId("Europe/Berlin")));
  }

  /** A window of a new visitor whose browser runs no script. */
  public Window windowWithoutScript() {
    return new Window(
        browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false)));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
