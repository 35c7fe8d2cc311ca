package io.headstart.platform.problem;

import jakarta.ws.rs.container.ContainerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Who reads the answer of a request, and so in which form a problem is told.
 *
 * @param isBrowser a person: they get pages and redirects; everybody else gets problem+json
 * @param isFragment the page's own script, which puts the answer into the page
 */
public record Reader(boolean isBrowser, boolean isFragment) {

  /** The reader, by address and headers. */
  public static Reader of(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    boolean machine = path.startsWith("/api/") || path.startsWith("/worker/");
    boolean fragment = !machine && "true".equals(request.getHeaderString("HX-Request"));
    return new Reader(
        !machine && (fragment || accepts(request.getHeaderString("Accept"))), fragment);
  }

  private static boolean accepts(@Nullable String header) {
    return header != null && header.contains("text/html");
  }
}
