package io.headstart.testsupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who set up a fresh installation with its link: signed in to the pages, with a token for the API
 * of the team Demo. For tests on the packaged program.
 */
public final class Owner {
  /** What they sign in with. */
  public static final String EMAIL = "ada@example.org";

  /** What they sign in with. */
  public static final String PASSWORD = "a short fine sentence";

  private static final Pattern CSRF = Pattern.compile("name=\"csrf-token\" value=\"([^\"]+)\"");
  private static final Pattern TOKEN = Pattern.compile("hs_[A-Za-z0-9_-]{30,}");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "/api/v1/teams/demo";

  private final URI server;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1) // what browsers speak without TLS
          .cookieHandler(new CookieManager())
          .build();
  private final String token;

  private Owner(URI server, URI link) {
    this.server = server;
    Map<String, String> account = new LinkedHashMap<>();
    account.put("name", "Ada Admin");
    account.put("email", EMAIL);
    account.put("password", PASSWORD);
    submit(link, link, account);
    URI tokens = server.resolve("/teams/demo/tokens");
    String made = submit(tokens, tokens, Map.of("name", "tests", "scope", "WRITE", "days", "7"));
    Matcher found = TOKEN.matcher(made);
    assertTrue(found.find(), made);
    token = found.group();
    awaitCatalogue();
  }

  /**
   * Opens the set-up link of a fresh installation.
   *
   * @param home its home folder
   */
  public static Owner setUp(PackagedProgram program, Path home) {
    try {
      URI link = URI.create(Files.readString(home.resolve("setup-link")).trim());
      return setUp(program.page(), link);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Opens the set-up link of a fresh installation.
   *
   * @param server its address
   * @param link what it said at its start, with whatever host
   */
  public static Owner setUp(URI server, URI link) {
    return new Owner(server, server.resolve(link.getPath()));
  }

  private Owner(URI server, String token) {
    this.server = server;
    this.token = token;
  }

  /** The same person with the same token at another server of the installation. */
  public Owner at(PackagedProgram other) {
    return new Owner(other.page(), token);
  }

  /** The token, as the page showed it. */
  public String token() {
    return token;
  }

  /** Waits until the base models are in the store; after a first start that takes a moment. */
  private void awaitCatalogue() {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (get("/base-models").size() < shipped()) {
      assertTrue(System.nanoTime() < end, "not all base models within 2 minutes");
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  private static int shipped() {
    try (InputStream ids = Owner.class.getResourceAsStream("/catalog/shipped.txt")) {
      return (int) new String(ids.readAllBytes(), StandardCharsets.UTF_8).lines().count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Uploads a file, waits for its check, accepts it; the data set's number. */
  public long accepted(Path file) throws IOException {
    long number = uploaded(file);
    awaitChecked(number);
    accept(number);
    return number;
  }

  /** Accepts the first check of a data set. */
  public void accept(long dataset) {
    post("/datasets/" + dataset + "/checks/1/accept", Map.of());
  }

  /** Waits until the first check of a data set has succeeded; what the API says of it. */
  public JsonNode awaitChecked(long dataset) {
    return until(
        "the check is done",
        "/datasets/" + dataset + "/checks/1",
        at -> at.get("state").asText().equals("SUCCEEDED"));
  }

  /** Uploads a file, whose first check is queued then; the data set's number. */
  public long uploaded(Path file) throws IOException {
    JsonNode declared =
        post(
            "/datasets",
            Map.of("fileName", file.getFileName().toString(), "size", Files.size(file)));
    long number = declared.get("number").asLong();
    HttpRequest.Builder put =
        HttpRequest.newBuilder(URI.create(declared.at("/upload/url").asText()))
            .PUT(BodyPublishers.ofFile(file));
    declared
        .at("/upload/headers")
        .fields()
        .forEachRemaining(header -> put.header(header.getKey(), header.getValue().asText()));
    assertEquals(200, send(put.build()).statusCode());
    post("/datasets/" + number + "/complete", Map.of());
    return number;
  }

  /** Starts a run; its number. */
  public long start(Map<String, Object> settings) {
    return post("/runs", settings).get("number").asLong();
  }

  /** Ends a run, which keeps nothing of it. */
  public void cancel(long run) {
    post("/runs/" + run + "/cancel", Map.of());
  }

  /** What the API says of a run. */
  public JsonNode run(long number) {
    return get("/runs/" + number);
  }

  /** Waits until a run is as wanted; fails at once when it ends otherwise. */
  public JsonNode awaitRun(long number, String what, Predicate<JsonNode> wanted) {
    return until(what, "/runs/" + number, wanted);
  }

  /** Waits until a run has succeeded. */
  public JsonNode awaitSuccess(long number) {
    return awaitRun(number, "succeeded", at -> at.get("state").asText().equals("SUCCEEDED"));
  }

  /** Asks a run's model about a text and waits for the answer; what the API says of it. */
  public JsonNode asked(long run, String text) {
    String questions = "/runs/" + run + "/questions";
    String id = post(questions, Map.of("text", text)).get("id").asText();
    return until(
        "answered", questions + "/" + id, at -> at.get("state").asText().equals("ANSWERED"));
  }

  /** Downloads the archive of a run. */
  public void download(long run, Path file) throws IOException, InterruptedException {
    URI url = URI.create(get("/runs/" + run + "/download").get("url").asText());
    HttpResponse<Path> answer =
        http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofFile(file));
    assertEquals(200, answer.statusCode());
  }

  /** What the API answers to GET below the team, as JSON. */
  public JsonNode get(String path) {
    return json(text(path));
  }

  /** What the API answers to GET below the team, as text. */
  public String text(String path) {
    HttpResponse<String> answer = send(api(path).build());
    assertEquals(200, answer.statusCode(), answer.body());
    return answer.body();
  }

  /** What a page of the team answers, as JSON; below {@code /teams/demo}. */
  public JsonNode page(String path) {
    URI at = server.resolve("/teams/demo" + path);
    HttpResponse<String> answer = send(HttpRequest.newBuilder(at).build());
    assertEquals(200, answer.statusCode(), answer.body());
    return json(answer.body());
  }

  /** A page of the program as a browser gets it, which must be there. */
  public String html(String path) {
    HttpResponse<String> answer = send(HttpRequest.newBuilder(server.resolve(path)).build());
    assertEquals(200, answer.statusCode(), path);
    return answer.body();
  }

  private JsonNode post(String path, Map<String, Object> body) {
    try {
      HttpResponse<String> answer =
          send(
              api(path)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                  .build());
      assertEquals(2, answer.statusCode() / 100, answer.body());
      return json(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpRequest.Builder api(String path) {
    return HttpRequest.newBuilder(server.resolve(API + path))
        .header("Authorization", "Bearer " + token);
  }

  private JsonNode until(String what, String path, Predicate<JsonNode> wanted) {
    long end = System.nanoTime() + Duration.ofMinutes(6).toNanos();
    while (true) {
      JsonNode now = get(path);
      if (wanted.test(now)) {
        return now;
      }
      String state = now.get("state").asText();
      if (state.equals("FAILED") || state.equals("CANCELLED") || state.equals("SUCCEEDED")) {
        return fail("not " + what + ", but " + now);
      }
      if (System.nanoTime() > end) {
        return fail("not within 6 minutes: " + what + "; " + now);
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  /** Fills in the form of a page; what comes back, redirects followed. */
  private String submit(URI page, URI action, Map<String, String> fields) {
    String shown = send(HttpRequest.newBuilder(page).build()).body();
    Matcher csrf = CSRF.matcher(shown);
    assertTrue(csrf.find(), shown);
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("csrf-token", csrf.group(1));
    BodyPublisher form =
        BodyPublishers.ofString(
            all.entrySet().stream()
                .map(
                    f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&")));
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(action)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(form)
                .build());
    assertTrue(answer.statusCode() < 400, answer.body());
    return answer
        .headers()
        .firstValue("Location")
        .map(to -> send(HttpRequest.newBuilder(page.resolve(to)).build()).body())
        .orElse(answer.body());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
