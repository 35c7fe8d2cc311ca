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
import io.headstart.dispatch.ControlQueue;
import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.QuestionPoll;
import io.headstart.team.SetupLinks;
import io.headstart.testsupport.AcceptedData;
import io.headstart.testsupport.Chromium;
import io.headstart.testsupport.FakeLauncher;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.PictureData;
import io.headstart.testsupport.PictureZip;
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
  @Inject PictureData pictures;
  @Inject HandMadeWorker worker;
  @Inject QueueFixture queue;
  @Inject FakeLauncher launcher;
  @Inject ControlQueue control;

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
    window.open(address + "teams/" + other.slug() + "/datasets/1");
    window.assertCleanEverywhere("dataset-refused");
    worker.checkedWithoutColumns(data.uploaded(other));
    window.open(address + "teams/" + other.slug() + "/datasets/2");
    window.assertCleanEverywhere("dataset-without-columns");
    // Nothing was proposed: two columns that could be checked, not twice the first.
    assertThat(page().getByLabel("Text column")).hasValue("text");
    assertThat(page().getByLabel("Label column")).hasValue("label");
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
    worker.beat(
        run,
        new Heartbeat.Progress("training", 60, 120, "steps", 2, 3, 0.5),
        SaidByWorkers.curves(60));
    look("run-running", "/runs/1");
    BoundingBox train = label("train");
    BoundingBox validation = label("validation");
    assertTrue(
        train.y + train.height <= validation.y || validation.y + validation.height <= train.y,
        "the lines end at the same height, their names stand apart");
    look("home-running", "");
    worker.trained(run, 100, 12, 2, 6);
    look("run-succeeded", "/runs/1");
    look("run-errors", "/runs/1/errors");
    look("run-errors-of-a-cell", "/runs/1/errors?split=validation&sort=recall&label=0&predicted=0");
    look("run-errors-none", "/runs/1/errors?label=0&predicted=0&after=0-1");
    look("home", "");
    look("runs", "/runs");
    look("runs-filtered-to-nothing", "/runs?state=failed");
    look("run-again", "/runs/new?again=1");
    look("run-further", "/runs/new?source=1");
  }

  @Test
  void aRunAndTheSameFromScratch() {
    data.of(team);
    JobRef run = start();
    worker.begin(run);
    worker.trained(run, SaidByWorkers.opened(1));
    window.open(at("/runs/1"));
    button("Train the same from scratch").click();
    assertThat(page()).hasURL(Pattern.compile(".*/runs/2$"));
    window.assertCleanEverywhere("run-from-scratch-queued");
    look("run-waits-for-scratch", "/runs/1");
    JobRef scratch = worker.newest(team, Protocol.TRAIN);
    worker.begin(scratch);
    worker.trained(scratch, 80, 10, 10, 20);
    look("run-with-all-baselines", "/runs/1");
    look("run-from-scratch", "/runs/2");
    look("run-new-from-scratch", "/runs/new?again=1&fromScratch=true");
  }

  @Test
  void aModelFromItsRunToProduction() {
    data.of(team);
    look("models-empty", "/models");
    for (int run = 1; run <= 2; run++) {
      JobRef job = start();
      worker.begin(job);
      worker.trained(job, 100, 12, 2 * run, 6);
    }
    window.open(at("/runs/1"));
    page().getByText("Register this model").click();
    page().getByLabel("Name of a new model").fill("spam filter");
    window.expect(422, () -> button("Register").click());
    window.assertCleanEverywhere("model-register-fault");
    page().getByLabel("Name of a new model").fill("spam-filter");
    page().getByLabel("Note").fill("For the mail gateway.");
    button("Register").click();
    assertThat(page()).hasURL(Pattern.compile(".*/models/spam-filter/versions/1$"));
    window.assertCleanEverywhere("model-version-candidate");
    button("Promote to production").click();
    button("Promote").click();
    look("model-register-another", "/models/new?run=2");
    page().getByLabel("Another version of").selectOption("spam-filter");
    button("Register").click();
    button("Promote to production").click();
    assertThat(page().getByText("Version 1 leaves production and is archived")).isVisible();
    window.assertCleanEverywhere("model-promote");
    button("Promote").click();
    assertThat(page().locator(".facts .state")).hasText("Production");
    look("model-version", "/models/spam-filter/versions/2");
    look("model-version-archived", "/models/spam-filter");
    look("models", "/models");
    look("run-registered", "/runs/1");
  }

  @Test
  void aModelIsTried() {
    data.of(team);
    JobRef run = start();
    worker.begin(run);
    worker.trained(run, 100, 12, 2, 6);
    window.open(at("/runs/1"));
    window.expect(422, () -> button("Ask").click());
    assertThat(page().locator("#text-error")).isVisible();
    window.assertCleanEverywhere("try-fault");
    page().getByLabel("Text").fill("win a prize now");
    button("Ask").click();
    assertThat(page().locator(".answer")).containsText("win a prize now");
    window.assertCleanEverywhere("try-waiting");
    JobRef answering = worker.newest(team, Protocol.TRY);
    worker.begin(answering);
    worker.answers(answering, null);
    assertThat(page().locator(".answer .bars")).containsText("0.900");
    look("try-answered", "/runs/1/try");
    page().getByLabel("Text").fill("one that can't be read");
    button("Ask").click();
    assertThat(page().locator(".answer")).hasCount(2);
    worker.answers(answering, new QuestionPoll.Refusal("It can't be read.", "Ask another."));
    assertThat(page().locator(".answer .alert")).hasCount(1);
    window.assertCleanEverywhere("try-refused");
  }

  @Test
  void aModelIsDownloadedInOtherForms() {
    data.of(team);
    JobRef run = start();
    worker.begin(run);
    worker.trained(run, 100, 12, 2, 6);
    window.open(at("/runs/1"));
    button("Make it as Safetensors, weights alone").click();
    assertThat(page().locator("#forms .state")).isVisible();
    button("Make it as Hugging Face folder").click();
    assertThat(page().locator("#forms .state")).hasCount(2);
    JobRef folder = worker.newest(team, Protocol.CONVERT);
    window.assertCleanEverywhere("forms-waiting");
    worker.begin(folder);
    worker.fail(
        folder, "This model can't be loaded by the class BertModel: its attention is other");
    assertThat(page().locator("#forms .field-error")).isVisible();
    window.assertCleanEverywhere("forms-failed");
    look("forms", "/runs/1/forms");
  }

  @Test
  void picturesFromTheSampleToTheErrors() throws Exception {
    JobRef check = pictures.added(team);
    look("pictures-check-queued", "/datasets/1");
    look("pictures-datasets", "/datasets"); // one that doesn't load itself anew at the end
    pictures.checked(check);
    look("pictures-checked", "/datasets/1");
    team.api(As.MEMBER).post("/datasets/1/checks/1/accept").then().statusCode(201);
    look("pictures-accepted", "/datasets/1");
    look("pictures-catalogue-card", "/catalogue/mobilenet-v2-coco");
    look("pictures-run-new", "/runs/new");
    page().getByLabel("Smallest part taken").fill("2");
    window.expect(422, () -> page().locator("button.btn-train:visible").first().click());
    window.assertCleanEverywhere("pictures-run-new-faults");
    JobRef run = start();
    worker.begin(run);
    worker.beat(
        run,
        new Heartbeat.Progress("training", 60, 120, "steps", 2, 3, 0.5),
        SaidByWorkers.curves(60));
    look("pictures-run-running", "/runs/1");
    look("pictures-runs", "/runs"); // likewise
    worker.trained(run, 300, 60, 10, 30);
    look("pictures-run-succeeded", "/runs/1");
    look("pictures-run-errors", "/runs/1/errors");
    look("pictures-run-again", "/runs/new?again=1");
  }

  @Test
  void picturesThatCannotBeUsed() throws Exception {
    byte[] few = PictureZip.of("cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png", "3.png");
    pictures.checked(pictures.added(team), few);
    look("pictures-refused", "/datasets/1");
  }

  @Test
  void runsBesideEachOther() {
    data.of(team);
    for (int[] cells : new int[][] {{70, 20, 5, 25}, {60, 5, 15, 40}}) {
      JobRef run = start();
      worker.begin(run);
      worker.beat(
          run,
          new Heartbeat.Progress("training", 60, 120, "steps", 2, 3, 0.5),
          SaidByWorkers.curves(60));
      worker.trained(run, cells);
    }
    start();
    look("compare", "/compare?runs=1,2");
    look("compare-with-one-that-waits", "/compare?runs=2,1,3&all=true");
    look("runs-narrowed", "/runs?q=mails&state=succeeded&sort=accuracy&cols=accuracy&cols=time");
    window.open(at("/runs"));
    page().getByLabel("Run 1").check();
    page().getByLabel("Run 2").check();
    button("Compare").click();
    assertThat(page()).hasURL(Pattern.compile(".*/compare\\?runs=2,1$"));
    window.expect(400, () -> window.open(at("/compare?runs=1")));
    window.assertCleanEverywhere("compare-one-only");
  }

  @Test
  void severalSeedsAndAKeptView() {
    data.of(team);
    team.api(As.MEMBER).body(Map.of("dataset", 1, "seeds", 2)).post("/runs").then().statusCode(201);
    JobRef job = worker.newest(team, Protocol.TRAIN);
    worker.begin(job);
    worker.trained(job, 100, 12, 2, 6);
    look("run-of-several-seeds", "/runs/2");
    team.submit(As.OWNER, "/runs?tag=x", "/runs/views", Map.of("viewName", "Best", "back", "tag=x"))
        .then()
        .statusCode(303);
    look("runs-with-a-view", "/runs?state=succeeded");
  }

  @Test
  void runsThatEndOtherwise() {
    data.of(team);
    JobRef failed = start();
    worker.begin(failed);
    window.open(at("/runs/1"));
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
    JobRef held = start();
    start();
    control.hold(team.user(As.OWNER), held.id(), "the data is being moved to another disk");
    queue.dispatch();
    lookAt("admin-teams", "admin/teams");
    lookAt("admin-queue", "admin/queue");
    page().getByText("Drain training", new Page.GetByTextOptions().setExact(true)).click();
    page().getByLabel("Reason, read by everybody who waits").first().fill("new drivers tonight");
    window.assertCleanEverywhere("admin-queue-drain");
    control.drain(team.user(As.OWNER), "training", "new drivers tonight");
    queue.dispatch();
    lookAt("admin-queue-drained", "admin/queue");
    look("run-held", "/runs/2");
    control.resume(team.user(As.OWNER), "training");
    lookAt("admin-audit", "admin/audit");
    lookAt("admin-audit-nothing", "admin/audit?person=nobody@example.org");
    lookAt("admin-health", "admin/health");
    look("audit", "/audit");
  }

  @Test
  void limitsAreChanged() {
    data.of(team);
    worker.begin(start());
    start();
    lookAt("admin-quotas", "admin/quotas");
    window.open(address + "admin/quotas?class=training&team=" + team.slug());
    window.assertCleanEverywhere("admin-quotas-edit");
    page().getByLabel("Slots at once").fill("0");
    page().getByLabel("Slot-hours a month").fill("10");
    page().getByLabel("Storage, GB").fill("0");
    button("Show what happens").click();
    assertThat(page().getByText("1 job holds 1 slot, 1 over the new limit")).isVisible();
    window.assertCleanEverywhere("admin-quotas-preview");
    page().getByLabel("Of these guaranteed").fill("many");
    window.expect(422, () -> button("Save change").click());
    window.assertCleanEverywhere("admin-quotas-fault");
    page().getByLabel("Of these guaranteed").fill("0");
    button("Show what happens").click();
    button("Save change").click();
    assertThat(page()).hasURL(Pattern.compile(".*/admin/quotas\\?class=training$"));
    window.assertCleanEverywhere("admin-quotas-full");
    lookAt("admin-quotas-defaults", "admin/quotas?team=*");
  }

  @Test
  void anInvitationIsMadeAndOpened() {
    window.open(at("/members"));
    button("Make the link").click();
    assertThat(
            page()
                .getByRole(
                    AriaRole.HEADING, new Page.GetByRoleOptions().setName("Your invitation")))
        .isVisible();
    window.assertCleanEverywhere("invitation-made");
    String link = page().locator("hs-copy pre").textContent();
    window.open(link);
    window.assertCleanEverywhere("join-signed-in");
    page().context().clearCookies();
    window.open(link);
    page().getByLabel("Your name").fill("Grace");
    page().getByLabel("E-mail").fill("grace-" + team.slug() + "@example.org");
    page().getByLabel("Password").fill("aaaaaaaaaaaaa");
    window.expect(422, () -> button("Make the account and join").click());
    window.assertCleanEverywhere("join-fault");
    page().getByLabel("Password").fill("a short sentence is fine");
    button("Make the account and join").click();
    assertThat(page()).hasURL(Pattern.compile(".*/teams/" + team.slug()));
    lookAt("account", "account");
    page().getByLabel("Your password now").fill("not the right words");
    page().getByLabel("New password").fill("another short sentence");
    window.expect(422, () -> button("Change the password").click());
    window.assertCleanEverywhere("account-fault");
    page().getByLabel("Your password now").fill("a short sentence is fine");
    page().getByLabel("New password").fill("another short sentence");
    button("Change the password").click();
    assertThat(page().getByText("Your password is changed.")).isVisible();
    window.assertCleanEverywhere("account-changed");
    window.expect(404, () -> window.open(link));
    window.assertCleanEverywhere("join-dead");
  }

  @Test
  void anApiTokenIsMade() {
    window.open(at("/tokens"));
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
    window.expect(404, () -> window.open(at("/runs/9")));
    window.assertCleanEverywhere("problem-404");
    window.signedIn(address, team.session(As.VIEWER));
    window.expect(403, () -> window.open(at("/runs/new")));
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
    window.expect(404, () -> window.open(address + "setup/no-such-link"));
    window.assertCleanEverywhere("setup-dead");
  }

  private void look(String name, String path) {
    lookAt(name, at(path).substring(address.length()));
  }

  private void lookAt(String name, String path) {
    window.open(address + path);
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
}
