package io.headstart.team;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.agroal.api.AgroalDataSource;
import io.headstart.testsupport.Chromium;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.Window;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pages of this room and the administrator's, in a real browser. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class TeamPagesTest {
  private static Chromium chromium;

  @TestHTTPResource("/")
  String address;

  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject Fixtures fixtures;

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

  private String at(String path) {
    return address.replaceAll("/$", "") + path;
  }

  @Test
  void fromTheSetUpLinkToAnApiToken() throws SQLException {
    String email = "first-" + UUID.randomUUID() + "@example.org";
    String password = "the first words of an installation";
    try (Window window = chromium.window(1440, ColorScheme.LIGHT)) {
      Page page = window.page();
      page.navigate(at(SetupLinks.create(system).toString()));
      page.getByLabel("Your name").fill("Ada");
      page.getByLabel("E-mail").fill(email);
      page.getByLabel("Password").fill(password);
      button(page, "Create the account").click();
      assertThat(page).hasURL(Pattern.compile(".*/teams/demo.*"));
      page.navigate(at("/teams/demo/members"));
      page.getByLabel("Your account: Ada").click();
      button(page, "Sign out").click();
      assertThat(page).hasURL(Pattern.compile(".*/sign-in"));
      page.navigate(at("/teams/demo/tokens"));
      assertThat(page).hasURL(Pattern.compile(".*/sign-in\\?to=.*"));
      page.getByLabel("E-mail").fill(email);
      page.getByLabel("Password").fill(password);
      button(page, "Sign in").click();
      assertThat(page).hasURL(Pattern.compile(".*/teams/demo/tokens"));
      page.getByLabel("Name").fill("nightly training");
      button(page, "Make the token").click();
      assertThat(
              page.getByRole(
                  AriaRole.HEADING, new Page.GetByRoleOptions().setName("Your new token")))
          .isVisible();
      page.navigate(at("/teams/demo/tokens"));
      button(page, "Revoke").click();
      assertThat(page.getByText("Programs that use it are refused")).isVisible();
      window.assertClean("token-revoke");
      page.getByRole(AriaRole.DIALOG)
          .getByRole(AriaRole.BUTTON)
          .filter(
              new com.microsoft.playwright.Locator.FilterOptions()
                  .setHasText(Pattern.compile("^Revoke$")))
          .click();
      assertThat(page.getByText("There is none yet.")).isVisible();
    }
  }

  private static com.microsoft.playwright.Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
