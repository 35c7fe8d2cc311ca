package io.headstart.team;

import io.headstart.platform.page.Frame;
import io.headstart.platform.problem.Faults;
import io.headstart.platform.problem.Problem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One's own account: teams, and the password. */
@Path("/account")
public class AccountPages {
  private final ChangePassword change;
  private final CurrentUser current;
  private final Frames frames;

  AccountPages(ChangePassword change, CurrentUser current, Frames frames) {
    this.change = change;
    this.current = current;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "team", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance account(
        Frame frame, String email, List<Seat> seats, boolean changed, Faults faults);
  }

  /** The page. */
  @GET
  public Response page() {
    return page(200, false, Faults.NONE);
  }

  /** Changes the password and ends all other sessions: 200, or 422 or 429 with the page. */
  @POST
  @Path("password")
  public Response password(
      @FormParam("current") @Nullable String before,
      @FormParam("password") @Nullable String password,
      @Context HttpHeaders headers,
      @Context HttpServerRequest request,
      @Context UriInfo uri) {
    Secret session = SessionCookie.of(uri).in(headers.getCookies()).orElseThrow();
    try {
      change.change(
          current.account(),
          Objects.requireNonNullElse(before, ""),
          Objects.requireNonNullElse(password, ""),
          request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress(),
          session);
      return page(200, true, Faults.NONE);
    } catch (Problem problem) {
      if (problem.items().isEmpty()) {
        throw problem;
      }
      return page(problem.status(), false, new Faults(problem.items()));
    }
  }

  private Response page(int status, boolean changed, Faults faults) {
    return Response.status(status)
        .entity(
            Templates.account(
                frames.of(Frame.Section.HOME),
                current.email(),
                current.account().seats(),
                changed,
                faults))
        .header("Cache-Control", "no-store")
        .build();
  }
}
