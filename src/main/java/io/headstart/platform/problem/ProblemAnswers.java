package io.headstart.platform.problem;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells a problem to whoever asked: problem+json, a page, or a page's fragment. */
@Singleton
class ProblemAnswers {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** What isn't ready is so within a minute, at the first start of an installation. */
  private static final int RETRY_AFTER_SECONDS = 3;

  private static final MediaType PROBLEM_JSON = new MediaType("application", "problem+json");

  @Inject
  @Location("error.html")
  Template page;

  /** An id for a request, to find it in the log. */
  String requestId() {
    byte[] random = new byte[8];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** The answer; says the same words in each form. */
  Response tell(Problem problem, ContainerRequestContext request) {
    return tell(problem, request, requestId());
  }

  /** {@link #tell(Problem, ContainerRequestContext)} with an id that was logged before. */
  Response tell(Problem problem, ContainerRequestContext request, String id) {
    Response.ResponseBuilder answer =
        Response.status(problem.status()).header("Cache-Control", "no-store");
    if (problem.status() == 401) {
      answer.header("WWW-Authenticate", "Bearer");
    }
    if (problem.status() == 503) {
      answer.header("Retry-After", RETRY_AFTER_SECONDS);
    }
    if (Reader.of(request).isBrowser()) {
      return answer
          .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
          .entity(
              page.data("status", problem.status())
                  .data("title", problem.title())
                  .data("detail", joined(problem, false))
                  .data("fix", joined(problem, true))
                  .data("request", id)
                  .render())
          .build();
    }
    return answer.type(PROBLEM_JSON).entity(ProblemBody.of(problem, id)).build();
  }

  private static @Nullable String joined(Problem problem, boolean fix) {
    return problem.items().stream()
        .map(item -> fix ? item.fix() : sentence(item.why()))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static String sentence(String why) {
    if (why.isEmpty()) {
      return why;
    }
    String text = Character.toUpperCase(why.charAt(0)) + why.substring(1);
    return text.endsWith(".") ? text : text + ".";
  }
}
