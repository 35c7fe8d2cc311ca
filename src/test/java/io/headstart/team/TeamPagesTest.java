package io.headstart.team;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import io.agroal.api.AgroalDataSource;
import io.headstart.testsupport.Chromium;
import io.headstart.testsupport.Crew;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.Person;
import io.headstart.testsupport.QueueAtRest;
import io.headstart.testsupport.Window;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pages of this room and the administrator's, in a real browser. */
@QuarkusTest
@TestProfile(QueueAtRest.class)
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
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000); // a busy machine isn't a fault
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
      window.assertClean("setup");
      page.getByLabel("Your name").fill("Ada");
      page.getByLabel("E-mail").fill(email);
      page.getByLabel("Password").fill(password);
      button(page, "Create the account").click();
      assertThat(page).hasURL(Pattern.compile(".*/teams/demo.*"));
      page.navigate(at("/teams/demo/members"));
      window.assertClean("members");
      page.getByLabel("Your account: Ada").click();
      button(page, "Sign out").click();
      assertThat(page).hasURL(Pattern.compile(".*/sign-in"));
      page.navigate(at("/teams/demo/tokens"));
      assertThat(page).hasURL(Pattern.compile(".*/sign-in\\?to=.*"));
      window.assertClean("sign-in");
      page.getByLabel("E-mail").fill(email);
      page.getByLabel("Password").fill(password);
      button(page, "Sign in").click();
      assertThat(page).hasURL(Pattern.compile(".*/teams/demo/tokens"));
      window.assertClean("tokens-empty");
      page.getByLabel("Name").fill("nightly training");
      button(page, "Make the token").click();
      assertThat(
              page.getByRole(
                  AriaRole.HEADING, new Page.GetByRoleOptions().setName("Your new token")))
          .isVisible();
      window.assertClean("token-made");
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

  @Test
  void pagesWithFaultsAreCleanToo() throws SQLException {
    try (Window window = chromium.window(360, ColorScheme.DARK)) {
      Page page = window.page();
      page.navigate(at("/sign-in"));
      page.getByLabel("E-mail").fill("nobody@example.org");
      page.getByLabel("Password").fill("not the right words");
      button(page, "Sign in").click();
      assertThat(page.getByText("E-mail and password don't match.")).isVisible();
      cleanBut422(window, "sign-in-fault");
      page.navigate(at("/setup/no-such-link"));
      assertThat(page.getByText("This link is no longer good")).isVisible();
      cleanBut422(window, "setup-dead");
    }
  }

  @Test
  void theAdministratorsPagesAreCleanAtBothWidths() {
    Crew crew = fixtures.crew();
    Person admin = fixtures.administrator();
    lookAt(
        1440, ColorScheme.LIGHT, admin, List.of("/admin/teams", "/admin/quotas", "/admin/queue"));
    lookAt(360, ColorScheme.DARK, admin, List.of("/admin/teams", "/admin/quotas", "/admin/queue"));
    lookAt(
        360,
        ColorScheme.DARK,
        crew.owner(),
        List.of(crew.pages() + "/tokens", crew.pages() + "/members"));
  }

  private void lookAt(int width, ColorScheme scheme, Person person, List<String> paths) {
    try (Window window = chromium.window(width, scheme)) {
      signIn(window, person);
      for (String path : paths) {
        window.page().navigate(at(path));
        window.assertClean(name(path, width, scheme));
      }
    }
  }

  private static String name(String path, int width, ColorScheme scheme) {
    return path.replaceAll("/t-[0-9a-f-]+", "").substring(1).replace('/', '-')
        + "-"
        + width
        + "-"
        + scheme.name().charAt(0);
  }

  /** Chromium itself writes a line for each answer of 4xx; everything else must be silent. */
  private static void cleanBut422(Window window, String name) {
    List<String> said =
        window.console().stream()
            .filter(
                line ->
                    !line.contains(
                        "Failed to load resource: the server responded with a status of 4"))
            .toList();
    org.junit.jupiter.api.Assertions.assertEquals(List.of(), said, name);
  }

  private void signIn(Window window, Person person) {
    window
        .page()
        .context()
        .addCookies(List.of(new Cookie("hs_session", person.session()).setUrl(address)));
  }

  private static com.microsoft.playwright.Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
