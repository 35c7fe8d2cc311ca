package io.headstart.team;

import io.headstart.platform.problem.Problem;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * rest-csrf looks at forms and at requests with its header, and lets everything else through. Pages
 * take nothing else, so nothing else may come with a session.
 */
public class CsrfGaps {
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  /** Throws a problem, or lets the request through. */
  @ServerRequestFilter(preMatching = true, priority = Priorities.AUTHENTICATION)
  public void check(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    if (READS.contains(request.getMethod())
        || path.startsWith("/api/")
        || path.startsWith("/worker/")) {
      return; // bearer only
    }
    MediaType type = request.getMediaType();
    boolean form =
        type != null
            && (type.isCompatible(MediaType.APPLICATION_FORM_URLENCODED_TYPE)
                || type.isCompatible(MediaType.MULTIPART_FORM_DATA_TYPE));
    if (!form && request.getHeaderString("X-CSRF-TOKEN") == null) {
      throw new Problem(
          400,
          "csrf",
          "The request doesn't come from one of our pages",
          List.of(
              new Problem.Item(
                  null,
                  "it has neither a form nor the header X-CSRF-TOKEN",
                  "Open the page again, or use /api with an API token.")));
    }
  }
}
