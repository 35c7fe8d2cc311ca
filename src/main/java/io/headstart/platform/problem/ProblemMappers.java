package io.headstart.platform.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Every exception that leaves a resource becomes a {@link Problem} here, and only here is it put
 * into an answer. Comes before the mappers that the frameworks bring.
 */
public class ProblemMappers {
  private static final int FIRST = Priorities.USER - 1000;
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  /** Where rest-csrf keeps the token for its cookie, which can't follow a head that is written. */
  private static final String CSRF_TOKEN = "csrf_token";

  private final ProblemAnswers answers;
  private final ValidationProblems validation;
  private final JsonProblems json;

  ProblemMappers(ProblemAnswers answers, ValidationProblems validation, JsonProblems json) {
    this.answers = answers;
    this.validation = validation;
    this.json = json;
  }

  /** Ours. */
  @ServerExceptionMapper(priority = FIRST)
  public Response problem(Problem problem, ContainerRequestContext request) {
    return answers.tell(problem, request);
  }

  /** Values that break a constraint: all of them at once. */
  @ServerExceptionMapper(priority = FIRST)
  public Response invalid(ConstraintViolationException e, ContainerRequestContext request) {
    return validation
        .of(e)
        .map(problem -> answers.tell(problem, request))
        .orElseGet(() -> fault(e, request));
  }

  /** JSON that can't be read. */
  @ServerExceptionMapper(priority = FIRST)
  public Response unreadable(JsonProcessingException e, ContainerRequestContext request) {
    return answers.tell(json.of(e), request);
  }

  /** JSON that doesn't fit; named beside its parent since the framework names it too. */
  @ServerExceptionMapper(priority = FIRST)
  public Response unfit(MismatchedInputException e, ContainerRequestContext request) {
    return answers.tell(json.of(e), request);
  }

  /** What the framework refuses: unknown address, wrong method, wrong media type. */
  @ServerExceptionMapper(priority = FIRST)
  public Response refused(WebApplicationException e, ContainerRequestContext request) {
    if (e.getCause() instanceof JsonProcessingException cause) {
      return answers.tell(json.of(cause), request);
    }
    int status = e.getResponse().getStatus();
    if (status < 400) {
      return e.getResponse();
    }
    if (status >= 500) {
      return fault(e, request);
    }
    Response answer = answers.tell(ofStatus(status), request);
    String allow = e.getResponse().getHeaderString("Allow");
    return allow == null ? answer : Response.fromResponse(answer).header("Allow", allow).build();
  }

  /**
   * A page that was closed again before its stream had said anything: nobody reads an answer, and
   * nothing is wrong with us. What else can't be read or written is a fault.
   */
  @ServerExceptionMapper(priority = FIRST)
  public Response left(IOException e, ContainerRequestContext request, RoutingContext exchange) {
    if (!Departure.is(e)) {
      return fault(e, request);
    }
    exchange.remove(CSRF_TOKEN);
    LOG.debugf(e, "%s %s: who asked has left", request.getMethod(), request.getUriInfo().getPath());
    return Response.serverError().build();
  }

  /** Everything else is a fault of ours: the log has the cause, the answer has the id only. */
  @ServerExceptionMapper(priority = FIRST)
  public Response fault(Throwable e, ContainerRequestContext request) {
    String id = answers.requestId();
    LOG.errorf(e, "request %s: %s %s", id, request.getMethod(), request.getUriInfo().getPath());
    return answers.tell(
        new Problem(500, "internal", "Something went wrong on our side"), request, id);
  }

  private static Problem ofStatus(int status) {
    return switch (status) {
      case 400 -> new Problem(400, "bad-request", "The request can't be read");
      case 401 -> new Problem(401, "sign-in-needed", "This address needs a valid sign-in");
      case 403 -> new Problem(403, "not-allowed", "You may not do this");
      case 404 -> Problem.notFound();
      case 405 -> new Problem(405, "method-not-allowed", "This address has no such method");
      case 406 -> new Problem(406, "not-acceptable", "There is no answer in the form asked for");
      case 413 -> new Problem(413, "too-large", "The request is too large");
      case 415 -> new Problem(415, "unsupported-media-type", "This form of body isn't taken here");
      default -> new Problem(status, "refused", "The request was refused");
    };
  }
}
