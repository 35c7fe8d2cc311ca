package io.headstart.testsupport;

import io.agroal.api.AgroalDataSource;
import io.headstart.platform.tenancy.TeamRef;
import io.quarkus.arc.Arc;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A team of its own for a test, with a viewer, a member and an owner; each has a session and an API
 * token.
 */
public final class TestTeam {
  /** Roles as the table names them. */
  public enum As {
    VIEWER,
    MEMBER,
    OWNER
  }

  private final UUID id = UUID.randomUUID();
  private final String slug = "t" + id.toString().replace("-", "").substring(0, 20);
  private final Map<As, UUID> users = new EnumMap<>(As.class);
  private final Map<As, String> tokens = new EnumMap<>(As.class);
  private final Map<As, String> sessions = new EnumMap<>(As.class);

  private TestTeam() {}

  /** Makes one, as {@code hs_system}. */
  public static TestTeam make(AgroalDataSource system) {
    TestTeam team = new TestTeam();
    try (Connection database = system.getConnection()) {
      execute(
          database,
          "insert into teams (id, slug, name) values (?, ?, ?)",
          team.id,
          team.slug,
          "Team " + team.slug);
      for (As role : As.values()) {
        team.seat(database, role);
      }
      team.giveTokens();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return team;
  }

  private void seat(Connection database, As role) throws SQLException {
    UUID user = UUID.randomUUID();
    String session = UUID.randomUUID().toString();
    execute(
        database,
        "insert into users (id, email, name) values (?, ?, ?)",
        user,
        user + "@example.org",
        "Ada " + role.name().toLowerCase());
    execute(
        database,
        "insert into memberships (team_id, user_id, role) values (?, ?, ?)",
        id,
        user,
        role.name());
    execute(
        database,
        "insert into sessions (hash, user_id, expires_at, ends_at)"
            + " values (?, ?, now() + interval '1 day', now() + interval '1 day')",
        sha256(session),
        user);
    users.put(role, user);
    sessions.put(role, session);
  }

  /** Tokens are team work. */
  private void giveTokens() throws SQLException {
    AgroalDataSource app = Arc.container().instance(AgroalDataSource.class).get();
    try (Connection database = app.getConnection()) {
      database.setAutoCommit(false);
      try (PreparedStatement enter =
          database.prepareStatement("select set_config('hs.team', ?, true)")) {
        enter.setString(1, id.toString());
        enter.execute();
      }
      for (As role : As.values()) {
        String token = "hs_" + UUID.randomUUID();
        execute(
            database,
            "insert into api_tokens (team_id, id, user_id, name, prefix, hash, scope, expires_at)"
                + " values (?, ?, ?, 'test', 'hs_', ?, 'WRITE', now() + interval '1 day')",
            id,
            UUID.randomUUID(),
            users.get(role),
            sha256(token));
        tokens.put(role, token);
      }
      database.commit();
    }
  }

  /** The team. */
  public TeamRef ref() {
    return new TeamRef(id);
  }

  /** Its name in addresses. */
  public String slug() {
    return slug;
  }

  /** The user of that role. */
  public UUID user(As role) {
    return users.get(role);
  }

  /** The API token of that user. */
  public String token(As role) {
    return tokens.get(role);
  }

  /** The session of that user, as the cookie's value. */
  public String session(As role) {
    return sessions.get(role);
  }

  /** A call of the API as that user; named JSON, since RestAssured calls an empty body a form. */
  public RequestSpecification api(As role) {
    return RestAssured.given()
        .basePath("/api/v1/teams/" + slug)
        .contentType(ContentType.JSON)
        .header("Authorization", "Bearer " + token(role));
  }

  /** A look at a page as that user, without following redirects. */
  public RequestSpecification page(As role) {
    return RestAssured.given()
        .basePath("/teams/" + slug)
        .redirects()
        .follow(false)
        .header("Accept", "text/html")
        .cookie("hs_session", session(role));
  }

  /**
   * Posts a form as the browser would: with the token that the page holds and its cookie.
   *
   * @param from path of the page with the form
   */
  public Response submit(As role, String from, String path, Map<String, String> values) {
    return submit(role, page(role).get(from), path, values);
  }

  /** The same from a page that was read before. */
  public Response submit(As role, Response page, String path, Map<String, String> values) {
    Matcher token =
        Pattern.compile("name=\"csrf-token\" value=\"([^\"]+)\"").matcher(page.asString());
    if (!token.find()) {
      throw new AssertionError("the page has no form");
    }
    return page(role)
        .cookie("csrf-token", page.getCookie("csrf-token"))
        .contentType(ContentType.URLENC)
        .formParam("csrf-token", token.group(1))
        .formParams(values)
        .post(path);
  }

  private static void execute(Connection database, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.executeUpdate();
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
