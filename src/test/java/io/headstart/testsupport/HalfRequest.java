package io.headstart.testsupport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A request of which the server has the head and half of the body, until it's finished. */
public final class HalfRequest implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader lines;
  private final byte[] rest;

  private HalfRequest(Socket socket, BufferedReader lines, byte[] rest) {
    this.socket = socket;
    this.lines = lines;
    this.rest = rest;
  }

  /**
   * Sends the first half of a POST, and waits until the server has begun with it: it is asked to
   * say so before the body is sent.
   */
  public static HalfRequest post(URI server, String path, String token, String json)
      throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    int half = body.length / 2;
    Socket socket = new Socket(server.getHost(), server.getPort());
    OutputStream out = socket.getOutputStream();
    String head =
        "POST %s HTTP/1.1\r\nHost: %s:%d\r\nAuthorization: Bearer %s\r\nExpect: 100-continue\r\n"
                .formatted(path, server.getHost(), server.getPort(), token)
            + "Content-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                .formatted(body.length);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    String begun = lines.readLine();
    if (!"HTTP/1.1 100 Continue".equals(begun)) {
      throw new IOException("instead of going on, the server said " + begun);
    }
    lines.readLine();
    out.write(body, 0, half);
    out.flush();
    return new HalfRequest(socket, lines, Arrays.copyOfRange(body, half, body.length));
  }

  /** Sends the other half; the status line of the answer. */
  public String finish() throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(rest);
    out.flush();
    String line = lines.readLine();
    return line == null ? "no answer" : line;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
