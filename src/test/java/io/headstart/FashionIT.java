package io.headstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.headstart.testsupport.Chromium;
import io.headstart.testsupport.Owner;
import io.headstart.testsupport.PackagedProgram;
import io.headstart.testsupport.SharedProgram;
import io.headstart.testsupport.Window;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine on real photos, by a real run through the real queue, all by the defaults. */
public class FashionIT {
  @TempDir Path folder;

  @Test
  void aNewHeadOnFrozenBlocksTellsClothesApart() throws Exception {
    Owner owner = SharedProgram.get().owner();
    Path photos = folder.resolve("fashion-items.zip");
    try (InputStream sample = FashionIT.class.getResourceAsStream("/samples/fashion-items.zip")) {
      Files.copy(sample, photos);
    }
    long dataset = owner.accepted(photos);
    JsonNode ended = owner.awaitSuccess(owner.start(Map.of("dataset", dataset)));
    System.out.println(ended.at("/verdict/words").asText() + " " + ended.at("/result/seconds"));

    assertEquals("mobilenet-v2-coco", ended.get("baseModel").asText());
    assertEquals(400, ended.at("/result/test/total").asLong());
    assertTrue(ended.at("/result/test/correct").asLong() > 280, ended.toString());
    assertEquals("HELPED", ended.at("/verdict/answer").asText());
    assertTrue(
        ended.at("/verdict/words").asText().contains("colour histogram + logistic regression"),
        ended.toString());
    assertEquals(1000, ended.at("/result/prefixExamples").asLong(), "each photo once");
    tried(SharedProgram.get().program(), ended.get("number").asLong(), photos);
  }

  /** In a browser: the model says what it sees, and its tensors are made and linked. */
  private void tried(PackagedProgram program, long run, Path photos) throws IOException {
    try (Chromium chromium = Chromium.open();
        Window window = chromium.window(1440, ColorScheme.LIGHT)) {
      Page page = window.page();
      String address = program.page() + "teams/demo/runs/" + run;
      window.open(address + "/try");
      page.getByLabel("E-mail").fill(Owner.EMAIL);
      page.getByLabel("Password").fill(Owner.PASSWORD);
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
      assertThat(page).hasURL(Pattern.compile(".*/runs/" + run + "/try"));

      page.setInputFiles("input[type=file]", boot(photos));
      assertThat(page.locator("table.bars")).isVisible(soon());
      assertThat(page.locator("table.bars tr")).hasCount(10);
      Locator seen = page.locator(".seen img");
      assertThat(seen).isVisible();
      assertEquals(28, seen.evaluate("image => image.decode().then(() => image.naturalWidth)"));
      window.assertCleanEverywhere("try-a-picture");

      page.setInputFiles("input[type=file]", text());
      assertThat(page.getByText("The file is text, no picture of a kind that is read."))
          .isVisible(soon());
      assertThat(page.locator(".seen")).hasCount(1);

      window.open(address + "/forms");
      page.getByRole(
              AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Make it")))
          .click();
      Locator link =
          page.getByRole(
              AriaRole.LINK, new Page.GetByRoleOptions().setName("Safetensors, weights alone"));
      assertThat(link).isVisible(soon());
      Path file = page.waitForDownload(link::click).path();
      assertTrue(Files.size(file) > 8_000_000, "bytes: " + Files.size(file));
      window.assertCleanEverywhere("downloads-of-a-run");
    }
  }

  /** A worker has to start first. */
  private static LocatorAssertions.IsVisibleOptions soon() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(90_000);
  }

  private static FilePayload boot(Path photos) throws IOException {
    try (ZipFile zip = new ZipFile(photos.toFile())) {
      ZipEntry one =
          zip.stream()
              .filter(entry -> !entry.isDirectory() && entry.getName().endsWith(".png"))
              .findFirst()
              .orElseThrow();
      try (InputStream in = zip.getInputStream(one)) {
        return new FilePayload("boot.png", "image/png", in.readAllBytes());
      }
    }
  }

  private static FilePayload text() {
    byte[] words = "no picture at all".getBytes(StandardCharsets.UTF_8);
    return new FilePayload("words.png", "image/png", words);
  }
}
