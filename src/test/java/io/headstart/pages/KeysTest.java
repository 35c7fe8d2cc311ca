package io.headstart.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.agroal.api.AgroalDataSource;
import io.headstart.testsupport.Chromium;
import io.headstart.testsupport.MadeRuns;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.headstart.testsupport.Window;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys of one letter, and the help that names them. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class KeysTest {
  @TestHTTPResource("/")
  String address;

  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject MadeRuns runs;

  @Test
  void keysOpenWhatTheHelpSaysAndCanBeSwitchedOff() {
    TestTeam team = TestTeam.make(system);
    runs.of(team, 2);
    try (Chromium chromium = Chromium.open();
        Window window = chromium.window(1440, ColorScheme.LIGHT)) {
      window.signedIn(address, team.session(As.MEMBER));
      Page page = window.page();
      window.open(address + "teams/" + team.slug() + "/runs");
      Locator help = page.locator("#help");
      page.keyboard().press("?");
      assertThat(help).isVisible();
      window.assertCleanEverywhere("help");
      page.keyboard().press("?");
      assertThat(help).isHidden();

      page.keyboard().press("j");
      assertThat(page.locator("#run-2 a").first()).isFocused();
      page.keyboard().press("j");
      assertThat(page.locator("#run-1 a").first()).isFocused();
      page.keyboard().press("x");
      assertThat(page.locator("#tick-1")).isChecked();
      page.keyboard().press("k");
      assertThat(page.locator("#run-2 a").first()).isFocused();

      page.keyboard().press("/");
      assertThat(page.locator("input[type=search]")).isFocused();
      page.keyboard().type("gd?x");
      assertThat(page.locator("input[type=search]")).hasValue("gd?x");
      assertThat(help).isHidden();

      page.locator("h1").click();
      page.keyboard().press("g");
      page.keyboard().press("d");
      page.waitForURL("**/datasets");
      page.locator("button[popovertarget=help]").first().click();
      page.getByLabel("Keys act on this device").uncheck();
      page.keyboard().press("Escape");
      window.open(address + "teams/" + team.slug() + "/runs");
      page.keyboard().press("?");
      page.keyboard().press("j");
      assertThat(help).isHidden();
      page.locator("button[popovertarget=help]").first().click();
      assertThat(page.getByLabel("Keys act on this device")).not().isChecked();
      assertEquals(List.of(), window.console());
    }
  }
}
