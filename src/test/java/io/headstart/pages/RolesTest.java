package io.headstart.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.SelectOption;
import io.agroal.api.AgroalDataSource;
import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.job.NewJob;
import io.headstart.protocol.Protocol;
import io.headstart.testsupport.AcceptedData;
import io.headstart.testsupport.Await;
import io.headstart.testsupport.Chromium;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.PictureZip;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.RealWorker;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.headstart.testsupport.Window;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each role through its whole job, in a browser, with real workers. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class RolesTest {
  private static Chromium chromium;

  @TestHTTPResource("/")
  String address;

  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject Fixtures fixtures;
  @Inject AcceptedData data;
  @Inject HandMadeWorker hand;
  @Inject RealWorker real;
  @Inject QueueFixture queue;

  private TestTeam team;
  private Window window;

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

  @BeforeEach
  void aTeam() {
    team = TestTeam.make(system);
    window = chromium.window(1440, ColorScheme.LIGHT);
  }

  @AfterEach
  void closeWindow() {
    window.close();
  }

  private Page as(As role) {
    window.signedIn(address, team.session(role));
    return window.page();
  }

  private void open(String path) {
    window.open(address.replaceAll("/$", "") + path);
  }

  private String own(String path) {
    return "/teams/" + team.slug() + path;
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  @Test
  void aMemberGetsAModelFromPictures() throws Exception {
    Page page = as(As.MEMBER);
    byte[] archive =
        PictureZip.of(
            IntStream.range(0, 60)
                .mapToObj(i -> (i % 2 == 0 ? "cat/" : "dog/") + i + ".png")
                .toArray(String[]::new));
    data.of(team); // the base models are in the store from then on
    open(own("/datasets/new"));
    page.locator("input[type=file]")
        .setInputFiles(new FilePayload("pets.zip", "application/zip", archive));
    page.waitForURL("**/datasets/2**");
    real.does(hand.newest(team, Protocol.CHECK));
    open(own("/datasets/2"));
    assertThat(page.getByText("Look at the report, then accept it.")).isVisible();
    page.locator("form[action$='/accept'] button").click();
    page.waitForLoadState();

    for (int frozen : new int[] {19, 18}) {
      open(own("/runs/new?data=2.1"));
      page.locator("input[name=frozenBlocks][value='" + frozen + "']").check();
      page.getByLabel("Epochs", exactly()).fill("1");
      page.getByLabel("Pixels a side", exactly()).selectOption("96");
      button(page, "Start run").first().click();
      page.waitForURL(Pattern.compile(".*/runs/[0-9]+$"));
      real.does(hand.newest(team, Protocol.TRAIN));
    }

    open(own("/runs"));
    page.getByLabel("Run 1", exactly()).check();
    page.getByLabel("Run 2", exactly()).check();
    button(page, "Compare").click();
    page.waitForURL("**/compare?**");
    assertThat(page.getByText("Frozen blocks").first()).isVisible();
    assertThat(page.locator("body")).containsText("18 of 19");

    open(own("/runs/2/try"));
    page.locator("#try input[type=file]")
        .setInputFiles(new FilePayload("0.png", "image/png", PictureZip.picture(0, 32, 32, "png")));
    Await.until("a worker is wanted", () -> asked());
    Process worker = real.start(hand.newest(team, Protocol.TRY), 1);
    try {
      assertThat(page.locator("table.bars").first()).containsText("cat");
    } finally {
      worker.destroyForcibly();
    }

    open(own("/runs/2"));
    Download download =
        page.waitForDownload(
            () -> page.getByText(Pattern.compile("Download model")).first().click());
    byte[] model = Files.readAllBytes(download.path());
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(model))) {
      assertTrue(
          java.util.stream.Stream.generate(() -> name(zip))
              .takeWhile(name -> !name.isEmpty())
              .anyMatch(name -> name.endsWith("model.onnx")),
          "the network is in it");
    }
    assertEquals(java.util.List.of(), window.console());
  }

  private boolean asked() {
    try {
      return queue.job(hand.newest(team, Protocol.TRY)).state() == JobState.QUEUED;
    } catch (jakarta.persistence.NoResultException notYet) {
      return false;
    }
  }

  private static String name(ZipInputStream zip) {
    try {
      var entry = zip.getNextEntry();
      return entry == null ? "" : entry.getName();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void anOwnerInvitesAndHandsOutTokens() {
    Page page = as(As.OWNER);
    open(own("/members"));
    page.locator("#invite-role").selectOption(new SelectOption().setLabel("Member"));
    button(page, "Make the link").click();
    String link = page.locator("pre").first().textContent().strip();
    String name = "Grace " + UUID.randomUUID().toString().substring(0, 8);
    try (Window guest = chromium.window(1440, ColorScheme.LIGHT)) {
      Page theirs = guest.page();
      guest.open(link);
      theirs.getByLabel("Your name").fill(name);
      theirs.getByLabel("E-mail").fill(UUID.randomUUID() + "@example.org");
      theirs.getByLabel("Password").fill("a short sentence of tests");
      button(theirs, "Make the account and join").click();
      guest.open(address.replaceAll("/$", "") + own("/runs/new"));
      assertThat(theirs.getByRole(AriaRole.HEADING).first()).containsText("New run");

      // The link works once.
      try (Window late = chromium.window(1440, ColorScheme.LIGHT)) {
        late.expect(404, () -> late.open(link));
      }
      open(own("/members"));
      page.getByLabel("Role of " + name).selectOption(new SelectOption().setLabel("Viewer"));
      button(page, "Change the role of " + name).click();
      page.waitForLoadState();
      guest.expect(403, () -> guest.open(address.replaceAll("/$", "") + own("/runs/new")));
    }

    open(own("/tokens"));
    page.getByLabel("Name", exactly()).fill("nightly training");
    page.getByLabel("It lives").selectOption("7");
    button(page, "Make the token").click();
    String token = page.locator("pre").first().textContent().strip();
    assertEquals(200, status(token));
    open(own("/tokens"));
    assertThat(page.locator("body")).containsText("nightly training");
    Locator mine = page.locator("tr", new Page.LocatorOptions().setHasText("nightly training"));
    mine.getByRole(AriaRole.BUTTON).first().click();
    mine.locator("dialog button[type=submit]").click();
    page.waitForLoadState();
    assertEquals(401, status(token));

    open(own("/audit"));
    assertThat(page.locator("body")).containsText(name);
    assertEquals(java.util.List.of(), window.console());
  }

  private int status(String token) {
    return RestAssured.given()
        .header("Authorization", "Bearer " + token)
        .get(address.replaceAll("/$", "") + "/api/v1/teams/" + team.slug() + "/runs")
        .statusCode();
  }

  @Test
  void anAdministratorLowersAQuotaSeesARunWaitAndRaisesItAgain() {
    fixtures.system("update users set platform_admin = true where id = ?1", team.user(As.OWNER));
    data.of(team);
    queue.capacity(NewJob.TRAINING, 1_000);
    Page page = as(As.OWNER);
    setSlots(page, "0");
    team.api(As.MEMBER).body(Map.of("dataset", 1)).post("/runs").then().statusCode(201);
    JobRef job = hand.newest(team, Protocol.TRAIN);
    queue.dispatch();
    assertEquals(JobState.QUEUED, queue.job(job).state());
    open(own("/runs/1"));
    assertThat(page.locator("[data-live=reason]"))
        .containsText("An admin has paused work of the class training");
    setSlots(page, "2");
    queue.dispatch();
    assertEquals(JobState.STARTING, queue.job(job).state());
    open(own("/runs/1"));
    assertThat(page.locator("[data-live=state]")).hasText("Starting");
    open("/admin/quotas?class=training");
    assertThat(page.locator("body")).containsText("0 slots (0 guaranteed)");
    assertEquals(java.util.List.of(), window.console());
  }

  private void setSlots(Page page, String slots) {
    open("/admin/quotas?class=training&team=" + team.slug() + "#change");
    Locator edit = page.locator("#change");
    edit.getByLabel("Slots at once").fill(slots);
    edit.getByLabel("Of these guaranteed").fill("0");
    edit.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Show what happens"))
        .click();
    assertThat(edit.locator(".plain")).isVisible();
    edit.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save change")).click();
    page.waitForLoadState();
  }
}
