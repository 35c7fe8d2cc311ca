package io.headstart.platform.problem;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.util.List;

/** Refuses the JSON literal null as a body: it's valid JSON, but never what a method takes. */
@Provider
public class NullBody implements ReaderInterceptor {
  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    Object body = context.proceed();
    if (body == null
        && context.getMediaType() != null
        && context.getMediaType().isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
      throw new Problem(
          400,
          "body-missing",
          "The request has no body",
          List.of(new Problem.Item(null, "the body is null", "Send a JSON object.")));
    }
    return body;
  }
}
