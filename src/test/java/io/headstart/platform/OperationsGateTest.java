package io.headstart.platform;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.headstart.testsupport.QueueProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who sees what under {@code /q}; the profile sets a token. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class OperationsGateTest {
  private static final List<String> CLOSED =
      List.of("/q/metrics", "/q/openapi", "/q/openapi?format=json", "/q/swagger-ui/", "/q/nothing");

  @Test
  void healthIsOpen() {
    for (String path : List.of("/q/health", "/q/health/ready", "/q/health/live")) {
      given().get(path).then().statusCode(200).body(containsString("UP"));
    }
  }

  @Test
  void allElseIsClosedWithoutTheToken() {
    for (String path : CLOSED) {
      given().get(path).then().statusCode(401);
      bearer("another token, as long").get(path).then().statusCode(401);
    }
    for (String way : List.of("/q/health/../metrics", "/q/./metrics", "/q/%6Detrics")) {
      given().urlEncodingEnabled(false).get(way).then().statusCode(401);
    }
  }

  @Test
  void theTokenOpensMetricsAndOpenApi() {
    bearer(QueueProfile.OPERATIONS_TOKEN)
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .body(containsString("jvm_memory_used_bytes"));
    bearer(QueueProfile.OPERATIONS_TOKEN)
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .body(containsString("/api/v1/teams/{team}/runs"));
  }

  private static RequestSpecification bearer(String token) {
    return given().header("Authorization", "Bearer " + token);
  }
}
