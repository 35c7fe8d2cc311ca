package io.headstart.team;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an invitation opens: one button for who is signed in, else the form of a new account. */
@Path("/join/{invite}")
@Open
public class JoinPages {
  private final JoinTeam joins;
  private final Passwords passwords;
  private final Sessions sessions;
  private final CurrentUser current;

  JoinPages(JoinTeam joins, Passwords passwords, Sessions sessions, CurrentUser current) {
    this.joins = joins;
    this.passwords = passwords;
    this.sessions = sessions;
    this.current = current;
  }

  @CheckedTemplate(basePath = "team", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance join(Form form, Faults faults);
  }

  /**
   * The form with what was written.
   *
   * @param token of the link
   * @param team where it leads
   * @param role that it gives
   * @param user name of who is signed in; empty for nobody
   * @param name kept
   * @param email kept
   */
  record Form(String token, String team, Role role, String user, String name, String email) {}

  /** The form. */
  @GET
  public Response form(@PathParam("invite") String token) {
    return page(200, token, look(token), "", "", Faults.NONE);
  }

  /** Joins: 303 to the team, or 422 with the form. */
  @POST
  public Response join(
      @PathParam("invite") String token,
      @FormParam("name") @Nullable String name,
      @FormParam("email") @Nullable String email,
      @FormParam("password") @Nullable String password,
      @Context UriInfo uri) {
    JoinTeam.Invitation to = look(token);
    if (current.isSignedIn()) {
      joins.join(new Secret(token), current.id());
      return Response.seeOther(URI.create("/teams/" + to.slug())).build();
    }
    String called = said(name).strip();
    String address = said(email).strip();
    List<Problem.Item> faults = new ArrayList<>(People.faults(called, address));
    passwords.fault(said(password), address).ifPresent(faults::add);
    if (!faults.isEmpty()) {
      return page(422, token, to, called, address, new Faults(faults));
    }
    try {
      UUID user = joins.joinAnew(new Secret(token), called, address, said(password));
      return Response.seeOther(URI.create("/teams/" + to.slug()))
          .cookie(SessionCookie.of(uri).give(sessions.open(user)))
          .build();
    } catch (Problem problem) {
      if (problem.status() != 422) {
        throw problem;
      }
      return page(422, token, to, called, address, new Faults(problem.items()));
    }
  }

  private JoinTeam.Invitation look(String token) {
    return joins.look(new Secret(token)).orElseThrow(JoinTeam::deadLink);
  }

  private Response page(
      int status, String token, JoinTeam.Invitation to, String name, String email, Faults faults) {
    String user = current.isSignedIn() ? current.name() : "";
    return Response.status(status)
        .entity(Templates.join(new Form(token, to.name(), to.role(), user, name, email), faults))
        .header("Cache-Control", "no-store")
        .build();
  }

  private static String said(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
