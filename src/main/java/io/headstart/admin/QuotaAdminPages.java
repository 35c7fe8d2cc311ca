package io.headstart.admin;

import io.headstart.dispatch.MachineOffers;
import io.headstart.dispatch.Offer;
import io.headstart.dispatch.PreviewLimits;
import io.headstart.platform.page.Frame;
import io.headstart.platform.page.Say;
import io.headstart.platform.problem.Faults;
import io.headstart.platform.problem.Problem;
import io.headstart.quota.QuotaOverview;
import io.headstart.quota.SetCapacity;
import io.headstart.quota.SetStorage;
import io.headstart.quota.SetTeamQuota;
import io.headstart.quota.TeamQuota;
import io.headstart.team.CurrentUser;
import io.headstart.team.Frames;
import io.headstart.team.Team;
import io.headstart.team.Teams;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Capacity of the installation and limits of its teams; what is set here holds at once. */
@Path("/admin/quotas")
public class QuotaAdminPages {
  private static final int CHANGES = 20;
  private static final int TEAMS = 25;
  private static final String FIRST = "training";

  /** What {@code TeamQuota} calls a field, and what the form does. */
  private static final Map<String, String> FIELDS =
      Map.of("queuedJobs", "queued", "longest", "hours", "hoursPerMonth", "month");

  private final QuotaOverview overview;
  private final SetTeamQuota setTeamQuota;
  private final SetStorage setStorage;
  private final SetCapacity setCapacity;
  private final PreviewLimits preview;
  private final MachineOffers offers;
  private final Teams teams;
  private final CurrentUser current;
  private final Frames frames;

  QuotaAdminPages(
      QuotaOverview overview,
      SetTeamQuota setTeamQuota,
      SetStorage setStorage,
      SetCapacity setCapacity,
      PreviewLimits preview,
      MachineOffers offers,
      Teams teams,
      CurrentUser current,
      Frames frames) {
    this.overview = overview;
    this.setTeamQuota = setTeamQuota;
    this.setStorage = setStorage;
    this.setCapacity = setCapacity;
    this.preview = preview;
    this.offers = offers;
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
        QuotaOverview.Capacity capacity,
        @Nullable Offer offer,
        QuotaOverview.Sums sums,
        List<QuotaOverview.TeamLimits> limits,
        String next,
        List<QuotaOverview.Change> changes,
        Edit edit,
        Faults faults);
  }

  /** The fields of a form for limits. */
  static class Fields {
    @FormParam("slots")
    @Nullable String slots;

    @FormParam("guaranteed")
    @Nullable String guaranteed;

    @FormParam("queued")
    @Nullable String queued;

    @FormParam("hours")
    @Nullable String hours;

    @FormParam("month")
    @Nullable String month;

    @FormParam("storage")
    @Nullable String storage;

    @FormParam("act")
    @Nullable String act;

    QuotaForm form() {
      return QuotaForm.of(slots, guaranteed, queued, hours, month, storage);
    }
  }

  /**
   * The form that is open.
   *
   * @param slug team, {@code *} for the defaults, empty for none
   * @param form what stands in it
   * @param effects what it would change, once asked for
   * @param faults what is wrong with it
   */
  record Edit(String slug, QuotaForm form, List<String> effects, Faults faults) {
    static final String DEFAULTS = "*";
    static final Edit NONE = new Edit("", QuotaForm.EMPTY, List.of(), Faults.NONE);
  }

  /**
   * Capacity, limits and their changes; the newest teams first, page by page.
   *
   * @param slotClass whose limits
   * @param team slug of the team whose form is open; {@code *} for the defaults
   */
  @GET
  public Response page(
      @QueryParam("class") @DefaultValue(FIRST) String slotClass,
      @QueryParam("page") @DefaultValue("1") int page,
      @QueryParam("team") @DefaultValue("") String team) {
    return page(200, slotClass, Math.max(1, page), team, Edit.NONE, Faults.NONE);
  }

  /** Sets how many slots a class has: 303, or 422 with the page. */
  @POST
  @Path("capacity/{class}")
  public Response capacity(
      @PathParam("class") String slotClass, @FormParam("slots") @Nullable String slots) {
    try {
      String text = Objects.requireNonNullElse(slots, "").strip();
      setCapacity.set(
          slotClass, text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1, current.id());
      return back(slotClass);
    } catch (Problem problem) {
      return refused(
          problem,
          slotClass,
          Edit.NONE,
          problem.items().stream()
              .map(item -> new Problem.Item("capacity-slots", item.why(), item.fix()))
              .toList());
    }
  }

  /** Sets a team's limits for a class (303), or shows what they would change (200, 422). */
  @POST
  @Path("teams/{slug}/{class}")
  public Response limits(
      @PathParam("slug") String slug,
      @PathParam("class") String slotClass,
      @BeanParam Fields fields) {
    Team team = teams.find(slug).orElseThrow(Problem::notFound);
    return change(
        slug,
        slotClass,
        fields,
        (quota, bytes) -> {
          setTeamQuota.set(team.ref(), slotClass, quota, current.id());
          if (bytes != null) {
            setStorage.set(team.ref(), bytes, current.id());
          }
        },
        (quota, bytes) -> effects(team, slotClass, quota, bytes));
  }

  /** Sets the limits of teams that have none of their own; answers as {@link #limits}. */
  @POST
  @Path("defaults/{class}")
  public Response defaults(@PathParam("class") String slotClass, @BeanParam Fields fields) {
    return change(
        Edit.DEFAULTS,
        slotClass,
        fields,
        (quota, bytes) -> {
          setTeamQuota.setDefault(slotClass, quota, current.id());
          if (bytes != null) {
            setStorage.setDefault(bytes, current.id());
          }
        },
        (quota, bytes) ->
            List.of(
                "Teams that have limits of their own keep them; all others, and new ones, have these"
                    + " from then on. What runs goes on."));
  }

  private interface Apply {
    void to(TeamQuota quota, @Nullable Long bytes);
  }

  private interface Effects {
    List<String> of(TeamQuota quota, @Nullable Long bytes);
  }

  private Response change(
      String slug, String slotClass, Fields fields, Apply apply, Effects effects) {
    QuotaForm form = fields.form();
    List<Problem.Item> faults = new ArrayList<>();
    TeamQuota quota = form.quota(faults);
    Long bytes = form.bytes(faults);
    if (!faults.isEmpty()) {
      return page(422, slotClass, 1, slug, edit(slug, form, List.of(), faults), Faults.NONE);
    }
    try {
      if ("preview".equals(fields.act)) {
        SetTeamQuota.check(quota);
        Edit edit = edit(slug, form, effects.of(quota, bytes), List.of());
        return page(200, slotClass, 1, slug, edit, Faults.NONE);
      }
      apply.to(quota, bytes);
      return back(slotClass);
    } catch (Problem problem) {
      List<Problem.Item> items =
          problem.items().stream()
              .map(
                  item ->
                      new Problem.Item(
                          item.field() == null
                              ? null
                              : FIELDS.getOrDefault(item.field(), item.field()),
                          item.why(),
                          item.fix()))
              .toList();
      return refused(problem, slotClass, edit(slug, form, List.of(), items), List.of());
    }
  }

  private List<String> effects(Team team, String slotClass, TeamQuota quota, @Nullable Long bytes) {
    List<String> effects = new ArrayList<>(preview.of(team.ref(), slotClass, quota));
    long stored = overview.stored(team.ref());
    if (bytes != null && stored > bytes) {
      effects.add(
          "They store %s already. Nothing is deleted; uploads stop until %s are freed."
              .formatted(Say.bytes(stored), Say.bytes(stored - bytes)));
    }
    return effects;
  }

  private static Edit edit(
      String slug, QuotaForm form, List<String> effects, List<Problem.Item> faults) {
    return new Edit(slug, form, effects, new Faults(faults));
  }

  private Response refused(Problem problem, String slotClass, Edit edit, List<Problem.Item> items) {
    if (problem.status() != 422) {
      throw problem;
    }
    return page(422, slotClass, 1, edit.slug(), edit, new Faults(items));
  }

  private static Response back(String slotClass) {
    return Response.seeOther(
            URI.create(
                "/admin/quotas?class=" + URLEncoder.encode(slotClass, StandardCharsets.UTF_8)))
        .build();
  }

  private Response page(
      int status, String slotClass, int page, String team, Edit edit, Faults faults) {
    List<QuotaOverview.Capacity> capacities = overview.capacities();
    QuotaOverview.Capacity capacity =
        capacities.stream()
            .filter(one -> one.slotClass().equals(slotClass))
            .findFirst()
            .orElseThrow(Problem::notFound);
    QuotaOverview.Sums sums = overview.sums(slotClass);
    List<QuotaOverview.TeamLimits> limits = new ArrayList<>(overview.teams(slotClass, page, TEAMS));
    if (!team.isEmpty() && limits.stream().noneMatch(one -> one.slug().equals(team))) {
      overview.team(slotClass, team).ifPresent(one -> limits.add(0, one));
    }
    Edit open = edit.slug().isEmpty() && !team.isEmpty() ? open(team, limits, sums) : edit;
    String next =
        limits.size() >= TEAMS
            ? "/admin/quotas?class="
                + URLEncoder.encode(slotClass, StandardCharsets.UTF_8)
                + "&page="
                + (page + 1)
            : "";
    return Response.status(status)
        .entity(
            Templates.quotas(
                frames.of(Frame.Section.QUOTAS),
                capacities,
                capacity,
                offers.of(slotClass).orElse(null),
                sums,
                limits,
                next,
                overview.changes(CHANGES),
                open,
                faults))
        .header("Cache-Control", "no-store")
        .build();
  }

  private static Edit open(
      String team, List<QuotaOverview.TeamLimits> limits, QuotaOverview.Sums sums) {
    if (team.equals(Edit.DEFAULTS)) {
      return edit(
          team, QuotaForm.of(sums.byDefault(), sums.storageByDefault()), List.of(), List.of());
    }
    return limits.stream()
        .filter(one -> one.slug().equals(team))
        .findFirst()
        .map(one -> edit(team, QuotaForm.of(one.quota(), one.storageLimit()), List.of(), List.of()))
        .orElse(Edit.NONE);
  }
}
