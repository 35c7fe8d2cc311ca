package io.headstart.team;

import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.Optional;

/**
 * The cookie of a session. Under https it's bound to this host and never sent in the clear; over
 * plain http browsers would refuse the {@code __Host-} prefix, so it has a plain name there.
 *
 * @param secure whether the browser speaks https to us (or to the proxy in front)
 */
record SessionCookie(boolean secure) {

  static SessionCookie of(UriInfo uri) {
    return new SessionCookie("https".equals(uri.getRequestUri().getScheme()));
  }

  private String name() {
    return secure ? "__Host-hs_session" : "hs_session";
  }

  /** The session that a request shows. */
  Optional<Secret> in(Map<String, Cookie> cookies) {
    return Optional.ofNullable(cookies.get(name())).map(c -> new Secret(c.getValue()));
  }

  /** Gives a session to the browser. */
  NewCookie give(Secret session) {
    return cookie(session.text(), (int) Sessions.LONGEST.toSeconds());
  }

  /** Takes it back. */
  NewCookie take() {
    return cookie("", 0);
  }

  private NewCookie cookie(String value, int seconds) {
    return new NewCookie.Builder(name())
        .value(value)
        .path("/")
        .maxAge(seconds)
        .httpOnly(true)
        .secure(secure)
        .sameSite(NewCookie.SameSite.LAX)
        .build();
  }
}
