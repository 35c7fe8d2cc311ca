package io.headstart.platform.problem;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses a request without the JSON body that its method takes; else the method would run with
 * null.
 */
public class MissingBody {

  /** Throws a problem, or lets the request through. */
  @ServerRequestFilter
  public void check(ContainerRequestContext request, ResourceInfo resource) {
    if (List.of("POST", "PUT", "PATCH").contains(request.getMethod())
        && isEmpty(request)
        && takesJson(resource)) {
      throw new Problem(
          400,
          "body-missing",
          "The request has no body",
          List.of(
              new Problem.Item(
                  null, "this address takes a JSON object", "Send one as application/json.")));
    }
  }

  private static boolean isEmpty(ContainerRequestContext request) {
    String length = request.getHeaderString("Content-Length");
    return length == null
        ? request.getHeaderString("Transfer-Encoding") == null
        : length.strip().equals("0");
  }

  private static boolean takesJson(ResourceInfo resource) {
    Method method = resource.getResourceMethod();
    boolean json =
        Stream.of(
                method.getAnnotation(Consumes.class),
                resource.getResourceClass().getAnnotation(Consumes.class))
            .filter(c -> c != null)
            .findFirst()
            .map(c -> List.of(c.value()).contains("application/json"))
            .orElse(true);
    return json && Arrays.stream(method.getParameters()).anyMatch(MissingBody::isBody);
  }

  private static boolean isBody(Parameter parameter) {
    return Arrays.stream(parameter.getAnnotations())
            .map(a -> a.annotationType().getPackageName())
            .noneMatch(p -> p.startsWith("jakarta.ws.rs") || p.startsWith("org.jboss.resteasy"))
        && Stream.of("jakarta.ws.rs", "io.vertx", "org.jboss.resteasy")
            .noneMatch(parameter.getType().getPackageName()::startsWith);
  }
}
