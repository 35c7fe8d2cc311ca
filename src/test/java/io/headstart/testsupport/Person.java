package io.headstart.testsupport;

import static io.restassured.RestAssured.given;

import io.restassured.specification.RequestSpecification;
import java.util.UUID;

/**
 * Somebody with an account, a session and, as a member of a team, API tokens.
 *
 * @param id the user
 * @param email by which they sign in
 * @param session value of the cookie
 * @param token API token that may read and write; empty without a team
 * @param readToken API token that may only read; empty without a team
 * @param expiredToken API token that has died of age; empty without a team
 */
public record Person(
    UUID id, String email, String session, String token, String readToken, String expiredToken) {
  /** What rest-csrf takes as a token: 16 bytes in base64url, in cookie and form. */
  public static final String CSRF = "AAAAAAAAAAAAAAAAAAAAAA";

  /** A browser without a session; follows no redirect. */
  public static RequestSpecification stranger() {
    return given()
        .redirects()
        .follow(false)
        .accept("text/html, */*;q=0.5")
        .cookie("csrf-token", CSRF);
  }

  /** A browser without a session that posts a form of ours. */
  public static RequestSpecification strangersForm() {
    return form(stranger());
  }

  /** This person's browser; follows no redirect. */
  public RequestSpecification browser() {
    return stranger().cookie("hs_session", session);
  }

  /** This person's browser, posting a form of ours. */
  public RequestSpecification form() {
    return form(browser());
  }

  /** A program of this person's. */
  public RequestSpecification api() {
    return given().header("Authorization", "Bearer " + token);
  }

  private static RequestSpecification form(RequestSpecification browser) {
    return browser
        .contentType("application/x-www-form-urlencoded; charset=utf-8")
        .formParam("csrf-token", CSRF);
  }
}
