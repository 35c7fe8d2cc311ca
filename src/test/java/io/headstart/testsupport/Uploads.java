package io.headstart.testsupport;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Puts and gets objects by presigned URLs, as a browser does. */
public final class Uploads {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Uploads() {}

  /** Puts a text; returns the status. */
  public static int put(String url, String content) {
    return send(HttpRequest.newBuilder(URI.create(url))
            .header("If-None-Match", "*")
            .PUT(BodyPublishers.ofString(content))
            .build())
        .statusCode();
  }

  /** Puts bytes; returns the status. */
  public static int put(String url, byte[] content) {
    return send(HttpRequest.newBuilder(URI.create(url))
            .header("If-None-Match", "*")
            .PUT(BodyPublishers.ofByteArray(content))
            .build())
        .statusCode();
  }

  /** Gets a text. */
  public static String get(String url) {
    return send(HttpRequest.newBuilder(URI.create(url)).build()).body();
  }

  private static java.net.http.HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
