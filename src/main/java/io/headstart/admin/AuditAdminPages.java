package io.headstart.admin;

import io.headstart.platform.page.Frame;
import io.headstart.team.AuditTrail;
import io.headstart.team.AuditView;
import io.headstart.team.Frames;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Who did what to the installation, its accounts and limits. */
@Path("/admin/audit")
public class AuditAdminPages {
  private final AuditTrail trail;
  private final AuditView view;
  private final Frames frames;

  AuditAdminPages(AuditTrail trail, AuditView view, Frames frames) {
    this.trail = trail;
    this.view = view;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "admin", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
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
    String base = "/admin/audit";
    AuditView.Shown shown = view.page(base, kind, person, before, trail::ofInstallation);
    return Response.ok(Templates.audit(frames.of(Frame.Section.AUDIT), shown, base))
        .header("Cache-Control", "no-store")
        .build();
  }

  /** The same as a download. */
  @GET
  @Path("csv")
  public Response csv(
      @QueryParam("kind") @Nullable String kind, @QueryParam("person") @Nullable String person) {
    return view.csv(kind, person, trail::ofInstallation);
  }
}
