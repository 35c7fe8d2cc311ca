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

/** What a one-time link opens: the first administrator's form, or a user's new password. */
@Path("/setup/{link}")
@Open
public class SetupPages {
  private final OpenSetupLink links;
  private final Passwords passwords;
  private final Sessions sessions;

  SetupPages(OpenSetupLink links, Passwords passwords, Sessions sessions) {
    this.links = links;
    this.passwords = passwords;
    this.sessions = sessions;
  }

  @CheckedTemplate(basePath = "team", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance setup(Form form, Faults faults);
  }

  /**
   * The form with what was written.
   *
   * @param token of the link
   * @param administrator whether name and e-mail are asked for
   * @param name kept
   * @param email kept
   */
  record Form(String token, boolean administrator, String name, String email) {}

  /** The form. */
  @GET
  public Response form(@PathParam("link") String token) {
    OpenSetupLink.Invitation of = look(token);
    return page(
        200, new Form(token, of.isAdministrators(), say(of.name()), say(of.email())), Faults.NONE);
  }

  /** Sets the password and signs in: 303, or 422 with the form. */
  @POST
  public Response complete(
      @PathParam("link") String token,
      @FormParam("name") @Nullable String name,
      @FormParam("email") @Nullable String email,
      @FormParam("password") @Nullable String password,
      @Context UriInfo uri) {
    OpenSetupLink.Invitation of = look(token);
    String called = of.isAdministrators() ? say(name).strip() : say(of.name());
    String address = of.isAdministrators() ? say(email).strip() : say(of.email());
    List<Problem.Item> problems = new ArrayList<>(People.faults(called, address));
    passwords.fault(say(password), address).ifPresent(problems::add);
    if (!problems.isEmpty()) {
      return page(
          422, new Form(token, of.isAdministrators(), called, address), new Faults(problems));
    }
    UUID user = links.complete(new Secret(token), called, address, say(password));
    return Response.seeOther(URI.create("/"))
        .cookie(SessionCookie.of(uri).give(sessions.open(user)))
        .build();
  }

  /** What a link says that is used, too old, replaced, or never was. */
  static Problem dead() {
    return new Problem(
        404,
        "link-dead",
        "This link is no longer good",
        List.of(
            new Problem.Item(
                null,
                "a link works once, for 24 hours, and until a newer one is made",
                "Sign in, or ask an administrator for a new one; on the server itself:"
                    + " java -jar quarkus-run.jar reset-admin")));
  }

  private OpenSetupLink.Invitation look(String token) {
    return links.look(new Secret(token)).orElseThrow(SetupPages::dead);
  }

  private static Response page(int status, Form form, Faults faults) {
    return Response.status(status)
        .entity(Templates.setup(form, faults))
        .header("Cache-Control", "no-store")
        .build();
  }

  private static String say(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
