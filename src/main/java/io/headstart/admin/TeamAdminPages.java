package io.headstart.admin;

import io.headstart.platform.page.Frame;
import io.headstart.platform.problem.Faults;
import io.headstart.platform.problem.Problem;
import io.headstart.team.CreateTeam;
import io.headstart.team.CurrentUser;
import io.headstart.team.Frames;
import io.headstart.team.Member;
import io.headstart.team.MemberPages;
import io.headstart.team.People;
import io.headstart.team.Role;
import io.headstart.team.SeatPerson;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Teams, accounts and memberships of the whole installation; nothing of what teams own. */
@Path("/admin/teams")
public class TeamAdminPages {
  private static final int PAGE = 25;

  private final Teams teams;
  private final People people;
  private final CreateTeam create;
  private final SeatPerson seats;
  private final CurrentUser current;
  private final Frames frames;

  TeamAdminPages(
      Teams teams,
      People people,
      CreateTeam create,
      SeatPerson seats,
      CurrentUser current,
      Frames frames) {
    this.teams = teams;
    this.people = people;
    this.create = create;
    this.seats = seats;
    this.current = current;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "admin", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance teams(
        Frame frame,
        List<TeamRow> teams,
        List<People.Person> people,
        String older,
        List<Role> roles,
        Input input,
        Faults teamFaults,
        Faults userFaults,
        Faults memberFaults,
        Link link);
  }

  /**
   * A team with its members.
   *
   * @param team the team
   * @param members owners first
   */
  record TeamRow(Team team, List<Member> members) {}

  /** What was written into the forms. */
  record Input(
      String slug,
      String teamName,
      String name,
      String email,
      String memberTeam,
      String memberEmail) {
    static final Input EMPTY = new Input("", "", "", "", "", "");
  }

  /**
   * A link by which somebody sets a password, the only time that it's shown.
   *
   * @param to whose it is; empty on every other page
   * @param url to hand over
   */
  record Link(String to, String url) {
    static final Link NONE = new Link("", "");
  }

  /** Teams and people, the newest first, page by page. */
  @GET
  public Response page(@QueryParam("page") @DefaultValue("1") int page) {
    return page(
        200, Input.EMPTY, Faults.NONE, Faults.NONE, Faults.NONE, Link.NONE, Math.max(1, page));
  }

  /** Makes a team: 303, or 422 with the page. */
  @POST
  public Response createTeam(
      @FormParam("slug") @Nullable String slug, @FormParam("team-name") @Nullable String name) {
    Input input = new Input(say(slug).strip(), say(name).strip(), "", "", "", "");
    try {
      create.create(current.id(), input.slug(), input.teamName());
      return back();
    } catch (Problem problem) {
      return page(
          422,
          input,
          faults(problem, field -> field.equals("name") ? "team-name" : field),
          Faults.NONE,
          Faults.NONE,
          Link.NONE);
    }
  }

  /** Makes an account and shows the link that belongs to it: 201, or 422 with the page. */
  @POST
  @Path("users")
  public Response createUser(
      @FormParam("name") @Nullable String name,
      @FormParam("email") @Nullable String email,
      @Context UriInfo uri) {
    Input input = new Input("", "", say(name).strip(), say(email).strip(), "", "");
    try {
      UUID user = people.createUser(current.id(), input.name(), input.email());
      return page(
          201, Input.EMPTY, Faults.NONE, Faults.NONE, Faults.NONE, link(user, input.email(), uri));
    } catch (Problem problem) {
      return page(
          422, input, Faults.NONE, faults(problem, Function.identity()), Faults.NONE, Link.NONE);
    }
  }

  /** Makes a new link for an account and shows it; the one before is dead. */
  @POST
  @Path("users/{user}/link")
  public Response newLink(@PathParam("user") UUID user, @Context UriInfo uri) {
    String email = people.email(user).orElseThrow(Problem::notFound);
    return page(200, Input.EMPTY, Faults.NONE, Faults.NONE, Faults.NONE, link(user, email, uri));
  }

  /** Shuts an account out at once. */
  @POST
  @Path("users/{user}/disable")
  public Response disable(@PathParam("user") UUID user) {
    people.disable(current.id(), user, true);
    return back();
  }

  /** Lets an account in again. */
  @POST
  @Path("users/{user}/enable")
  public Response enable(@PathParam("user") UUID user) {
    people.disable(current.id(), user, false);
    return back();
  }

  /**
   * Gives an account a role in a team, or takes it with the role NONE: 303, or 422 with the page.
   */
  @POST
  @Path("members")
  public Response seat(
      @FormParam("member-team") @Nullable String slug,
      @FormParam("member-email") @Nullable String email,
      @FormParam("member-role") @Nullable String role) {
    Input input = new Input("", "", "", "", say(slug), say(email).strip());
    Team team = teams.find(input.memberTeam()).orElse(null);
    UUID user = people.byEmail(input.memberEmail()).orElse(null);
    List<Problem.Item> faults = new ArrayList<>();
    if (team == null) {
      faults.add(
          new Problem.Item(
              "member-team", "There is no such team.", "Write its name in addresses."));
    }
    if (user == null) {
      faults.add(
          new Problem.Item(
              "member-email", "There is no account of this address.", "Make it first, below."));
    }
    if (team == null || user == null) {
      return page(422, input, Faults.NONE, Faults.NONE, new Faults(faults), Link.NONE);
    }
    seats.seat(current.id(), team.ref(), user, "NONE".equals(role) ? null : MemberPages.role(role));
    return back();
  }

  private Link link(UUID user, String email, UriInfo uri) {
    return new Link(email, uri.getBaseUri().resolve(people.link(current.id(), user)).toString());
  }

  private Response page(
      int status,
      Input input,
      Faults teamFaults,
      Faults userFaults,
      Faults memberFaults,
      Link link) {
    return page(status, input, teamFaults, userFaults, memberFaults, link, 1);
  }

  private Response page(
      int status,
      Input input,
      Faults teamFaults,
      Faults userFaults,
      Faults memberFaults,
      Link link,
      int page) {
    List<TeamRow> rows =
        teams.newest(page, PAGE).stream()
            .map(t -> new TeamRow(t, people.members(t.ref())))
            .toList();
    List<People.Person> accounts = people.newest(page, PAGE);
    boolean full = rows.size() == PAGE || accounts.size() == PAGE;
    return Response.status(status)
        .entity(
            Templates.teams(
                frames.of(Frame.Section.TEAMS),
                rows,
                accounts,
                full ? "/admin/teams?page=" + (page + 1) : "",
                Arrays.asList(Role.values()),
                input,
                teamFaults,
                userFaults,
                memberFaults,
                link))
        .header("Cache-Control", "no-store")
        .build();
  }

  private static Faults faults(Problem problem, Function<String, String> field) {
    if (problem.status() != 422) {
      throw problem;
    }
    return new Faults(
        problem.items().stream()
            .map(
                i ->
                    new Problem.Item(
                        i.field() == null ? null : field.apply(i.field()), i.why(), i.fix()))
            .toList());
  }

  private static Response back() {
    return Response.seeOther(URI.create("/admin/teams")).build();
  }

  private static String say(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
