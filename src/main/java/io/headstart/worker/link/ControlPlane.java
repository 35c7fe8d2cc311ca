package io.headstart.worker.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.headstart.protocol.CheckpointWritten;
import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Failure;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.JobSpec;
import io.headstart.protocol.ManifestEntry;
import io.headstart.protocol.Outcome;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.QuestionPoll;
import io.headstart.protocol.Questions;
import io.headstart.protocol.Start;
import io.headstart.protocol.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of one attempt. Every call but the heartbeat is repeated with jittered back-off
 * while the control plane is unreachable, slow or failing, until {@code patience} has passed
 * without any contact; repeating is safe, the server answers a repeat alike. Thread-safe.
 *
 * <p>Ends with {@link AttemptEnded}: SUPERSEDED when a later attempt is at work or the token is
 * refused, UNREACHABLE when patience ran out and there never was an answer, UNAVAILABLE when there
 * was one before, CRASH when the server finds a request wrong.
 */
public final class ControlPlane {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Statuses that no claim is answered with by the control plane. */
  private static final Set<Integer> STRANGE = Set.of(400, 404, 405);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .build();
  private final String base;
  private final String token;
  private final LinkTimings timings;
  private final Contact contact = new Contact();
  private volatile Duration patience;

  /**
   * @param attempt address of the attempt's endpoints, without a slash at its end
   * @param token bearer token; never logged
   */
  public ControlPlane(URI attempt, String token, LinkTimings timings) {
    this.base = attempt.toString().replaceAll("/+$", "");
    this.token = token;
    this.timings = timings;
    this.patience = timings.claimWithin();
  }

  /** Claims the attempt; from then on patience is the spec's {@link JobSpec#silence()}. */
  public JobSpec start(Start start) throws InterruptedException {
    JobSpec spec = read(call("POST", "/start", start), JobSpec.class);
    patience = spec.silence();
    return spec;
  }

  /** The spec with fresh URLs. */
  public JobSpec spec() throws InterruptedException {
    return read(call("GET", "/spec", null), JobSpec.class);
  }

  /** Where to put an object. */
  public Upload upload(ManifestEntry entry) throws InterruptedException {
    return read(call("POST", "/uploads", entry), Upload.class);
  }

  /** All files of an epoch's checkpoint are in the store; answers what to do next. */
  public Heartbeat.Answer checkpoint(CheckpointWritten checkpoint) throws InterruptedException {
    return read(call("POST", "/checkpoints", checkpoint), Heartbeat.Answer.class);
  }

  /** Brings answers and waits for questions. */
  public Questions questions(QuestionPoll poll) throws InterruptedException {
    return read(call("POST", "/questions", poll), Questions.class);
  }

  /** The attempt is done. */
  public void commit(Outcome outcome) throws InterruptedException {
    call("POST", "/commit", outcome);
  }

  /** The attempt can't be done; tried for {@code within}. */
  public void fail(Failure failure, Duration within) throws InterruptedException {
    call("POST", "/fail", failure, within);
  }

  /**
   * One heartbeat, tried once: the next beat is the repetition.
   *
   * @return the server's answer, or null when it refused this content as wrong or too large
   * @throws IOException when there was no answer or the server failed
   */
  Heartbeat.@Nullable Answer beat(Heartbeat heartbeat) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = send("POST", "/heartbeat", heartbeat);
    if (answer.statusCode() == 413 || answer.statusCode() == 422) {
      return null;
    }
    if (isTransient(answer.statusCode())) {
      throw new IOException("heartbeat answered " + answer.statusCode());
    }
    refuseIfEnded(answer, "/heartbeat");
    return read(answer, Heartbeat.Answer.class);
  }

  /** The line without what must not stand in a log: the token and signatures of URLs. */
  public String hideSecrets(String line) {
    return Secrets.hidden(line, token);
  }

  /** How long the control plane has not answered. */
  Duration silence() {
    return contact.silence();
  }

  HttpClient http() {
    return http;
  }

  LinkTimings timings() {
    return timings;
  }

  Duration patience() {
    return patience;
  }

  private HttpResponse<byte[]> call(String method, String path, @Nullable Object body)
      throws InterruptedException {
    return call(method, path, body, patience);
  }

  private HttpResponse<byte[]> call(
      String method, String path, @Nullable Object body, Duration within)
      throws InterruptedException {
    Backoff backoff = new Backoff(timings.longestPause());
    long began = System.nanoTime();
    while (true) {
      String why;
      try {
        HttpResponse<byte[]> answer = send(method, path, body);
        if (!isTransient(answer.statusCode())) {
          refuseIfStranger(answer, path);
          refuseIfEnded(answer, path);
          return answer;
        }
        why = "it answered " + answer.statusCode();
      } catch (IOException e) {
        why = Unanswered.words(e, URI.create(base));
      }
      Duration tried = Duration.ofNanos(System.nanoTime() - began);
      if (tried.compareTo(within) >= 0) {
        throw contact.wasEver()
            ? new AttemptEnded(
                ExitCode.UNAVAILABLE,
                "control-plane-unavailable",
                "The control plane could not be reached for "
                    + tried.toSeconds()
                    + " s ("
                    + why
                    + " at "
                    + path
                    + ").")
            : unreachable(why + "; tried for " + tried.toSeconds() + " s");
      }
      backoff.pause();
    }
  }

  private HttpResponse<byte[]> send(String method, String path, @Nullable Object body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher content =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(Protocol.json().writeValueAsBytes(body));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(timings.request())
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .method(method, content)
            .build();
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (!isTransient(answer.statusCode())) {
      contact.happened();
    }
    return answer;
  }

  private static boolean isTransient(int status) {
    return status >= 500 || status == 408 || status == 429;
  }

  /** What answers a claim like this is another server, or something on the way to ours. */
  private void refuseIfStranger(HttpResponse<byte[]> answer, String path) {
    int status = answer.statusCode();
    if (path.equals("/start") && (status / 100 == 3 || STRANGE.contains(status))) {
      throw unreachable("something else answers there, with " + status);
    }
  }

  private AttemptEnded unreachable(String why) {
    return new AttemptEnded(
        ExitCode.UNREACHABLE,
        "control-plane-unreachable",
        "The worker could not reach its server at "
            + Unanswered.endpoint(URI.create(base))
            + " ("
            + why
            + "): an admin checks that headstart.dispatch.worker-url is an address that workers"
            + " reach.");
  }

  private static void refuseIfEnded(HttpResponse<byte[]> answer, String path) {
    int status = answer.statusCode();
    if (status >= 200 && status < 300) {
      return;
    }
    if (status == 409 || status == 401 || status == 403 || status == 404) {
      throw new AttemptEnded(
          ExitCode.SUPERSEDED,
          "superseded",
          "The control plane refuses this attempt (" + status + " at " + path + ").");
    }
    throw new AttemptEnded(
        ExitCode.CRASH,
        "request-refused",
        "The control plane found a request of the worker wrong (" + status + " at " + path + ").");
  }

  private static <T> T read(HttpResponse<byte[]> answer, Class<T> type) {
    try {
      return Protocol.json().readValue(answer.body(), type);
    } catch (JsonProcessingException e) {
      throw new AttemptEnded(
          ExitCode.CRASH,
          "answer-not-understood",
          "The control plane's answer is no " + type.getSimpleName() + ".",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
