package io.headstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.headstart.testsupport.Chromium;
import io.headstart.testsupport.DocumentedJob;
import io.headstart.testsupport.Letters;
import io.headstart.testsupport.Owner;
import io.headstart.testsupport.PackagedProgram;
import io.headstart.testsupport.SharedProgram;
import io.headstart.testsupport.Window;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job as a user does it: packaged server, real browser, real worker, real Python. */
public class WholeJobIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LocatorAssertions.IsVisibleOptions PATIENTLY =
      new LocatorAssertions.IsVisibleOptions().setTimeout(300_000);

  private final PackagedProgram program = SharedProgram.get().program();
  private final Owner owner = SharedProgram.get().owner();

  @TempDir Path folder;

  @Test
  void ownDataBecomesAModelThatRunsElsewhere() throws Exception {
    String python = System.getenv("HEADSTART_TEST_PYTHON");
    assumeTrue(
        python != null,
        "HEADSTART_TEST_PYTHON must name a Python with onnxruntime, tokenizers and numpy");
    try (Chromium chromium = Chromium.open();
        Window window = chromium.window(1440, ColorScheme.LIGHT)) {
      Page page = window.page();
      page.navigate(program.page().resolve("/sign-in").toString());
      page.getByLabel("E-mail").fill(Owner.EMAIL);
      page.getByLabel("Password").fill(Owner.PASSWORD);
      page.getByRole(AriaRole.BUTTON, named("Sign in")).click();

      long dataset = upload(page, program.page());
      page.getByText("Train on version 1").click();
      page.locator("input[name=frozenBlocks][value='6']").check();
      page.locator("input[name=headLearningRate]").fill("2e-3");
      page.locator("input[name=epochs]").fill("2");
      page.locator("button.btn-train >> visible=true").first().click();
      Locator download = page.getByText("Download model");
      PlaywrightAssertions.assertThat(download).isVisible(PATIENTLY);
      window.assertClean("whole-job-run");
      Download archive = page.waitForDownload(download::click);
      Path zip = folder.resolve("model.zip");
      archive.saveAs(zip);

      long number = Long.parseLong(page.url().replaceAll(".*/", ""));
      JsonNode run = owner.run(number);
      assertEquals(dataset, run.get("dataset").asLong());
      assertEquals(6, run.at("/settings/frozenBlocks").asInt());
      assertEquals(2e-3, run.at("/settings/headLearningRate").asDouble());
      assertEquals(told(owner, number), said(python, unpack(zip), texts(owner, dataset)));
    }
  }

  @Test
  void theDocumentedLinesDoTheWholeJob() throws Exception {
    DocumentedJob job = new DocumentedJob(folder);
    String said = job.run(program.page(), "demo", owner.token());
    assertTrue(said.contains("McNemar"), said);
    String catalogue = owner.get("/base-models/minilm-l6").get("licence").asText();
    String card = Files.readString(unpack(job.model()).resolve("README.md"));
    assertEquals(List.of(catalogue, catalogue), licences(card));
  }

  private long upload(Page page, URI site) {
    Path csv = Letters.write(folder.resolve("letters.csv"), 60);
    page.navigate(site.resolve("/teams/demo/datasets/new").toString());
    page.locator("hs-upload input[type=file]").setInputFiles(csv);
    Locator accept = page.getByRole(AriaRole.BUTTON, named("Accept check 1"));
    PlaywrightAssertions.assertThat(accept).isVisible(PATIENTLY);
    accept.click();
    PlaywrightAssertions.assertThat(page.getByText("Train on version 1")).isVisible(PATIENTLY);
    return Long.parseLong(page.url().replaceAll(".*/datasets/(\\d+).*", "$1"));
  }

  /** Every licence that a card names, in its head and in its tables. */
  private static List<String> licences(String card) {
    return Pattern.compile("licen[cs]e(?:: \"| \\| )([^\"|\\n]+?)(?:\"| \\|)")
        .matcher(card)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private Path unpack(Path zip) throws Exception {
    Path to = Files.createDirectory(folder.resolve("model"));
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Files.copy(in, to.resolve(Path.of(entry.getName()).getFileName()));
      }
    }
    return to;
  }

  /** Label that the run stored for each example of the test split. */
  private static Map<Long, String> told(Owner owner, long run) throws Exception {
    Map<Long, String> labels = new HashMap<>();
    for (String line : owner.text("/runs/" + run + "/predictions?split=test").lines().toList()) {
      JsonNode said = JSON.readTree(line);
      labels.put(said.get("id").asLong(), said.get("predicted").asText());
    }
    assertTrue(labels.size() >= 16, "a test split of " + labels.size());
    return labels;
  }

  /** Text of each example of the test split, from the API. */
  private static Map<Long, String> texts(Owner owner, long dataset) throws Exception {
    URI rows =
        URI.create(owner.get("/datasets/" + dataset + "/versions/1/rows").get("url").asText());
    String lines =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(rows).build(), BodyHandlers.ofString())
            .body();
    Map<Long, String> texts = new HashMap<>();
    for (String line : lines.lines().toList()) {
      JsonNode row = JSON.readTree(line);
      if (row.get("split").asText().equals("test")) {
        texts.put(row.get("id").asLong(), row.get("text").asText());
      }
    }
    return texts;
  }

  /** Label that the archive's own example gives each text, with the archive's files alone. */
  private Map<Long, String> said(String python, Path model, Map<Long, String> texts)
      throws Exception {
    List<Long> ids = new ArrayList<>(texts.keySet());
    List<String> lines = new ArrayList<>();
    for (long id : ids) {
      lines.add(JSON.writeValueAsString(Map.of("text", texts.get(id))));
    }
    Path in = Files.write(folder.resolve("texts.jsonl"), lines);
    Path out = folder.resolve("answers.jsonl");
    Process process =
        new ProcessBuilder(python, model.resolve("predict.py").toString())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertEquals(0, process.waitFor());
    Map<Long, String> labels = new HashMap<>();
    List<String> answers = Files.readAllLines(out);
    for (int i = 0; i < ids.size(); i++) {
      labels.put(ids.get(i), JSON.readTree(answers.get(i)).get("label").asText());
    }
    return labels;
  }
}
