package io.headstart.team;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Signing in and out. */
@Path("/")
@Open
public class SignInPages {
  private final SignIn signIn;
  private final Sessions sessions;
  private final CurrentUser current;

  SignInPages(SignIn signIn, Sessions sessions, CurrentUser current) {
    this.signIn = signIn;
    this.sessions = sessions;
    this.current = current;
  }

  @CheckedTemplate(basePath = "team", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance signIn(String to, String email, String fault, String fix);
  }

  /** The form; somebody who is signed in goes on at once. */
  @GET
  @Path("sign-in")
  public Response form(@QueryParam("to") @Nullable String to) {
    String back = ours(to);
    return current.isSignedIn()
        ? Response.seeOther(URI.create(back)).build()
        : page(200, back, "", "", "");
  }

  /** 303 with a session, or the form again: 422, or 429 when there were too many tries. */
  @POST
  @Path("sign-in")
  public Response attempt(
      @FormParam("email") @Nullable String email,
      @FormParam("password") @Nullable String password,
      @FormParam("to") @Nullable String to,
      @Context HttpServerRequest request,
      @Context UriInfo uri) {
    String back = ours(to);
    String address = Objects.requireNonNullElse(email, "");
    SignIn.Result result =
        signIn.attempt(
            address,
            Objects.requireNonNullElse(password, ""),
            request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress());
    if (result.session() != null) {
      return Response.seeOther(URI.create(back))
          .cookie(SessionCookie.of(uri).give(result.session()))
          .build();
    }
    return result.pause().isZero()
        ? page(422, back, address, "E-mail and password don't match.", "Check both and try again.")
        : page(
            429,
            back,
            address,
            "Too many tries.",
            "Signing in from here is possible again in " + minutes(result.pause()) + ".");
  }

  /** Ends the session at once, wherever else its cookie may lie. */
  @POST
  @Path("sign-out")
  public Response signOut(@Context HttpHeaders headers, @Context UriInfo uri) {
    SessionCookie cookie = SessionCookie.of(uri);
    cookie.in(headers.getCookies()).ifPresent(sessions::end);
    return Response.seeOther(URI.create("/sign-in")).cookie(cookie.take()).build();
  }

  private static Response page(int status, String to, String email, String fault, String fix) {
    return Response.status(status)
        .entity(Templates.signIn(to, email, fault, fix))
        .header("Cache-Control", "no-store")
        .build();
  }

  /** A wait in words, rounded up. */
  static String minutes(Duration wait) {
    long minutes = Math.max(1, (wait.toSeconds() + 59) / 60);
    return minutes == 1 ? "a minute" : minutes + " minutes";
  }

  /** A path of ours, or "/": nobody is sent to a foreign address after signing in. */
  private static String ours(@Nullable String to) {
    if (to == null || !to.startsWith("/") || to.startsWith("//") || to.contains("\\")) {
      return "/";
    }
    try {
      URI uri = new URI(to);
      return uri.getHost() == null && uri.getScheme() == null ? uri.toString() : "/";
    } catch (URISyntaxException e) {
      return "/";
    }
  }
}
