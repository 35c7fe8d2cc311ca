package io.headstart.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One address in front of several servers, as a cluster's Service is: each connection goes to the
 * next of those that take it. Knows nothing of what is said.
 */
public final class FrontDoor implements AutoCloseable {
  private static final int CONNECT_MILLIS = 1_000;

  private final ServerSocket door;
  private final List<Integer> behind = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();

  /** Opens it on a port, on all addresses of this machine. */
  public FrontDoor(int port) throws IOException {
    door = new ServerSocket();
    door.bind(new InetSocketAddress(port));
    daemon("front door", this::accept);
  }

  /** Adds a server on a port of this machine; one that is down now may come up later. */
  public void add(int port) {
    behind.add(port);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket caller = door.accept();
        daemon("front door, one caller", () -> serve(caller));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket caller) {
    try (caller;
        Socket server = connect()) {
      daemon("front door, answers", () -> pass(server, caller));
      pass(caller, server);
    } catch (IOException hungUp) {
      // the caller sees a closed connection, as it would of a Service
    }
  }

  private Socket connect() throws IOException {
    IOException refused = new IOException("no server is behind the door");
    int first = turn.getAndIncrement();
    for (int i = 0; i < behind.size(); i++) {
      Socket server = new Socket();
      try {
        int port = behind.get(Math.floorMod(first + i, behind.size()));
        server.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
        server.setTcpNoDelay(true);
        return server;
      } catch (IOException e) {
        server.close();
        refused = e;
      }
    }
    throw refused;
  }

  private static void pass(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException hungUp) {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
