package io.headstart.access;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What came back.
 *
 * @param word the status, or {@code door} for a way to the sign-in page
 * @param body without request ids and without what the request itself named
 */
record Answer(String word, String body) {
  /** Reads it; streams of events aren't read, as they don't end. */
  static Answer of(HttpResponse<InputStream> response, Map<String, String> ids) throws IOException {
    String location = response.headers().firstValue("Location").orElse("");
    if (response.statusCode() == 303 && location.contains("/sign-in?to=")) {
      response.body().close();
      return new Answer("door", "");
    }
    String word = Integer.toString(response.statusCode());
    try (InputStream in = response.body()) {
      boolean stream =
          response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
      String body = stream ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      body =
          body.replaceAll("\"request\":\"[0-9a-f]+\"", "")
              .replaceAll("<code>[0-9a-f]{16}</code>", "");
      for (Map.Entry<String, String> id : ids.entrySet()) {
        body = body.replace(id.getValue(), "{" + id.getKey() + "}");
      }
      return new Answer(word, body);
    }
  }

  boolean isLet() {
    return !word.equals("door")
        && !word.equals("401")
        && !word.equals("403")
        && !word.equals("404");
  }
}
