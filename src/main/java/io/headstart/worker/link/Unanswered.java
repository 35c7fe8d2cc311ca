package io.headstart.worker.link;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** A request that got no answer at all; the message says why, for people and without full stop. */
final class Unanswered extends IOException {
  private static final long serialVersionUID = 1;

  private final String endpoint;

  Unanswered(URI address, IOException cause) {
    super(words(cause, address), cause);
    endpoint = endpoint(address);
  }

  /** Whom was asked: scheme, host and port, without what is secret in an address. */
  String endpoint() {
    return endpoint;
  }

  static String endpoint(URI address) {
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    return address.getScheme() + "://" + address.getHost() + port;
  }

  /** Why there was no answer. The HTTP client's own errors mostly have no message. */
  static String words(IOException error, URI address) {
    if (error instanceof HttpConnectTimeoutException) {
      return "no connection in time";
    }
    if (error instanceof HttpTimeoutException) {
      return "no answer in time";
    }
    String said = "";
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof UnresolvedAddressException || e instanceof UnknownHostException) {
        return "the name " + address.getHost() + " can't be resolved";
      }
      if (e instanceof SSLException) {
        return "TLS: " + e.getMessage();
      }
      if (e.getMessage() != null) {
        said = e.getMessage();
      }
    }
    if (error instanceof ConnectException) {
      return said.isEmpty() ? "connection refused" : said.toLowerCase(Locale.ROOT);
    }
    return said.isEmpty() ? error.getClass().getSimpleName() : said;
  }
}
