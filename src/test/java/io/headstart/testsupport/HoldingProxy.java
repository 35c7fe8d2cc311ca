package io.headstart.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A way to a server on which bytes can be held back or lost, in the middle of whatever goes over
 * it. What it passes on it does not read, so it works with every protocol.
 */
public final class HoldingProxy implements AutoCloseable {
  private static final int CHUNK = 1 << 13;

  private final URI behind;
  private final ServerSocket listening;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** Bytes that still pass, in both directions together. */
  private long left = Long.MAX_VALUE;

  private boolean cuts;
  private boolean reached;

  /** On a free port. behind: address of the server, with its port. */
  public HoldingProxy(URI behind) {
    this.behind = behind;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    begin(this::accept);
  }

  /** The address to use in place of the server's own. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /** After so many bytes more, nothing passes until {@link #release}. */
  public synchronized void holdAfter(long bytes) {
    left = bytes;
    cuts = false;
    reached = false;
  }

  /** After so many bytes more, connections break off until {@link #release}. */
  public synchronized void cutAfter(long bytes) {
    holdAfter(bytes);
    cuts = true;
  }

  /** Everything passes again. */
  public synchronized void release() {
    left = Long.MAX_VALUE;
    cuts = false;
    notifyAll();
  }

  /** Whether so many bytes have passed. */
  public synchronized boolean isReached() {
    return reached;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Socket server = new Socket(behind.getHost(), behind.getPort());
        open.add(client);
        open.add(server);
        begin(() -> pump(client, server));
        begin(() -> pump(server, client));
      }
    } catch (IOException closed) {
      closeAll();
    }
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] chunk = new byte[CHUNK];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        if (!passes(count)) {
          return;
        }
        out.write(chunk, 0, count);
      }
    } catch (IOException over) {
      // Either side has closed: both do, which is all that there is to do.
    }
  }

  /** Waits for leave; false when the connection is to break off. */
  private synchronized boolean passes(int count) {
    left -= count;
    while (left < 0) {
      reached = true;
      if (cuts) {
        return false;
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  private static void begin(Runnable work) {
    Thread thread = new Thread(work, "holding proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void closeAll() {
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        // Closed enough.
      }
    }
  }

  @Override
  public void close() {
    release();
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    closeAll();
  }
}
