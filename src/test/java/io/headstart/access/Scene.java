package io.headstart.access;

import io.headstart.testsupport.AttemptCredential;
import io.headstart.testsupport.Crew;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.PathIds;
import io.headstart.testsupport.Person;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Two teams, everybody who may try something, and the things that addresses name. */
@Dependent
class Scene {
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1) // streams are cut one by one
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Fixtures fixtures;
  private final Instance<PathIds> makers;
  private final Instance<AttemptCredential> attempts;
  private final Crew ours;
  private final Crew theirs;
  private final Person admin;
  private final String attempt;
  private final String alien;
  private final Map<String, String> jobs = new HashMap<>();
  private final Map<String, String> foreignJobs = new HashMap<>();
  private final Map<String, String> own;
  private final Map<String, String> foreign;

  Scene(
      Fixtures fixtures, @Any Instance<PathIds> makers, @Any Instance<AttemptCredential> attempts) {
    this.fixtures = fixtures;
    this.makers = makers;
    this.attempts = attempts;
    ours = fixtures.crew();
    theirs = fixtures.crew();
    admin = fixtures.administrator();
    fixtures.password(admin); // so that the first start is over, whatever ran before
    attempt = attempts.isUnsatisfied() ? "hsa_none" : attempts.get().make(ours, jobs);
    alien = attempts.isUnsatisfied() ? "hsa_none" : attempts.get().make(theirs, foreignJobs);
    own = make(ours, jobs);
    foreign = make(theirs, foreignJobs);
  }

  /** Leaves nothing behind that looks alive. */
  void end() {
    attempts.forEach(
        credential -> {
          credential.end(ours);
          credential.end(theirs);
        });
  }

  private Map<String, String> make(Crew crew, Map<String, String> known) {
    Map<String, String> ids = new HashMap<>(known);
    ids.put("team", crew.slug());
    makers.forEach(maker -> maker.make(crew, ids));
    return ids;
  }

  /** Ids of our team's things; fresh ones for whoever may change them. */
  Map<String, String> own(Operation operation, Caller caller) {
    fixtures.system("delete from sign_in_tries"); // else the last callers would have to wait
    boolean changes =
        switch (caller) {
          case MEMBER, OWNER -> true;
          case ADMIN -> operation.path().startsWith("/admin/");
          default -> false;
        };
    return operation.reads() || operation.isWorkers() || !changes ? own : make(ours, jobs);
  }

  /** The same address with one of its names changed to another team's thing. */
  Map<String, String> withForeign(Map<String, String> ids, String name) {
    Map<String, String> changed = new HashMap<>(ids);
    changed.put(name, foreign.get(name));
    return changed;
  }

  /** The same address with one of its names changed to a thing that never was. */
  Map<String, String> withMissing(Map<String, String> ids, String name) {
    Map<String, String> changed = new HashMap<>(ids);
    String like = String.valueOf(foreign.get(name));
    changed.put(
        name,
        like.matches("\\d+")
            ? "987654321"
            : like.length() == 36 ? UUID.randomUUID().toString() : "no-such-thing");
    return changed;
  }

  Answer call(URI server, Operation operation, Caller caller, Map<String, String> ids)
      throws IOException, InterruptedException {
    String path = operation.path();
    for (String name : operation.names()) {
      String id = ids.get(name);
      if (id == null) {
        throw new AssertionError(
            operation.key()
                + ": no PathIds bean makes the id {"
                + name
                + "}; add one for this room");
      }
      path = path.replace("{" + name + "}", URLEncoder.encode(id, StandardCharsets.UTF_8));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(60));
    boolean machine = operation.isApi() || operation.isWorkers();
    request.header("Accept", machine ? "application/json, */*;q=0.5" : "text/html, */*;q=0.5");
    show(request, caller, machine, operation.isWorkers());
    if (operation.reads()) {
      request.method(operation.verb(), HttpRequest.BodyPublishers.noBody());
    } else if (machine) {
      request.header("Content-Type", operation.json() ? "application/json" : "text/plain");
      request.method(operation.verb(), HttpRequest.BodyPublishers.ofString("{}"));
    } else if (operation.json()) {
      request.header("Content-Type", "application/json").header("X-CSRF-TOKEN", Person.CSRF);
      request.method(operation.verb(), HttpRequest.BodyPublishers.ofString("{}"));
    } else {
      request.header("Content-Type", "application/x-www-form-urlencoded");
      request.method(
          operation.verb(), HttpRequest.BodyPublishers.ofString("csrf-token=" + Person.CSRF));
    }
    return Answer.of(client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()), ids);
  }

  private void show(HttpRequest.Builder request, Caller caller, boolean machine, boolean worker) {
    String csrf = "csrf-token=" + Person.CSRF;
    if (caller == Caller.ATTEMPT || caller == Caller.ALIEN) {
      request.header("Authorization", "Bearer " + (caller == Caller.ATTEMPT ? attempt : alien));
      request.header("Cookie", csrf);
      return;
    }
    Person person =
        switch (caller) {
          case VIEWER -> ours.viewer();
          case MEMBER, EXPIRED -> ours.member();
          case OWNER -> ours.owner();
          case OTHER -> theirs.owner();
          default -> admin;
        };
    boolean named = caller != Caller.ANONYMOUS;
    if (machine) {
      String token = caller == Caller.EXPIRED ? person.expiredToken() : person.token();
      if (named && !token.isEmpty()) {
        request.header("Authorization", "Bearer " + token);
      }
      return;
    }
    String session = caller == Caller.EXPIRED ? "session-that-is-over" : person.session();
    request.header("Cookie", csrf + (named ? "; hs_session=" + session : ""));
  }
}
