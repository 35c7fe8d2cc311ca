package io.headstart.pages;

import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Everything that can be written wrongly, or is shown once, and names a number then. */
final class RefusedForms {
  private RefusedForms() {}

  /** Of a team that learns from texts, whose owner is the administrator, with two members. */
  static void ofTexts(SentForms forms, TestTeam team) {
    forms.foretold("/runs/new?data=1.1", 3);
    forms.ofTeam(
        "/runs/new?data=1.1&wrong=8",
        "/runs",
        422,
        Map.of(
            "data", "1.1",
            "epochs", "1000",
            "batchSize", "700",
            "maxTokens", "4",
            "labelSmoothing", "0.97",
            "headLearningRate", "2.5",
            "bodyLearningRate", "3.5",
            "seeds", "23",
            "patience", "333"));
    forms.ofTeam(
        "/runs/new?data=1.1&wrong=1", "/runs", 422, Map.of("data", "1.1", "sourceRun", "2"));
    forms.ofTeam("/models/new?run=1", "/models", 409, Map.of("run", "1", "model", "spam"));
    forms.ofTeam("/models/new?run=1", "/models", 422, Map.of("run", "1", "newModel", "spam"));
    forms.ofTeam(
        "/models/new?run=1&wrong=2",
        "/models",
        422,
        Map.of("run", "1", "newModel", "m".repeat(61), "note", "n".repeat(2_017)));
    forms.ofTeam("/runs/1", "/runs/1/note", 422, Map.of("note", "n".repeat(2_031)));
    forms.ofTeam("/runs/1", "/runs/1/note", 422, Map.of("tags", "t".repeat(43)));
    forms.ofTeam("/runs/3", "/runs/3/delete", 409, Map.of());
    forms.ofTeam(
        "/runs?state=failed", "/runs/views", 422, Map.of("viewName", "v".repeat(67), "back", ""));
    forms.ofTeam(
        "/runs",
        "/runs/ticked/tag",
        422,
        Map.of(
            "runs",
            "1",
            "tag",
            IntStream.range(0, 22)
                .mapToObj(i -> "t" + (char) ('a' + i))
                .collect(Collectors.joining(",")),
            "back",
            ""));
    forms.ofTeam("/members", "/members/invitations", 201, Map.of("role", "VIEWER", "days", "7"));
    forms.ofTeam(
        "/tokens", "/tokens", 201, Map.of("name", "nightly 37", "scope", "READ", "days", "30"));
    forms.ofTeam(
        "/tokens?wrong=2", "/tokens", 422, Map.of("name", "", "scope", "READ", "days", "5"));
    forms.send(
        "account?wrong=2", "account/password", 422, Map.of("current", "none", "password", "short"));
    forms.refused("/compare?runs=" + upTo(11), 400);
    forms.refused("/runs/97", 404);
    forms.send("admin/teams", "admin/teams/users/" + team.user(As.MEMBER) + "/link", 200, Map.of());
    forms.send("admin/quotas", "admin/quotas/capacity/training", 422, Map.of("slots", "65000"));
    forms.send(
        "admin/quotas?class=training&wrong=5&team=" + team.slug(),
        "admin/quotas/teams/" + team.slug() + "/training",
        422,
        Map.of(
            "slots", "20000",
            "guaranteed", "20001",
            "queued", "30000",
            "hours", "2000",
            "month", "2000000",
            "storage", "3.5",
            "act", "save"));
  }

  private static String upTo(int most) {
    return IntStream.rangeClosed(1, most)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(","));
  }

  /** Of a team that learns from pictures. */
  static void ofPictures(SentForms forms) {
    forms.ofTeam(
        "/runs/new?data=1.1&wrong=3",
        "/runs",
        422,
        Map.of(
            "data", "1.1",
            "smallestCrop", "0.01",
            "colour", "0.93",
            "cachedViews", "87"));
  }

  /** Of a team whose models were asked and are in production, with a check under way. */
  static void ofTopics(SentForms forms) {
    forms.ofTeam("/runs/3/try", "/runs/3/try", 422, Map.of("text", "x".repeat(20_019)));
    forms.ofTeam("/models/topics/versions/2", "/models/topics/versions/2/delete", 409, Map.of());
    forms.ofTeam("/datasets/1?check=4", "/datasets/1/checks/4/accept", 409, Map.of());
    forms.ofTeam("/datasets/1?check=2", "/datasets/1/checks/2/accept", 422, Map.of());
    forms.ofTeam("/runs/4/try", "/runs/4/try", 409, Map.of("text", "one too many"));
  }

  /** A file that has become shorter between its choice and its upload. */
  static void ofShorterFile(SentForms forms) {
    forms.uploads("cut.csv", 34_117, 34_019, 422);
  }

  /** Of a team that stores more than it may. */
  static void ofFullStorage(SentForms forms) {
    forms.uploads("more.csv", 23_456, 23_456, 409);
  }

  /** Too many wrong passwords for the account that is signed in here; then it may not even try. */
  static void ofWrongPasswords(SentForms forms) {
    for (int tries = 2; tries <= 5; tries++) { // the first was in the form for another password
      forms.signsIn("not the password", 422);
    }
    forms.signsIn("not the password", 429);
    forms.send(
        "account", "account/password", 429, Map.of("current", "none", "password", "a new one"));
  }

  /** Of a team whose queue is full. */
  static void ofFullQueue(SentForms forms) {
    forms.ofTeam("/runs/new?data=1.2&wrong=1", "/runs", 409, Map.of("data", "1.2"));
  }
}
