package io.headstart.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.headstart.testsupport.Chromium;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.headstart.testsupport.Uploads;
import io.headstart.testsupport.Window;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Sends forms as a team's owner and reads the pages that answer: what is refused, and what is shown
 * this once.
 */
final class SentForms implements AutoCloseable {
  /** Posts what the page's own forms post, and what none of them lets anybody write. */
  private static final String POST =
      """
      ([path, values]) => {
        const form = document.createElement('form');
        const token = document.querySelector('input[name=csrf-token]');
        for (const [name, value] of [...Object.entries(values), [token.name, token.value]]) {
          const field = document.createElement('textarea');
          Object.assign(field, { name, value });
          form.append(field);
        }
        Object.assign(form, { method: 'post', action: path, hidden: true });
        document.body.append(form);
        form.submit();
      }""";

  private static final Pattern MAIL = Pattern.compile("[-0-9a-f]+@[a-z]+\\.[a-z]+");

  private final Chromium chromium;
  private final NumbersOfPages.Tour tour;
  private final String address;
  private final String team;
  private final Window window;

  SentForms(Chromium chromium, NumbersOfPages.Tour tour, String address, TestTeam of) {
    this.chromium = chromium;
    this.tour = tour;
    this.address = address;
    team = "teams/" + of.slug();
    window = chromium.window(1440, ColorScheme.LIGHT).signedIn(address, of.session(As.OWNER));
    tour.asIn(of);
  }

  /**
   * Sends a form of a page of the team.
   *
   * @param from the page, which is also the one that answers
   * @param to path of the team that it is sent to
   * @param status of the answer
   */
  void ofTeam(String from, String to, int status, Map<String, String> values) {
    send(team + from, team + to, status, values);
  }

  /** The same of a page of the installation. */
  void send(String from, String to, int status, Map<String, String> values) {
    Page page = window.page();
    page.navigate(address + from);
    Instant asked = Instant.now();
    answered(
        status,
        () -> page.waitForNavigation(() -> page.evaluate(POST, List.of(address + to, values))));
    String typed =
        new TreeMap<>(values)
            .entrySet().stream()
                .map(
                    one ->
                        one.getKey()
                            + "="
                            + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    tour.read(
        page,
        address + from + (from.contains("?") ? "&" : "?") + "answered=" + status + "&" + typed,
        asked);
  }

  /** Writes the number of seeds into the form of a run, and reads what becomes of it then. */
  void foretold(String form, int seeds) {
    Page page = window.page();
    Instant asked = Instant.now();
    page.navigate(address + team + form);
    page.fill("#seeds", String.valueOf(seeds));
    page.dispatchEvent("#seeds", "change");
    page.waitForFunction("() => document.getElementById('plan').textContent.includes(' each')");
    tour.read(page, address + team + form + "&seeds=" + seeds, asked);
  }

  /**
   * Chooses a file for upload and reads why it is refused.
   *
   * @param size that the page tells the server
   * @param put bytes that arrive in the store
   * @param status of the answer that refuses it
   */
  void uploads(String name, int size, int put, int status) {
    Page page = window.page();
    Instant asked = Instant.now();
    String form = address + team + "/datasets/new";
    page.navigate(form);
    page.route(
        "**",
        route -> {
          if (route.request().method().equals("PUT")) {
            int stored = Uploads.put(route.request().url(), new byte[put]);
            route.fulfill(new Route.FulfillOptions().setStatus(stored));
          } else {
            route.resume();
          }
        });
    window.expect(
        status,
        () ->
            page.locator("hs-upload input[type=file]")
                .setInputFiles(new FilePayload(name, "text/csv", new byte[size])));
    page.locator("hs-upload .alert").waitFor();
    tour.read(page, form + "?answered=" + status + "&size=" + size + "&put=" + put, asked);
  }

  /** Tries to sign in to the account whose window this is, in another window. */
  void signsIn(String password, int status) {
    Page page = window.page();
    page.navigate(address + "account");
    Matcher mail = MAIL.matcher(page.locator("main").innerText());
    if (!mail.find()) {
      throw new AssertionError("the account's page names no e-mail address");
    }
    try (Window other = chromium.window(1440, ColorScheme.LIGHT)) {
      other.page().navigate(address + "sign-in");
      other.page().fill("input[name=email]", mail.group());
      other.page().fill("input[name=password]", password);
      Instant asked = Instant.now();
      other.expect(
          status,
          () -> other.page().waitForNavigation(() -> other.page().click("button[type=submit]")));
      tour.read(other.page(), address + "sign-in?answered=" + status, asked);
      assertEquals(List.of(), other.console());
    }
  }

  /** Asks for a page of the team that answers with an error. */
  void refused(String path, int status) {
    Instant asked = Instant.now();
    answered(status, () -> window.page().navigate(address + team + path));
    String answered = (path.contains("?") ? "&" : "?") + "answered=" + status;
    tour.read(window.page(), address + "refused/" + team + path + answered, asked);
  }

  private void answered(int status, Runnable act) {
    if (status < 400) {
      act.run();
    } else {
      window.expect(status, act);
    }
  }

  @Override
  public void close() {
    try {
      assertEquals(List.of(), window.console());
    } finally {
      window.close();
    }
  }
}
