package io.headstart.dataset;

import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.headstart.testsupport.PictureData;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.RealWorker;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pictures from one click to an accepted version, by a worker process. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class PictureDataTest {
  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject PictureData pictures;
  @Inject RealWorker worker;

  private TestTeam team;

  @BeforeEach
  void aTeam() {
    team = TestTeam.make(system);
  }

  @Test
  void theSampleBecomesAVersionWithPicturesToLookAt() throws Exception {
    worker.does(pictures.added(team));
    JsonPath check = check();
    assertEquals("true", check.getString("usable"), check.prettify());
    assertEquals(1_000, check.getInt("report.rowsKept"));
    assertEquals("PICTURES", check.getString("report.modality"));
    String page = "/teams/" + team.slug() + "/datasets/1";
    team.page(As.VIEWER)
        .get("/datasets/1")
        .then()
        .statusCode(200)
        .body(containsString("First pictures of each class"))
        .body(containsString(page + "/checks/1/thumbnails/401\""));
    look("/datasets/1/checks/1/thumbnails/401");
    team.page(As.VIEWER).get("/datasets/1/checks/1/thumbnails/1001").then().statusCode(404);
    team.page(As.VIEWER).get("/datasets/1/checks/1/thumbnails/0").then().statusCode(404);
    team.api(As.MEMBER).post("/datasets/1/checks/1/accept").then().statusCode(201);
    team.page(As.MEMBER)
        .get("/datasets/1")
        .then()
        .statusCode(200)
        .body(containsString("version 1"));
  }

  private void look(String thumbnail) throws Exception {
    Response answer = team.page(As.VIEWER).get(thumbnail);
    assertEquals(200, answer.statusCode());
    assertEquals("image/jpeg", answer.contentType());
    assertEquals("nosniff", answer.header("X-Content-Type-Options"));
    assertTrue(answer.header("Cache-Control").contains("immutable"));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(answer.asByteArray()));
    assertNotNull(image);
    assertEquals(28, image.getWidth());
  }

  private JsonPath check() {
    return team.api(As.VIEWER)
        .get("/datasets/1/checks/1")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }
}
