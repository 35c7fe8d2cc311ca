package io.headstart.team;

import io.headstart.platform.page.Frame;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;

/** The address without a path: sends everybody where they belong. */
@Path("/")
public class StartPages {
  private final CurrentUser current;
  private final Frames frames;
  private final FirstAdministrator first;

  StartPages(CurrentUser current, Frames frames, FirstAdministrator first) {
    this.current = current;
    this.frames = frames;
    this.first = first;
  }

  @CheckedTemplate(basePath = "team", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance firstStart(String place);

    static native TemplateInstance noTeam(Frame frame);
  }

  /** To the person's team; to the sign-in page; or where the first link is. */
  @GET
  @Open
  public Response start() {
    if (!current.isSignedIn()) {
      return first.exists()
          ? to("/sign-in")
          : Response.ok(Templates.firstStart(first.place().toString())).build();
    }
    List<Seat> seats = current.account().seats();
    if (!seats.isEmpty()) {
      return to("/teams/" + seats.get(0).slug());
    }
    return current.isPlatformAdmin()
        ? to("/admin/teams")
        : Response.ok(Templates.noTeam(frames.of(Frame.Section.HOME))).build();
  }

  private static Response to(String path) {
    return Response.seeOther(URI.create(path)).build();
  }
}
