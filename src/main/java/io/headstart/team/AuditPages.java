package io.headstart.team;

import io.headstart.platform.page.Frame;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Who did what in a team, for its owners. */
@Path("/teams/{team}/audit")
@Needs(Role.OWNER)
public class AuditPages {
  private final AuditTrail trail;
  private final AuditView view;
  private final CurrentUser current;
  private final Frames frames;

  AuditPages(AuditTrail trail, AuditView view, CurrentUser current, Frames frames) {
    this.trail = trail;
    this.view = view;
    this.current = current;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "team", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance audit(Frame frame, AuditView.Shown shown, String base);
  }

  /** A page, the newest first. */
  @GET
  public Response page(
      @QueryParam("kind") @Nullable String kind,
      @QueryParam("person") @Nullable String person,
      @QueryParam("before") @Nullable String before) {
    String base = "/teams/" + current.slug() + "/audit";
    AuditView.Shown shown = view.page(base, kind, person, before, trail::ofTeam);
    return Response.ok(Templates.audit(frames.of(Frame.Section.MEMBERS), shown, base))
        .header("Cache-Control", "no-store")
        .build();
  }

  /** The same as a download. */
  @GET
  @Path("csv")
  public Response csv(
      @QueryParam("kind") @Nullable String kind, @QueryParam("person") @Nullable String person) {
    return view.csv(kind, person, trail::ofTeam);
  }
}
