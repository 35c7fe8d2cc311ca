package io.headstart.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.headstart.job.JobRef;
import io.headstart.job.live.LiveJobs;
import io.headstart.platform.problem.Departure;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Protocol;
import io.headstart.testsupport.AcceptedData;
import io.headstart.testsupport.Await;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.Person;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The event stream of a run's page, over real connections that are cut. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class RunEventsTest {
  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject AcceptedData data;
  @Inject HandMadeWorker worker;
  @Inject LiveJobs live;

  @TestHTTPResource("/")
  URI server;

  private final HttpClient client = HttpClient.newHttpClient();
  private TestTeam team;
  private JobRef job;

  @BeforeEach
  void aRunningRun() {
    team = TestTeam.make(system);
    data.of(team);
    team.api(As.MEMBER).contentType(ContentType.JSON).body(Map.of("dataset", 1)).post("/runs");
    job = worker.newest(team, Protocol.TRAIN);
    worker.begin(job);
  }

  /** One event: its name and, where it has one of its own, its id. */
  private record Event(String name, String id, String data) {}

  @Test
  void aConnectionCutTwiceMissesNothingAndDoublesNothing() throws Exception {
    points(1, 10);
    List<Long> steps = new ArrayList<>();
    String last = "0";
    for (int connection = 0; connection < 3; connection++) {
      int until = 10 * (connection + 1);
      try (BufferedReader stream = open(last)) {
        while (steps.size() < until) {
          Event event = next(stream);
          if (event.name.equals("points")) {
            steps.addAll(steps(event.data));
          }
          last = event.id.isEmpty() ? last : event.id;
        }
      }
      points(until + 1, until + 10);
    }
    assertEquals(LongStream.rangeClosed(1, 30).boxed().toList(), steps);
  }

  @Test
  void theStreamEndsWithTheRun() throws Exception {
    try (BufferedReader stream = open("0")) {
      points(1, 3);
      worker.trained(job, 5, 0, 0, 5);
      List<String> names = new ArrayList<>();
      String state = "";
      do {
        Event event = next(stream);
        names.add(event.name);
        if (event.name.equals("state")) {
          state = event.data;
        }
      } while (!names.contains("end"));
      assertTrue(state.contains("\"SUCCEEDED\""), state);
      assertTrue(new HashSet<>(names).containsAll(List.of("state", "points", "progress", "end")));
    }
  }

  @Test
  void anotherTeamSeesNoStream() throws Exception {
    TestTeam other = TestTeam.make(system);
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/teams/" + other.slug() + "/runs/1/events"))
            .header("Cookie", "hs_session=" + other.session(As.OWNER))
            .build();
    assertEquals(404, client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
  }

  /** A page that is closed again before it was told anything is nothing to report. */
  @Test
  void whoLeavesAtOnceIsNoError() throws Exception {
    List<String> errors = Collections.synchronizedList(new ArrayList<>());
    Handler listener = new ErrorsOnly(errors);
    Logger root = Logger.getLogger("");
    root.addHandler(listener);
    try {
      for (int i = 0; i < 60; i++) {
        leave(i / 4);
      }
      Await.until("nobody looks any more", () -> live.openPages() == 0);
      try (BufferedReader stream = open("0")) {
        next(stream);
      }
    } finally {
      root.removeHandler(listener);
    }
    assertEquals(List.of(), errors);
  }

  /** Asks for the stream, and cuts the connection after so many milliseconds. */
  private void leave(int millis) throws IOException, InterruptedException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoLinger(true, 0);
      String request =
          """
          GET /teams/%s/runs/1/events HTTP/1.1
          Host: %s
          Cookie: hs_session=%s; csrf-token=%s
          Accept: text/event-stream

          """
              .formatted(team.slug(), server.getAuthority(), team.session(As.VIEWER), Person.CSRF);
      socket
          .getOutputStream()
          .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
      Thread.sleep(millis);
    }
  }

  private static final class ErrorsOnly extends Handler {
    private final List<String> errors;

    ErrorsOnly(List<String> errors) {
      this.errors = errors;
      setFilter(new Departure());
    }

    @Override
    public void publish(LogRecord line) {
      if (isLoggable(line) && line.getLevel().intValue() >= Level.SEVERE.intValue()) {
        errors.add(line.getLoggerName() + ": " + line.getMessage() + " " + line.getThrown());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private void points(int from, int to) {
    List<Heartbeat.Point> points = new ArrayList<>();
    for (int step = from; step <= to; step++) {
      points.add(new Heartbeat.Point("train_loss", step, 1, 1.0 / step));
    }
    worker.beat(job, new Heartbeat.Progress("training", to, 100, "steps", 1, 3, 0.5), points);
  }

  private BufferedReader open(String last) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/teams/" + team.slug() + "/runs/1/events"))
            .header("Cookie", "hs_session=" + team.session(As.VIEWER))
            .header("Accept", "text/event-stream")
            .header("Last-Event-ID", last)
            .build();
    HttpResponse<InputStream> answer =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    assertEquals(200, answer.statusCode());
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  private static Event next(BufferedReader stream) throws IOException {
    String name = "";
    String id = "";
    StringBuilder data = new StringBuilder();
    for (String line = stream.readLine(); line != null; line = stream.readLine()) {
      if (line.isEmpty() && !name.isEmpty()) {
        return new Event(name, id, data.toString());
      }
      String value = line.substring(line.indexOf(':') + 1).strip();
      if (line.startsWith("event:")) {
        name = value;
      } else if (line.startsWith("id:")) {
        id = value;
      } else if (line.startsWith("data:")) {
        data.append(value);
      }
    }
    throw new IOException("the stream has ended");
  }

  private static List<Long> steps(String data) throws IOException {
    List<Long> steps = new ArrayList<>();
    Protocol.json()
        .readTree(data)
        .get("points")
        .forEach(point -> steps.add(point.get("step").asLong()));
    return steps;
  }
}
