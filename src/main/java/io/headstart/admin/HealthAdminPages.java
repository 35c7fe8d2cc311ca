package io.headstart.admin;

import io.headstart.dispatch.Invariants;
import io.headstart.dispatch.Vitals;
import io.headstart.platform.page.Frame;
import io.headstart.team.Frames;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Whether the installation is well, asked as the page opens. */
@Path("/admin/health")
public class HealthAdminPages {
  private final Vitals vitals;
  private final Invariants invariants;
  private final Frames frames;

  HealthAdminPages(Vitals vitals, Invariants invariants, Frames frames) {
    this.vitals = vitals;
    this.invariants = invariants;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "admin", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance health(
        Frame frame,
        List<Vitals.Part> parts,
        List<Invariants.Asked> rules,
        List<Vitals.Tick> ticks,
        List<Vitals.Server> servers,
        long broken);
  }

  /** The page. */
  @GET
  public Response page() {
    List<Vitals.Part> parts = vitals.parts();
    List<Invariants.Asked> rules = invariants.asked();
    List<Vitals.Tick> ticks = vitals.ticks();
    long broken =
        parts.stream().filter(part -> !part.well()).count()
            + rules.stream()
                .filter(rule -> rule.broken() == null || !rule.broken().isEmpty())
                .count()
            + ticks.stream().filter(tick -> !tick.well()).count();
    return Response.ok(
            Templates.health(
                frames.of(Frame.Section.HEALTH), parts, rules, ticks, vitals.servers(), broken))
        .header("Cache-Control", "no-store")
        .build();
  }
}
