package io.headstart.team;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SignInTest {
  @Test
  void theFormOpens() {
    given().when().get("/sign-in").then().statusCode(200).body(containsString("Sign in"));
  }
}
