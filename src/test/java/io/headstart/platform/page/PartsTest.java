package io.headstart.platform.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.headstart.testsupport.Chromium;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.Window;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The parts of the pages in a real browser, under the content security policy of the product. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class PartsTest {
  private static Chromium chromium;

  @TestHTTPResource("/parts")
  String address;

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

  /** From 3 on no connection is refused. */
  @BeforeEach
  void noConnectionIsRefused() {
    PartsPages.CONNECTIONS.set(3);
  }

  @Test
  void everyPartIsCleanInBothThemesAndAtBothWidths() {
    try (Window window = chromium.window(1440, ColorScheme.LIGHT)) {
      Page page = window.page();
      page.navigate(address);
      assertThat(page.locator("hs-chart svg")).isVisible();
      assertThat(page.locator("#L30")).isAttached();
      window.assertCleanEverywhere("parts");
    }
  }

  /** Each wait for the next try: what the page says of it, and its milliseconds. */
  private static final String WAITS =
      "window.waits = []; const later = window.setTimeout; window.setTimeout = (act, wait) => {"
          + " const link = document.querySelector('[data-live=link]');"
          + " if (String(act).includes('connect')) waits.push([link.textContent, wait]);"
          + " return later(act, wait) }";

  @Test
  void aFeedThatIsCutAndRefusedTellsEachEventOnce() {
    PartsPages.CONNECTIONS.set(0);
    try (Window window = chromium.window(1440, ColorScheme.LIGHT)) {
      Page page = window.page();
      page.addInitScript(WAITS);
      page.navigate(address + "?visit=" + UUID.randomUUID());
      assertThat(page.locator("[data-live=count]")).hasText("epoch 2 of 4, 64 of 128 steps");
      assertThat(page.locator("[data-live=left]")).hasText("about 1–2 min left");
      assertThat(page.locator("[data-live=state]")).hasText("Running");
      assertThat(page.locator("#shown")).hasText("shown 2 times");
      List<String> lines =
          page.locator("#log li span:last-child").allTextContents().stream().skip(2).toList();
      assertEquals(IntStream.rangeClosed(2, 29).mapToObj(id -> "event " + id).toList(), lines);
      assertTrue(PartsPages.CONNECTIONS.get() >= 5, "first, refused twice, and two more");
      @SuppressWarnings("unchecked")
      List<List<Object>> waits = (List<List<Object>>) page.evaluate("waits");
      assertEquals(2, waits.size());
      for (List<Object> wait : waits) {
        double seconds = Math.ceil(((Number) wait.get(1)).doubleValue() / 1_000);
        assertEquals("Connection lost, trying again in %.0f s".formatted(seconds), wait.get(0));
      }
    }
  }

  @Test
  void aFileGoesStraightToTheStoreAndThePageGoesOn() {
    try (Window window = chromium.window(1440, ColorScheme.LIGHT)) {
      Page page = window.page();
      page.navigate(address);
      page.locator("input[type=file]")
          .setInputFiles(new FilePayload("mails.csv", "text/csv", new byte[3_000_000]));
      page.waitForURL("**/parts?bytes=3000000");
      assertEquals(List.of(), window.console());
    }
  }

  /** The transfer as the browser tells of it, 4 and 300 seconds after its begin. */
  @Test
  void whatIsLeftOfAnUploadIsToldFromWhatItTookSoFar() {
    try (Window window = chromium.window(1440, ColorScheme.LIGHT)) {
      window.page().navigate(address);
      assertEquals("0 B of 2.0 MB", progress(window, 0, 0, 2_000_000));
      assertEquals("500 kB of 2.0 MB", progress(window, 1, 500_000, 2_000_000));
      assertEquals("500 kB of 2.0 MB, about 12 s left", progress(window, 4, 500_000, 2_000_000));
      assertEquals("4.0 GB of 4.0 GB", progress(window, 300, 4e9, 4e9));
      assertEquals("1.0 GB of 4.0 GB, about 15 min left", progress(window, 300, 1e9, 4e9));
      assertEquals(
          25, window.page().evaluate("document.querySelector('hs-upload progress').value"));
    }
  }

  private static final String TELL =
      "([seconds, sent, total]) => { const upload = document.querySelector('hs-upload');"
          + " upload.began = performance.now() - 1000 * seconds;"
          + " upload.progress(sent, total) }";

  private static Object progress(Window window, double seconds, double sent, double total) {
    window.page().evaluate(TELL, List.of(seconds, sent, total));
    return window.page().textContent("hs-upload .upload-words");
  }

  @Test
  void aServerThatIsNotReadyIsAskedAgain() {
    PartsPages.REFUSED.set(1);
    try (Window window = chromium.window(1440, ColorScheme.LIGHT)) {
      Page page = window.page();
      page.navigate(address);
      window.expect(
          503,
          () ->
              page.locator("input[type=file]")
                  .setInputFiles(new FilePayload("mails.csv", "text/csv", new byte[2_000])));
      assertThat(page.locator("hs-upload [role=status]")).hasText("Not ready yet");
      page.waitForURL("**/parts?bytes=2000");
      assertEquals(List.of(), window.console());
    }
  }

  @Test
  void aRefusedFileSaysWhyAndCanBeTriedAgain() {
    try (Window window = chromium.window(1440, ColorScheme.LIGHT)) {
      Page page = window.page();
      page.navigate(address);
      page.locator("input[type=file]")
          .setInputFiles(
              new FilePayload("virus.exe", "text/csv", "a,b".getBytes(StandardCharsets.UTF_8)));
      Locator fault = page.locator("hs-upload .alert");
      assertThat(fault).containsText("This file can't be used");
      assertThat(fault).containsText("It ends in .exe. Upload CSV or JSONL.");
      assertThat(fault.getByRole(AriaRole.BUTTON)).hasText("Try again with virus.exe");
      assertThat(page.locator(".drop")).isVisible();
    }
  }

  @Test
  void theFreezeChoiceMovesTheLineAndTheNumbers() {
    try (Window window = chromium.window(1440, ColorScheme.LIGHT)) {
      Page page = window.page();
      page.navigate(address);
      assertThat(page.locator("[data-out=trains]")).hasText("1");
      page.locator("input[name=frozenBlocks][value='5']").press("ArrowDown");
      assertThat(page.locator("[data-out=trains]")).hasText("2");
      assertThat(page.locator(".freeze-line:visible")).containsText("trains 2 blocks");
    }
  }

  @Test
  void aSuggestedRateFollowsTheDepthUntilTheUserWritesOne() {
    try (Window window = chromium.window(1440, ColorScheme.LIGHT)) {
      Page page = window.page();
      page.navigate(address);
      page.locator("input[name=frozenBlocks][value='4']").check();
      assertThat(page.locator("#bodyRate")).hasValue("4.0e-5");
      page.locator("#bodyRate").fill("7e-5");
      page.locator("input[name=frozenBlocks][value='2']").check();
      assertThat(page.locator("[data-out=trains]")).hasText("4");
      assertThat(page.locator("#bodyRate")).hasValue("7e-5");
    }
  }

  @Test
  void theFaderAndTheFieldOfARateFollowEachOther() {
    try (Window window = chromium.window(1440, ColorScheme.LIGHT)) {
      Page page = window.page();
      page.navigate(address);
      page.locator("#headRate").fill("1e-4");
      Locator fader = page.getByLabel("Head, learning rate, power of ten");
      assertThat(fader).hasValue("-4");
      fader.press("ArrowRight");
      assertThat(page.locator("#headRate")).hasValue("1.1e-4");
    }
  }

  @Test
  void aDialogKeepsTheFocusAndAThemeIsRemembered() {
    try (Window window = chromium.window(1440, ColorScheme.LIGHT)) {
      Page page = window.page();
      page.navigate(address);
      page.getByText("Stop run", new Page.GetByTextOptions().setExact(true)).first().click();
      assertThat(page.locator("#stop")).isVisible();
      assertEquals(true, page.evaluate("document.querySelector('#stop').matches(':modal')"));
      page.keyboard().press("Escape");
      assertThat(page.locator("#stop")).isHidden();
      page.getByLabel("Change theme").click();
      page.reload();
      assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    }
  }

  @Test
  void withoutScriptThePageReadsAndTheChoiceWorks() {
    try (Window window = chromium.windowWithoutScript()) {
      Page page = window.page();
      page.navigate(address);
      page.locator("input[name=frozenBlocks][value='3']").check();
      assertThat(page.locator(".freeze-line:visible")).containsText("trains 3 blocks");
      page.getByText("Stop run", new Page.GetByTextOptions().setExact(true)).first().click();
      assertThat(page.locator("#stop")).isVisible();
    }
  }
}
