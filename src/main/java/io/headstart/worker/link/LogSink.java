package io.headstart.worker.link;

/** Where lines of the log go besides the heartbeat; thread-safe. */
public interface LogSink {
  /** One line, without its end. */
  void line(String text);
}
