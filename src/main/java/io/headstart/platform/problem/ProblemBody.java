package io.headstart.platform.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A {@link Problem} as {@code application/problem+json} (RFC 9457).
 *
 * @param type {@code /problems/<type>}, stable
 * @param title what happened, one sentence
 * @param status HTTP status
 * @param problems each thing that is wrong; left out when there is nothing to name
 * @param request id of the request, found in the server's log too
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProblemBody(
    String type, String title, int status, List<Problem.Item> problems, String request) {

  static ProblemBody of(Problem problem, String request) {
    return new ProblemBody(
        "/problems/" + problem.type(), problem.title(), problem.status(), problem.items(), request);
  }
}
