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

  /** From 2 on no connection is refused. */
  @BeforeEach
  void noConnectionIsRefused() {
    PartsPages.CONNECTIONS.set(2);
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

  @Test
  void aFeedThatIsCutAndRefusedTellsEachEventOnce() {
    PartsPages.CONNECTIONS.set(0);
    PartsPages.SHOWN.set(0);
    try (Window window = chromium.window(1440, ColorScheme.LIGHT)) {
      Page page = window.page();
      page.navigate(address);
      assertThat(page.locator("[data-live=count]")).hasText("epoch 2 of 4, 64 of 128 steps");
      assertThat(page.locator("[data-live=left]")).hasText("about 1–2 min left");
      assertThat(page.locator("[data-live=state]")).hasText("Running");
      assertThat(page.locator("#shown")).hasText("shown 2 times");
      List<String> lines =
          page.locator("#log li span:last-child").allTextContents().stream().skip(2).toList();
      assertEquals(IntStream.rangeClosed(2, 29).mapToObj(id -> "event " + id).toList(), lines);
      assertTrue(PartsPages.CONNECTIONS.get() >= 4, "first, refused, and two more");
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
