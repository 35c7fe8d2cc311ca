package io.headstart.testsupport;

import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.protocol.CheckpointWritten;
import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Failure;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.JobSpec;
import io.headstart.protocol.ManifestEntry;
import io.headstart.protocol.Outcome;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Start;
import io.headstart.protocol.Upload;
import io.headstart.protocol.WorkerEnvironment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Speaks the worker's side of the protocol, one attempt, over real HTTP. */
public final class WorkerClient {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String url;
  private final String token;
  private final String instance;
  private final List<ManifestEntry> uploaded = new ArrayList<>();

  private WorkerClient(String url, String token, String instance) {
    this.url = url;
    this.token = token;
    this.instance = instance;
  }

  /** A process with this environment; each call is another process. */
  public static WorkerClient of(Map<String, String> environment) {
    return new WorkerClient(
        environment.get(WorkerEnvironment.ATTEMPT_URL),
        environment.get(WorkerEnvironment.ATTEMPT_TOKEN),
        UUID.randomUUID().toString());
  }

  /** The same process with another token. */
  public WorkerClient withToken(String other) {
    return new WorkerClient(url, other, instance);
  }

  public String token() {
    return token;
  }

  public String url() {
    return url;
  }

  public String instance() {
    return instance;
  }

  /** Claims the attempt. */
  public Answer start() {
    return post("/start", new Start(instance, Protocol.VERSION, "test-host", "cpu"));
  }

  public Answer spec() {
    return send(request("/spec").GET().build());
  }

  public Answer beat() {
    return beat(List.of(), List.of());
  }

  public Answer beat(List<Heartbeat.Point> points, List<Heartbeat.LogLine> log) {
    return post(
        "/heartbeat",
        new Heartbeat(
            instance,
            new Heartbeat.Progress("training", points.size(), 0, "steps", 1, 5, 0.1),
            points,
            log));
  }

  /** Asks for an address and puts the content there. */
  public Answer upload(String name, byte[] content) {
    var entry = entry(name, content);
    var answer = sign(entry);
    if (answer.status() != 200) {
      return answer;
    }
    var upload = answer.as(Upload.class);
    var put = HttpRequest.newBuilder(upload.url());
    upload.headers().forEach(put::header);
    uploaded.add(entry);
    return send(put.PUT(HttpRequest.BodyPublishers.ofByteArray(content)).build());
  }

  public Answer sign(ManifestEntry entry) {
    return post("/uploads", entry);
  }

  public Answer checkpoint(int epoch, ManifestEntry... files) {
    return post("/checkpoints", new CheckpointWritten(instance, epoch, List.of(files)));
  }

  /** Commits all that was uploaded. */
  public Answer commit(Object result) {
    return commit(uploaded, result);
  }

  public Answer commit(List<ManifestEntry> files, Object result) {
    JsonNode json = Protocol.json().valueToTree(result);
    return post("/commit", new Outcome(instance, List.copyOf(files), json));
  }

  public Answer fail(ExitCode exit, String reason, String sentence) {
    return post("/fail", new Failure(instance, exit, reason, sentence));
  }

  /** Sends any body. */
  public Answer post(String path, Object body) {
    try {
      var bytes = body instanceof byte[] raw ? raw : Protocol.json().writeValueAsBytes(body);
      return send(
          request(path)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
              .build());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", "Bearer " + token);
  }

  private static Answer send(HttpRequest request) {
    try {
      var response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Size and hash of some content. */
  public static ManifestEntry entry(String name, byte[] content) {
    try {
      var sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
      return new ManifestEntry(name, content.length, sha256);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What came back. */
  public record Answer(int status, String body) {
    public <T> T as(Class<T> type) {
      try {
        return Protocol.json().readValue(body, type);
      } catch (IOException e) {
        throw new IllegalStateException(status + " " + body, e);
      }
    }

    public Heartbeat.Directive directive() {
      return as(Heartbeat.Answer.class).directive();
    }

    public JobSpec spec() {
      return as(JobSpec.class);
    }
  }
}
