package io.headstart.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.agroal.api.AgroalDataSource;
import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Protocol;
import io.headstart.team.SetupLinks;
import io.headstart.testsupport.AcceptedData;
import io.headstart.testsupport.Chromium;
import io.headstart.testsupport.FakeLauncher;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.headstart.testsupport.Window;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every page in every state: axe finds nothing, nothing is wider than the window, the console is
 * silent; at 1440 pixels in light and at 360 in dark.
 */
@QuarkusTest
@TestProfile(PagesProfile.class)
class EveryPageIT {
  private static Chromium chromium;

  @TestHTTPResource("/")
  String address;

  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject Fixtures fixtures;
  @Inject AcceptedData data;
  @Inject HandMadeWorker worker;
  @Inject QueueFixture queue;
  @Inject FakeLauncher launcher;

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
  void anOwnerWhoIsAdministratorToo() {
    team = TestTeam.make(system);
    fixtures.system("update users set platform_admin = true where id = ?1", team.user(As.OWNER));
    window = chromium.window(1440, ColorScheme.LIGHT).signedIn(address, team.session(As.OWNER));
  }

  @AfterEach
  void closeWindow() {
    window.close();
  }

  @Test
  void pagesOfATeamThatHasNothing() {
    look("home-empty", "");
    look("datasets-empty", "/datasets");
    look("dataset-new", "/datasets/new");
    look("run-new-without-data", "/runs/new");
    look("runs-empty", "/runs");
    look("tokens-empty", "/tokens");
    look("members", "/members");
  }

  @Test
  void theCatalogue() {
    data.uploaded(team); // the base models are in the store from then on
    look("catalogue", "/catalogue");
    look("catalogue-card", "/catalogue/minilm-l6");
  }

  @Test
  void dataFromUploadToVersion() {
    team.api(As.MEMBER)
        .body(Map.of("fileName", "half.csv", "size", 1_000))
        .post("/datasets")
        .then()
        .statusCode(201);
    look("dataset-uploading", "/datasets/1");
    JobRef check = data.uploaded(team);
    look("dataset-check-queued", "/datasets/2");
    worker.checked(check, true);
    look("dataset-checked", "/datasets/2");
    page().getByLabel("Seed").fill("one");
    window.expect(422, () -> button("Check again").click());
    window.assertCleanEverywhere("dataset-check-refused");
    team.api(As.MEMBER).post("/datasets/2/checks/1/accept").then().statusCode(201);
    look("dataset-accepted", "/datasets/2");
    look("datasets", "/datasets");
  }

  @Test
  void dataThatCannotBeUsed() {
    JobRef check = data.uploaded(team);
    worker.begin(check);
    worker.beat(
        check,
        new Heartbeat.Progress("checking", 400_000, 1_000_000, "rows", 0, 0, 0.000_01),
        List.of());
    look("dataset-checking", "/datasets/1");
    worker.fail(check, "The file holds no text that could be read");
    look("dataset-check-failed", "/datasets/1");
    TestTeam other = TestTeam.make(system);
    data.checked(other, false);
    window.signedIn(address, other.session(As.OWNER));
    page().navigate(address + "teams/" + other.slug() + "/datasets/1");
    window.assertCleanEverywhere("dataset-refused");
  }

  @Test
  void aNewRun() {
    data.of(team);
    otherBaseModel();
    look("run-new", "/runs/new");
    theRatesFollowTheDepth();
    page().getByLabel("Epochs").fill("1000");
    page().locator("#headLearningRate").fill("quick");
    window.expect(422, () -> page().locator("button.btn-train:visible").first().click());
    window.assertCleanEverywhere("run-new-faults");
  }

  private void theRatesFollowTheDepth() {
    Locator rate = page().locator("#bodyLearningRate");
    Locator band = page().locator("hs-rate:has(#bodyLearningRate) .rate-band");
    page().locator("input[name=frozenBlocks][value='3']").check();
    assertThat(rate).hasValue("1.3e-4");
    assertThat(page().locator("[data-out=why]")).containsText("4 open blocks");
    String four = band.getAttribute("x");
    page().locator("input[name=frozenBlocks][value='0']").check();
    assertThat(rate).hasValue("3.0e-5");
    assertNotEquals(four, band.getAttribute("x"));
    page().locator("input[name=frozenBlocks][value='7']").check();
    assertThat(rate).hasValue("0");
    assertThat(band).hasCount(0);
    page().locator("input[name=frozenBlocks][value='6']").check();
    assertThat(rate).hasValue("5.0e-4");
    assertThat(band).hasCount(1);
  }

  /** One that reads no labelled text, so that a run can't take it; it stays for other tests. */
  private void otherBaseModel() {
    fixtures.system(
        """
        insert into base_models select 'viewer', manifest || cast(?1 as jsonb), model_key,
          model_size, model_sha256, tokenizer_key, tokenizer_size, tokenizer_sha256
        from base_models where id = 'minilm-l6' on conflict do nothing
        """,
        "{\"id\": \"viewer\", \"name\": \"Picture reader\", \"tasks\": [\"image-classification\"]}");
  }

  @Test
  void aRunThatSucceeds() {
    data.of(team);
    JobRef run = start();
    look("run-queued", "/runs/1");
    worker.begin(run);
    worker.beat(run, new Heartbeat.Progress("training", 60, 120, "steps", 2, 3, 0.5), curves(60));
    look("run-running", "/runs/1");
    BoundingBox train = label("train");
    BoundingBox validation = label("validation");
    assertTrue(
        train.y + train.height <= validation.y || validation.y + validation.height <= train.y,
        "the lines end at the same height, their names stand apart");
    look("home-running", "");
    worker.trained(run, 100, 12, 2, 6);
    look("run-succeeded", "/runs/1");
    look("home", "");
    look("runs", "/runs");
    look("runs-filtered-to-nothing", "/runs?state=failed");
    look("run-again", "/runs/new?again=1");
  }

  @Test
  void runsThatEndOtherwise() {
    data.of(team);
    JobRef failed = start();
    worker.begin(failed);
    page().navigate(at("/runs/1"));
    page().evaluate("document.querySelector('hs-live').remove()"); // its connection is cut
    worker.fail(failed, "The loss is no number any more in epoch 2; take a lower learning rate");
    button("Cancel").click();
    window.expect(409, () -> button("Cancel run").click());
    window.assertCleanEverywhere("run-ended-already");
    look("run-failed", "/runs/1");
    JobRef cancelled = start();
    worker.begin(cancelled);
    queue.cancel(cancelled);
    look("run-cancelling", "/runs/2");
    launcher.exit(new AttemptRef(cancelled, 1), 143);
    queue.sweep();
    look("run-cancelled", "/runs/2");
    JobRef retried = start();
    worker.begin(retried);
    launcher.exit(new AttemptRef(retried, 1), null);
    queue.sweep();
    look("run-waits-for-attempt-2", "/runs/3");
    look("runs-failed", "/runs?state=failed");
  }

  @Test
  void pagesOfTheAdministrator() {
    data.of(team);
    worker.begin(start());
    start();
    lookAt("admin-teams", "admin/teams");
    lookAt("admin-quotas", "admin/quotas");
    lookAt("admin-queue", "admin/queue");
  }

  @Test
  void anApiTokenIsMade() {
    page().navigate(at("/tokens"));
    page().getByLabel("Name").fill("nightly training");
    button("Make the token").click();
    assertThat(
            page()
                .getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Your new token")))
        .isVisible();
    window.assertCleanEverywhere("token-made");
  }

  @Test
  void whatIsNotThereOrNotAllowed() {
    window.expect(404, () -> page().navigate(at("/runs/9")));
    window.assertCleanEverywhere("problem-404");
    window.signedIn(address, team.session(As.VIEWER));
    window.expect(403, () -> page().navigate(at("/runs/new")));
    window.assertCleanEverywhere("problem-403");
  }

  @Test
  void pagesForThoseOutside() throws SQLException {
    page().context().clearCookies();
    lookAt("sign-in", "sign-in");
    page().getByLabel("E-mail").fill("nobody@example.org");
    page().getByLabel("Password").fill("not the right words");
    window.expect(422, () -> button("Sign in").click());
    window.assertCleanEverywhere("sign-in-fault");
    lookAt("setup", SetupLinks.create(system).toString().substring(1));
    window.expect(404, () -> page().navigate(address + "setup/no-such-link"));
    window.assertCleanEverywhere("setup-dead");
  }

  private void look(String name, String path) {
    lookAt(name, at(path).substring(address.length()));
  }

  private void lookAt(String name, String path) {
    page().navigate(address + path);
    assertThat(page().locator(".chart:not(:has(svg text)):not(:has(.plot-say))")).hasCount(0);
    window.assertCleanEverywhere(name);
  }

  private String at(String path) {
    return address + "teams/" + team.slug() + path;
  }

  private Page page() {
    return window.page();
  }

  /** Where the name at the end of a line of the loss stands. */
  private BoundingBox label(String name) {
    return page()
        .locator("#loss svg text")
        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + name + "$")))
        .boundingBox();
  }

  private Locator button(String name) {
    return page()
        .getByRole(
            AriaRole.BUTTON,
            new Page.GetByRoleOptions().setName(Pattern.compile("^" + name + "$")));
  }

  /** Starts a run of the member's on data set 1. */
  private JobRef start() {
    team.api(As.MEMBER).body(Map.of("dataset", 1)).post("/runs").then().statusCode(201);
    return worker.newest(team, Protocol.TRAIN);
  }

  /** What a worker says of so many steps in two epochs. */
  private static List<Heartbeat.Point> curves(int steps) {
    List<Heartbeat.Point> points = new ArrayList<>();
    for (int step = 1; step <= steps; step++) {
      points.add(
          new Heartbeat.Point(
              "train_loss", step, 1 + 2 * step / (steps + 1), 0.1 + 0.6 / Math.sqrt(step)));
    }
    for (int epoch = 1; epoch <= 2; epoch++) {
      int step = steps * epoch / 2;
      points.add(new Heartbeat.Point("validation_loss", step, epoch, 0.35 / epoch));
      points.add(new Heartbeat.Point("validation_accuracy", step, epoch, 1 - 0.2 / epoch));
    }
    return points;
  }
}
