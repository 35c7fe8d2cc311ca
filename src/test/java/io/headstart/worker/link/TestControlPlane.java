package io.headstart.worker.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.headstart.protocol.CheckpointWritten;
import io.headstart.protocol.Failure;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.JobSpec;
import io.headstart.protocol.ManifestEntry;
import io.headstart.protocol.ObjectRef;
import io.headstart.protocol.Outcome;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Start;
import io.headstart.protocol.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The control plane's contract for one attempt, and an object store, on a real port; faults by
 * name. It keeps the rules of the real one: one instance, points and lines once, a checksum signed
 * per key, objects written once, a manifest verified.
 */
public final class TestControlPlane implements AutoCloseable {
  public static final String TOKEN = "token-of-the-test-3f9a";
  private static final String PREFIX = "/worker/v1/jobs/j1/attempts/1";

  public final Map<String, Path> inputs = new ConcurrentHashMap<>();
  public final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  public final Map<String, Double> points = new ConcurrentHashMap<>();
  public final Map<Long, String> log = new ConcurrentHashMap<>();
  public final List<Heartbeat> beats = new CopyOnWriteArrayList<>();
  public final List<CheckpointWritten> checkpoints = new CopyOnWriteArrayList<>();
  public final List<Fault> faults = new CopyOnWriteArrayList<>();
  public final List<Failure> failures = new CopyOnWriteArrayList<>();
  public final List<String> calls = new CopyOnWriteArrayList<>();
  public volatile @Nullable Outcome outcome;
  public volatile Heartbeat.Directive directive = Heartbeat.Directive.CONTINUE;
  public volatile Duration heartbeat = Duration.ofMillis(50);
  public volatile Duration silence = Duration.ofSeconds(20);
  public volatile Duration longest = Duration.ofHours(1);
  public volatile String kind = Protocol.CHECK;
  public volatile JsonNode settings = Protocol.json().createObjectNode();

  /** Where workers are told that the store is; null: here. */
  public volatile @Nullable String storeAt;

  private final Map<String, String> signed = new ConcurrentHashMap<>();
  private final Map<String, String> hashes = new HashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final HttpServer server;
  private volatile @Nullable String instance;
  private volatile int generation;

  /** What goes wrong the next {@code times} times at a path. */
  public enum Kind {
    /** 500, nothing done. */
    ERROR,
    /** Done, but the connection breaks before the answer. */
    LOST_ANSWER,
    /** No answer until the server closes. */
    SILENT,
    /** 409. */
    SUPERSEDED,
    /** 401. */
    REFUSED,
    /** 403, as a store says to an expired URL. */
    EXPIRED,
    /** Half the object, then nothing more on an open connection. */
    STALLED,
    /** Half the object, then the end. */
    TRUNCATED,
    /** 413. */
    TOO_LARGE
  }

  public static final class Fault {
    final String path;
    final Kind kind;
    volatile int times;

    /** True when it has happened as often as it should. */
    public boolean isSpent() {
      return times == 0;
    }

    public Fault(String path, Kind kind, int times) {
      this.path = path;
      this.kind = kind;
      this.times = times;
    }
  }

  public TestControlPlane() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(PREFIX, exchange -> serve(exchange, true));
    server.createContext("/store/", exchange -> serve(exchange, false));
    server.start();
  }

  public URI attempt() {
    return URI.create(address() + PREFIX);
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private String storeAddress() {
    String elsewhere = storeAt;
    return elsewhere == null ? address() : elsewhere;
  }

  /** The next {@code times} calls of a path end so. */
  public void fault(String path, Kind kind, int times) {
    faults.add(new Fault(path, kind, times));
  }

  public void input(String name, Path file, boolean hashKnown) throws Exception {
    inputs.put(name, file);
    hashes.put(name, hashKnown ? Sha256.of(file) : "");
  }

  /** Waits for something that must happen; no longer than a minute. */
  public static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("this did not happen within a minute");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private void serve(HttpExchange exchange, boolean control) throws IOException {
    String path = exchange.getRequestURI().getPath().replace(PREFIX, "");
    calls.add(exchange.getRequestMethod() + " " + path);
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (control
          && !("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      Kind fault = nextFault(path);
      if (fault == Kind.SILENT) {
        closing.await();
        return;
      }
      Map<Kind, Integer> codes =
          Map.of(
              Kind.ERROR,
              500,
              Kind.SUPERSEDED,
              409,
              Kind.REFUSED,
              401,
              Kind.EXPIRED,
              403,
              Kind.TOO_LARGE,
              413);
      if (fault != null && codes.containsKey(fault)) {
        exchange.sendResponseHeaders(codes.get(fault), -1);
        return;
      }
      if (!control) {
        store(exchange, path.substring("/store/".length()), body, fault);
        return;
      }
      Object answer = answer(path, body);
      if (fault == Kind.LOST_ANSWER) {
        return;
      }
      if (answer instanceof Integer code) {
        exchange.sendResponseHeaders(code, -1);
      } else {
        byte[] json = Protocol.json().writeValueAsBytes(answer);
        exchange.sendResponseHeaders(200, json.length);
        exchange.getResponseBody().write(json);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable Kind nextFault(String path) {
    for (Fault fault : faults) {
      if (fault.times > 0 && path.matches(fault.path)) {
        fault.times--;
        return fault.kind;
      }
    }
    return null;
  }

  private synchronized Object answer(String path, byte[] body) throws IOException {
    switch (path) {
      case "/start":
        Start start = Protocol.json().readValue(body, Start.class);
        if (instance != null && !instance.equals(start.instance())) {
          return 409;
        }
        instance = start.instance();
        return spec();
      case "/spec":
        return spec();
      case "/heartbeat":
        Heartbeat beat = Protocol.json().readValue(body, Heartbeat.class);
        if (beat.points().size() > 2_000 || !beat.instance().equals(instance)) {
          return 422;
        }
        beats.add(beat);
        beat.points().forEach(p -> points.put(p.series() + "/" + p.step(), p.value()));
        beat.log().forEach(line -> log.put(line.number(), line.text()));
        return new Heartbeat.Answer(directive);
      case "/uploads":
        ManifestEntry entry = Protocol.json().readValue(body, ManifestEntry.class);
        String before = signed.putIfAbsent(entry.name(), entry.sha256());
        if (before != null && !before.equals(entry.sha256())) {
          return 422;
        }
        String checksum =
            Base64.getEncoder().encodeToString(HexFormat.of().parseHex(entry.sha256()));
        return new Upload(
            URI.create(storeAddress() + "/store/" + entry.name() + "?X-Amz-Signature=s3cr3t"),
            Map.of("x-amz-checksum-sha256", checksum, "If-None-Match", "*", "Host", "127.0.0.1"));
      case "/checkpoints":
        CheckpointWritten written = Protocol.json().readValue(body, CheckpointWritten.class);
        if (!written.files().stream().allMatch(this::isThere)) {
          return 422;
        }
        checkpoints.add(written);
        return new Heartbeat.Answer(directive);
      case "/commit":
        Outcome wanted = Protocol.json().readValue(body, Outcome.class);
        if (!wanted.files().stream().allMatch(this::isThere)) {
          return 422;
        }
        if (outcome != null && !outcome.equals(wanted)) {
          return 409;
        }
        outcome = wanted;
        return 204;
      case "/fail":
        failures.add(Protocol.json().readValue(body, Failure.class));
        return 204;
      default:
        return 404;
    }
  }

  private boolean isThere(ManifestEntry entry) {
    byte[] object = objects.get(entry.name());
    return object != null && object.length == entry.size() && hash(object).equals(entry.sha256());
  }

  private JobSpec spec() throws IOException {
    generation++;
    Map<String, ObjectRef> refs = new HashMap<>();
    for (var input : inputs.entrySet()) {
      URI url =
          URI.create(
              storeAddress() + "/store/in/" + input.getKey() + "?X-Amz-Signature=" + generation);
      refs.put(
          input.getKey(),
          new ObjectRef(url, Files.size(input.getValue()), hashes.get(input.getKey())));
    }
    return new JobSpec(
        Protocol.VERSION, kind, "j1", 1, settings, refs, null, heartbeat, silence, longest);
  }

  private void store(HttpExchange exchange, String key, byte[] body, @Nullable Kind fault)
      throws IOException, InterruptedException {
    if (exchange.getRequestMethod().equals("GET")) {
      send(exchange, inputs.get(key.substring("in/".length())), fault);
      return;
    }
    String checksum = exchange.getRequestHeaders().getFirst("x-amz-checksum-sha256");
    boolean right =
        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hash(body))).equals(checksum);
    boolean once = "*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
    int code = !once ? 403 : !right ? 400 : objects.putIfAbsent(key, body) == null ? 200 : 412;
    if (fault != Kind.LOST_ANSWER) {
      exchange.sendResponseHeaders(code, -1);
    }
  }

  private void send(HttpExchange exchange, Path file, @Nullable Kind fault)
      throws IOException, InterruptedException {
    long size = Files.size(file);
    exchange.sendResponseHeaders(200, size);
    try (InputStream in = Files.newInputStream(file)) {
      OutputStream out = exchange.getResponseBody();
      if (fault == Kind.STALLED || fault == Kind.TRUNCATED) {
        out.write(in.readNBytes((int) size / 2));
        out.flush();
        if (fault == Kind.STALLED) {
          closing.await();
        }
        return;
      }
      in.transferTo(out);
      out.close();
    }
  }

  private static String hash(byte[] content) {
    MessageDigest digest = Sha256.digest();
    return HexFormat.of().formatHex(digest.digest(content));
  }

  /** The whole log that arrived, in order. */
  public String logText() {
    StringBuilder all = new StringBuilder();
    for (long n = 1; n <= log.size(); n++) {
      all.append(log.get(n)).append('\n');
    }
    return all.toString();
  }

  public static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
