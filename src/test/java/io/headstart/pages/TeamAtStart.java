package io.headstart.pages;

import io.agroal.api.AgroalDataSource;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

/** A team that has no run yet and two data sets, of which none was uploaded to its end. */
@ApplicationScoped
class TeamAtStart {
  @Inject
  @DataSource("system")
  AgroalDataSource system;

  /** Makes it. */
  TestTeam made() {
    TestTeam team = TestTeam.make(system);
    for (int kilobytes : new int[] {47, 91}) {
      team.api(As.MEMBER)
          .body(Map.of("fileName", "begun.csv", "size", 1_000 * kilobytes))
          .post("/datasets")
          .then()
          .statusCode(201);
    }
    return team;
  }
}
