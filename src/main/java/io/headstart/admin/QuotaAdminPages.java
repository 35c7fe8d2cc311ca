package io.headstart.admin;

import io.headstart.platform.page.Frame;
import io.headstart.platform.problem.Faults;
import io.headstart.platform.problem.Problem;
import io.headstart.quota.QuotaOverview;
import io.headstart.quota.SetCapacity;
import io.headstart.quota.SetTeamQuota;
import io.headstart.quota.TeamQuota;
import io.headstart.team.CurrentUser;
import io.headstart.team.Frames;
import io.headstart.team.Team;
import io.headstart.team.Teams;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Capacity of the installation and limits of its teams; what is set here holds at once. */
@Path("/admin/quotas")
public class QuotaAdminPages {
  private static final int CHANGES = 20;
  private static final int TEAMS = 25;

  private final QuotaOverview overview;
  private final SetTeamQuota setTeamQuota;
  private final SetCapacity setCapacity;
  private final Teams teams;
  private final CurrentUser current;
  private final Frames frames;

  QuotaAdminPages(
      QuotaOverview overview,
      SetTeamQuota setTeamQuota,
      SetCapacity setCapacity,
      Teams teams,
      CurrentUser current,
      Frames frames) {
    this.overview = overview;
    this.setTeamQuota = setTeamQuota;
    this.setCapacity = setCapacity;
    this.teams = teams;
    this.current = current;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "admin", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance quotas(
        Frame frame,
        List<QuotaOverview.Capacity> capacities,
        List<QuotaOverview.TeamLimits> limits,
        String next,
        List<QuotaOverview.Change> changes,
        Faults faults);
  }

  /** Capacity, limits and their changes; the newest teams first, page by page. */
  @GET
  public Response page(@QueryParam("page") @DefaultValue("1") int page) {
    return page(200, Faults.NONE, Math.max(1, page));
  }

  /** Sets how many slots a class has: 303, or 422 with the page. */
  @POST
  @Path("capacity/{class}")
  public Response capacity(
      @PathParam("class") String slotClass, @FormParam("slots") @Nullable String slots) {
    List<Problem.Item> faults = new ArrayList<>();
    int value = number("slots", slots, faults);
    return change(faults, () -> setCapacity.set(slotClass, value, current.id()));
  }

  /** Sets a team's limits for a class: 303, or 422 with the page. */
  @POST
  @Path("teams/{slug}/{class}")
  public Response limits(
      @PathParam("slug") String slug,
      @PathParam("class") String slotClass,
      @FormParam("slots") @Nullable String slots,
      @FormParam("guaranteed") @Nullable String guaranteed,
      @FormParam("queued") @Nullable String queued,
      @FormParam("hours") @Nullable String hours) {
    Team team = teams.find(slug).orElseThrow(Problem::notFound);
    List<Problem.Item> faults = new ArrayList<>();
    TeamQuota quota =
        new TeamQuota(
            number("slots", slots, faults),
            number("guaranteed", guaranteed, faults),
            number("queued", queued, faults),
            Duration.ofHours(number("hours", hours, faults)));
    return change(faults, () -> setTeamQuota.set(team.ref(), slotClass, quota, current.id()));
  }

  private Response change(List<Problem.Item> faults, Runnable change) {
    if (!faults.isEmpty()) {
      return page(422, new Faults(faults), 1);
    }
    try {
      change.run();
    } catch (Problem problem) {
      if (problem.status() != 422) {
        throw problem;
      }
      return page(422, new Faults(problem.items()), 1);
    }
    return Response.seeOther(URI.create("/admin/quotas")).build();
  }

  private Response page(int status, Faults faults, int page) {
    List<QuotaOverview.TeamLimits> limits = overview.teams(page, TEAMS);
    boolean full = limits.stream().map(QuotaOverview.TeamLimits::slug).distinct().count() == TEAMS;
    String next = full ? "/admin/quotas?page=" + (page + 1) : "";
    return Response.status(status)
        .entity(
            Templates.quotas(
                frames.of(Frame.Section.QUOTAS),
                overview.capacities(),
                limits,
                next,
                overview.changes(CHANGES),
                faults))
        .header("Cache-Control", "no-store")
        .build();
  }

  private static int number(String field, @Nullable String text, List<Problem.Item> faults) {
    if (text == null || !text.strip().matches("\\d{1,5}")) {
      faults.add(new Problem.Item(field, field + " must be a whole number", "Use 0 or more."));
      return 0;
    }
    return Integer.parseInt(text.strip());
  }
}
