package io.headstart.team;

import io.headstart.platform.page.Frame;
import io.headstart.platform.problem.Faults;
import io.headstart.platform.problem.Problem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Members of a team and their roles: everybody sees them, owners change them. */
@Path("/teams/{team}/members")
public class MemberPages {
  private final MemberChanges changes;
  private final People people;
  private final Invitations invitations;
  private final CurrentUser current;
  private final Frames frames;

  MemberPages(
      MemberChanges changes,
      People people,
      Invitations invitations,
      CurrentUser current,
      Frames frames) {
    this.changes = changes;
    this.people = people;
    this.invitations = invitations;
    this.current = current;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "team", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance members(
        Frame frame,
        List<Member> members,
        List<Role> roles,
        boolean owner,
        UUID self,
        String email,
        Faults faults,
        List<Invitations.Open> invitations,
        Made made);
  }

  /**
   * An invitation that was made right now, the only time that its link is shown.
   *
   * @param url the link; empty on every other page
   * @param role that it gives
   */
  record Made(String url, String role) {
    static final Made NONE = new Made("", "");
  }

  /** The list. */
  @GET
  public Response page() {
    return page(200, "", Faults.NONE, Made.NONE);
  }

  /** Adds somebody who has an account. */
  @POST
  @Needs(Role.OWNER)
  public Response add(
      @FormParam("email") @Nullable String email, @FormParam("role") @Nullable String role) {
    String address = Objects.requireNonNullElse(email, "");
    UUID user = people.byEmail(address).orElse(null);
    if (user == null) {
      return page(
          422,
          address,
          new Faults(
              List.of(
                  new Problem.Item(
                      "email",
                      "There is no account of this address.",
                      "Give them an invitation link; with it they make one."))),
          Made.NONE);
    }
    changes.add(user, role(role));
    return back();
  }

  /** Gives a member another role. */
  @POST
  @Path("{member}/role")
  @Needs(Role.OWNER)
  public Response change(
      @PathParam("member") UUID member, @FormParam("role") @Nullable String role) {
    changes.require(member); // who isn't here has no role to be wrong about
    changes.change(member, role(role));
    return back();
  }

  /** Ends a membership, and the member's API tokens in this team, at once. */
  @POST
  @Path("{member}/remove")
  @Needs(Role.OWNER)
  public Response remove(@PathParam("member") UUID member) {
    changes.remove(member);
    return member.equals(current.id()) ? Response.seeOther(URI.create("/")).build() : back();
  }

  /** Ends one's own membership; the last owner stays. */
  @POST
  @Path("leave")
  @Needs(Role.VIEWER)
  public Response leave() {
    changes.remove(current.id());
    return Response.seeOther(URI.create("/")).build();
  }

  /** Makes an invitation and shows its link: the one answer that has it. */
  @POST
  @Path("invitations")
  @Needs(Role.OWNER)
  public Response invite(
      @FormParam("role") @Nullable String role,
      @FormParam("days") @Nullable String days,
      @Context UriInfo uri) {
    Role given = role(role);
    String text = Objects.requireNonNullElse(days, "");
    Secret link = invitations.create(given, text.matches("\\d{1,3}") ? Integer.parseInt(text) : 0);
    return page(
        201,
        "",
        Faults.NONE,
        new Made(uri.getBaseUri().resolve("/join/" + link.text()).toString(), given.word()));
  }

  /** Kills an invitation at once. */
  @POST
  @Path("invitations/{invitation}/revoke")
  @Needs(Role.OWNER)
  public Response revoke(@PathParam("invitation") UUID invitation) {
    invitations.revoke(invitation);
    return back();
  }

  private Response page(int status, String email, Faults faults, Made made) {
    return Response.status(status)
        .entity(
            Templates.members(
                frames.of(Frame.Section.MEMBERS),
                changes.list(),
                Arrays.asList(Role.values()),
                current.may(Role.OWNER),
                current.id(),
                email,
                faults,
                current.may(Role.OWNER) ? invitations.open() : List.of(),
                made))
        .header("Cache-Control", "no-store")
        .build();
  }

  private Response back() {
    return Response.seeOther(URI.create("/teams/" + current.slug() + "/members")).build();
  }

  /**
   * The role of a form.
   *
   * @throws Problem 422 when there is no such role
   */
  public static Role role(@Nullable String text) {
    return Arrays.stream(Role.values())
        .filter(r -> r.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                    422,
                    "validation",
                    "There is no such role",
                    List.of(
                        new Problem.Item(
                            "role",
                            "\"" + text + "\" is no role",
                            "Use VIEWER, MEMBER or OWNER."))));
  }
}
