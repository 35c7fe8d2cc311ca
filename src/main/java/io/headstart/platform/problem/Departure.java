package io.headstart.platform.problem;

import io.quarkus.logging.LoggingFilter;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Who asked has closed the page while something was being written to it: no fault of anybody's, so
 * the console doesn't say it, whoever logs it. Connections to other places than the viewer's tell
 * of their ends in exceptions of their own.
 */
@LoggingFilter(name = "departures")
public final class Departure implements Filter {
  private static final String STREAMS =
      "org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler";

  /** Whether this is how the end of a viewer's connection shows. */
  static boolean is(@Nullable Throwable e) {
    String message = e == null ? "" : String.valueOf(e.getMessage());
    return e instanceof ClosedChannelException
        || (e instanceof IOException
            && (message.contains("Connection reset") || message.contains("Broken pipe")));
  }

  /** Drops what the framework says of a stream whose viewer has left. */
  @Override
  public boolean isLoggable(LogRecord line) {
    return !(STREAMS.equals(line.getLoggerName()) && is(line.getThrown()));
  }
}
