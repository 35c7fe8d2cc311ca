package io.headstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import io.headstart.platform.HomeFolder;
import io.headstart.testsupport.Chromium;
import io.headstart.testsupport.Letters;
import io.headstart.testsupport.Owner;
import io.headstart.testsupport.PackagedProgram;
import io.headstart.testsupport.RealServices;
import io.headstart.testsupport.TlsProxy;
import io.headstart.testsupport.Window;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How people first come to the packaged server, by the addresses that installations have. */
class FirstVisitIT {
  private static final LocatorAssertions.IsVisibleOptions PATIENTLY =
      new LocatorAssertions.IsVisibleOptions().setTimeout(120_000);

  private static Chromium chromium;

  @TempDir Path folder;

  @BeforeAll
  static void open() {
    chromium = Chromium.open();
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void fromTheFirstPageThroughTlsToACheckedFile() throws Exception {
    HomeFolder home = RealServices.freshHome();
    try (PackagedProgram program = start(home, TlsProxy.SETTINGS);
        TlsProxy proxy = new TlsProxy(program.page(), folder);
        Window window = chromium.window(1440, ColorScheme.LIGHT)) {
      Page page = window.page();
      page.navigate(program.page().toString());
      Path place = home.root().resolve("setup-link");
      assertThat(page.getByText(place.toString()).first()).isVisible();
      window.assertCleanEverywhere("first-start");

      URI link = URI.create(Files.readString(place).strip());
      page.navigate(proxy.page().resolve(link.getPath()).toString());
      page.getByLabel("Your name").fill("Ada");
      signIn(page, "Create the account");
      assertThat(page).hasURL(Pattern.compile("https://.*/teams/demo"));
      List<Cookie> cookies = page.context().cookies(proxy.page().toString());
      Cookie session =
          cookies.stream().filter(c -> c.name.endsWith("hs_session")).findFirst().orElseThrow();
      assertEquals("__Host-hs_session", session.name);
      assertTrue(session.secure && session.httpOnly, "not for scripts, nor in the clear");

      upload(page, proxy.page());
      assertEquals(List.of(), faults(window));
    }
  }

  @Test
  void anUnattendedInstallationIsUsedByPlainHttpFromAnotherAddress() throws Exception {
    HomeFolder home = RealServices.homeWithModels();
    Path password = Files.writeString(folder.resolve("password"), Owner.PASSWORD + "\nnotes\n");
    Map<String, String> settings =
        Map.of(
            "HEADSTART_ADMIN_EMAIL",
            Owner.EMAIL,
            "HEADSTART_ADMIN_PASSWORD_FILE",
            password.toString());
    try (PackagedProgram program = start(home, settings);
        Window window = chromium.window(1440, ColorScheme.LIGHT)) {
      assertFalse(Files.exists(home.root().resolve("setup-link")), "nothing is left to be opened");
      assertFalse(program.text().contains(Owner.PASSWORD), "the log holds no password");
      URI elsewhere =
          URI.create("http://" + Chromium.ELSEWHERE + ":" + program.page().getPort() + "/");
      Page page = window.page();
      page.navigate(elsewhere.toString());
      assertEquals(false, page.evaluate("isSecureContext"), "as on another machine");
      assertEquals(true, page.evaluate("crypto.subtle === undefined"));
      signIn(page, "Sign in");
      assertThat(page).hasURL(Pattern.compile(".*/teams/demo"));
      upload(page, elsewhere);
      // Chromium itself says that it leaves out a header that means nothing here.
      assertEquals(
          List.of(),
          faults(window).stream()
              .filter(line -> !line.contains("Cross-Origin-Opener-Policy"))
              .toList());
    }
  }

  /**
   * What the console said, but that the server was not ready: so early a visitor may come before
   * the base models are in place, and the page then asks again, to the same end.
   */
  private static List<String> faults(Window window) {
    return window.console().stream()
        .filter(
            line ->
                !line.endsWith("the server responded with a status of 503 (Service Unavailable)"))
        .toList();
  }

  private static PackagedProgram start(HomeFolder home, Map<String, String> settings) {
    return PackagedProgram.start(
            home.root(), PackagedProgram.freePort(), settings, PackagedProgram.AS_SHIPPED)
        .awaitReady();
  }

  private static void signIn(Page page, String button) {
    page.getByLabel("E-mail").fill(Owner.EMAIL);
    page.getByLabel("Password").fill(Owner.PASSWORD);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button)).click();
  }

  /** Uploads by the page's form; the page then follows the check by itself. */
  private void upload(Page page, URI site) {
    page.navigate(site.resolve("/teams/demo/datasets/new").toString());
    Path csv = Letters.write(folder.resolve("letters.csv"), 60);
    Response events =
        page.waitForResponse(
            Pattern.compile(".*/datasets/1/events.*"),
            () -> page.locator("hs-upload input[type=file]").setInputFiles(csv));
    assertEquals(200, events.status());
    assertTrue(events.headers().get("content-type").startsWith("text/event-stream"));
    Locator accept =
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Accept check 1"));
    assertThat(accept).isVisible(PATIENTLY);
    assertThat(page.getByText("120 rows read, 120 kept")).isVisible();
  }
}
