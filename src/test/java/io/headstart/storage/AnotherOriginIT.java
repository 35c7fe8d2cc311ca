package io.headstart.storage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.headstart.platform.HomeFolder;
import io.headstart.testsupport.Await;
import io.headstart.testsupport.Chromium;
import io.headstart.testsupport.HoldingProxy;
import io.headstart.testsupport.Letters;
import io.headstart.testsupport.Owner;
import io.headstart.testsupport.PackagedProgram;
import io.headstart.testsupport.RealServices;
import io.headstart.testsupport.Window;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An object store of one's own that browsers reach at an address of its own: a browser uploads to
 * it from the pages' origin, and a worker reads and writes there. Runs on the MinIO that
 * MINIO_ENDPOINT names, and which allows all origins, as it does by itself; without that setting
 * the build leaves this class out.
 */
class AnotherOriginIT {
  private static final int PATIENCE = 300_000;
  private static final int MIDDLE = 1 << 20;

  @TempDir Path folder;

  @Test
  void anUploadFromThePagesOriginPausesGoesOnAndIsChecked() throws Exception {
    HomeFolder home = RealServices.freshHome();
    URI minio = URI.create(System.getenv("MINIO_ENDPOINT"));
    try (HoldingProxy store = new HoldingProxy(minio);
        PackagedProgram program =
            PackagedProgram.start(
                    home.root(), PackagedProgram.freePort(), settings(minio, store.address()))
                .awaitReady();
        Chromium chromium = Chromium.open();
        Window window = chromium.window(1440, ColorScheme.LIGHT)) {
      Owner.setUp(program, home.root());
      Page page = window.page();
      List<String> toStore = new CopyOnWriteArrayList<>();
      page.onResponse(
          answer -> {
            if (answer.url().startsWith(store.address().toString())) {
              toStore.add(answer.request().method() + " " + answer.status());
            }
          });
      signIn(page, program.page());
      page.navigate(program.page().resolve("/teams/demo/datasets/new").toString());
      assertNotEquals(program.page().getAuthority(), store.address().getAuthority());

      store.holdAfter(MIDDLE);
      page.locator("hs-upload input[type=file]")
          .setInputFiles(Letters.write(folder.resolve("letters.csv"), 60_000));
      Await.until("it is in the middle", store::isReached);
      assertThat(page.locator("hs-upload progress")).isVisible();
      assertEquals(List.of(), toStore);
      store.release();
      page.waitForURL("**/datasets/1", new Page.WaitForURLOptions().setTimeout(PATIENCE));
      assertEquals(List.of("PUT 200"), toStore);
      assertThat(
              page.getByRole(
                  AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Accept check 1")))
          .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
      assertEquals(List.of(), window.console(), "nothing was refused by a policy");
    }
  }

  private static void signIn(Page page, URI program) {
    page.navigate(program.resolve("/sign-in").toString());
    page.getByLabel("E-mail").fill(Owner.EMAIL);
    page.getByLabel("Password").fill(Owner.PASSWORD);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
  }

  private static Map<String, String> settings(URI minio, URI publicAddress) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("HEADSTART_STORAGE_ENDPOINT", minio.toString());
    settings.put("HEADSTART_STORAGE_PUBLIC_ENDPOINT", publicAddress.toString());
    settings.put("HEADSTART_STORAGE_BUCKET", "it-" + UUID.randomUUID());
    settings.put("HEADSTART_STORAGE_ACCESS_KEY", System.getenv("MINIO_ACCESS_KEY"));
    settings.put("HEADSTART_STORAGE_SECRET_KEY", System.getenv("MINIO_SECRET_KEY"));
    return settings;
  }
}
