package io.headstart.team;

import io.headstart.platform.page.Frame;
import io.headstart.platform.problem.Faults;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.InTeam;
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
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A user's API tokens in a team; an owner sees everybody's. */
@Path("/teams/{team}/tokens")
public class TokenPages {
  private final TokenList list;
  private final CreateApiToken create;
  private final RevokeApiToken revoke;
  private final CurrentUser current;
  private final Frames frames;

  TokenPages(
      TokenList list,
      CreateApiToken create,
      RevokeApiToken revoke,
      CurrentUser current,
      Frames frames) {
    this.list = list;
    this.create = create;
    this.revoke = revoke;
    this.current = current;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "team", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance tokens(
        Frame frame, List<Row> tokens, boolean everybodys, Form form, Faults faults, Made made);
  }

  /**
   * A token in the list.
   *
   * @param token as stored
   * @param owner name of its user
   * @param expired whether it has died of age
   */
  record Row(ApiToken token, String owner, boolean expired) {}

  /** What was written into the form. */
  record Form(String name, String scope, String days) {
    static final Form EMPTY = new Form("", TokenScope.WRITE.name(), "90");
  }

  /**
   * A token that was made right now, the only time that it's shown.
   *
   * @param text the token; empty on every other page
   * @param curl a line that uses it
   */
  record Made(String text, String curl) {
    static final Made NONE = new Made("", "");
  }

  /** The list and the form. */
  @GET
  public Response page() {
    return page(200, Form.EMPTY, Faults.NONE, Made.NONE);
  }

  /** Makes a token and shows it: the one answer that has it, so it isn't behind a redirect. */
  @POST
  @Needs(Role.VIEWER)
  public Response create(
      @FormParam("name") @Nullable String name,
      @FormParam("scope") @Nullable String scope,
      @FormParam("days") @Nullable String days,
      @Context UriInfo uri) {
    Form form =
        new Form(
            Objects.requireNonNullElse(name, ""),
            (TokenScope.READ.name().equals(scope) ? TokenScope.READ : TokenScope.WRITE).name(),
            Objects.requireNonNullElse(days, ""));
    try {
      int life = form.days().matches("\\d{1,4}") ? Integer.parseInt(form.days()) : 0;
      Secret made = create.create(form.name(), TokenScope.valueOf(form.scope()), life);
      return page(201, Form.EMPTY, Faults.NONE, new Made(made.text(), curl(made, uri)));
    } catch (Problem problem) {
      if (problem.status() != 422) {
        throw problem;
      }
      return page(422, form, new Faults(problem.items()), Made.NONE);
    }
  }

  /** Ends a token at once. */
  @POST
  @Path("{token}/revoke")
  @Needs(Role.VIEWER)
  public Response revoke(@PathParam("token") UUID token) {
    revoke.revoke(token);
    return Response.seeOther(URI.create("/teams/" + current.slug() + "/tokens")).build();
  }

  private Response page(int status, Form form, Faults faults, Made made) {
    return Response.status(status)
        .entity(
            Templates.tokens(
                frames.of(Frame.Section.TOKENS),
                list.rows(),
                current.may(Role.OWNER),
                form,
                faults,
                made))
        .header("Cache-Control", "no-store")
        .build();
  }

  private String curl(Secret made, UriInfo uri) {
    return "curl -H 'Authorization: Bearer "
        + made.text()
        + "' "
        + uri.getBaseUri().resolve("/api/v1/teams/" + current.slug());
  }

  /** Reads the list as team work. */
  @jakarta.enterprise.context.ApplicationScoped
  @InTeam
  static class TokenList {
    private final ApiTokens tokens;
    private final Memberships members;
    private final CurrentUser current;

    TokenList(ApiTokens tokens, Memberships members, CurrentUser current) {
      this.tokens = tokens;
      this.members = members;
      this.current = current;
    }

    List<Row> rows() {
      Map<UUID, Member> byId =
          members.everybody().stream().collect(Collectors.toMap(Member::id, Function.identity()));
      Instant now = Clock.systemUTC().instant();
      return tokens.living(current.id(), current.may(Role.OWNER)).stream()
          .map(
              t ->
                  new Row(
                      t,
                      Objects.requireNonNull(byId.get(t.userId())).name(),
                      t.expiresAt().isBefore(now)))
          .toList();
    }
  }
}
