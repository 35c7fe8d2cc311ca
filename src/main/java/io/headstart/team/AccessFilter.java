package io.headstart.team;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Reader;
import io.headstart.platform.tenancy.TeamContext;
import io.quarkus.runtime.BlockingOperationControl;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Who may call which resource method: one place, before any of them runs. Pages take the session
 * cookie and nothing else, {@code /api} takes a bearer token and nothing else; {@code /worker} has
 * a filter of its own. A team that isn't there and a team of others look the same.
 */
public class AccessFilter {
  private final Accounts accounts;
  private final CurrentUser current;
  private final TeamContext context;

  AccessFilter(Accounts accounts, CurrentUser current, TeamContext context) {
    this.accounts = accounts;
    this.current = current;
    this.context = context;
  }

  /** Lets the request through (null), sends a browser to the sign-in page, or throws a problem. */
  @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
  public @Nullable Response check(ContainerRequestContext request, ResourceInfo resource) {
    String path = "/" + stripped(request.getUriInfo().getPath());
    if (path.startsWith("/worker/")) {
      return null;
    }
    if (!BlockingOperationControl.isBlockingAllowed()) {
      throw new IllegalStateException(resource.getResourceMethod() + " must be @Blocking");
    }
    boolean reads = List.of("GET", "HEAD").contains(request.getMethod());
    Optional<Account> account =
        path.startsWith("/api/") ? bearer(request, reads) : session(request);
    account.ifPresent(current::enter);
    if (account.isEmpty()) {
      return marked(resource, Open.class).isPresent() ? null : nobody(request, path, reads);
    }
    String slug = request.getUriInfo().getPathParameters().getFirst("team");
    if (slug != null && !path.startsWith("/admin/")) {
      sit(account.get(), slug, resource, reads);
    } else if (path.equals("/admin") || path.startsWith("/admin/")) {
      if (!account.get().platformAdmin()) {
        throw forbidden("platform administrators only", "Ask one of them to do it.");
      }
    }
    return null;
  }

  private void sit(Account account, String slug, ResourceInfo resource, boolean reads) {
    Seat seat = account.seat(slug).orElseThrow(Problem::notFound);
    current.sit(seat);
    context.enter(seat.team());
    Role needed =
        marked(resource, Needs.class).map(Needs::value).orElse(reads ? Role.VIEWER : Role.OWNER);
    if (!seat.role().covers(needed)) {
      throw forbidden(
          "this needs the role " + word(needed) + "; yours in this team is " + word(seat.role()),
          "Ask an owner of the team to do it or to change your role.");
    }
  }

  private Optional<Account> session(ContainerRequestContext request) {
    return SessionCookie.of(request.getUriInfo())
        .in(request.getCookies())
        .flatMap(accounts::bySession);
  }

  private Optional<Account> bearer(ContainerRequestContext request, boolean reads) {
    String header = request.getHeaderString("Authorization");
    if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return Optional.empty();
    }
    Optional<Accounts.TokenAccount> found =
        accounts.byToken(new Secret(header.substring(7).strip()));
    if (found.isPresent() && !reads && found.get().scope() == TokenScope.READ) {
      throw forbidden("this token may only read", "Use a token whose scope is read and write.");
    }
    return found.map(Accounts.TokenAccount::account);
  }

  private static Response nobody(ContainerRequestContext request, String path, boolean reads) {
    Reader reader = Reader.of(request);
    if (!reader.isBrowser()) {
      throw new Problem(
          401,
          "sign-in-needed",
          path.startsWith("/api/")
              ? "This address needs an API token that is valid"
              : "This address needs a session; sign in at /sign-in");
    }
    String query = request.getUriInfo().getRequestUri().getRawQuery();
    String back = reads ? path + (query == null ? "" : "?" + query) : "/";
    URI signIn = URI.create("/sign-in?to=" + URLEncoder.encode(back, StandardCharsets.UTF_8));
    return reader.isFragment()
        ? Response.noContent().header("HX-Redirect", signIn).build()
        : Response.seeOther(signIn).build();
  }

  private static Problem forbidden(String why, String fix) {
    return new Problem(
        403, "not-allowed", "You may not do this", List.of(new Problem.Item(null, why, fix)));
  }

  private static <A extends Annotation> Optional<A> marked(ResourceInfo resource, Class<A> mark) {
    return Optional.ofNullable(resource.getResourceMethod().getAnnotation(mark))
        .or(() -> Optional.ofNullable(resource.getResourceClass().getAnnotation(mark)));
  }

  private static String word(Role role) {
    return role.word().toLowerCase(Locale.ROOT);
  }

  private static String stripped(String path) {
    return path.startsWith("/") ? path.substring(1) : path;
  }
}
