package io.headstart.testsupport;

import io.headstart.catalog.InstallBaseModels;
import io.headstart.job.JobRef;
import io.headstart.protocol.Protocol;
import io.headstart.testsupport.TestTeam.As;
import io.restassured.http.ContentType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

/** Gives a team a data set with an accepted version, by the API and the hand-made worker. */
@ApplicationScoped
public class AcceptedData {
  private static final String FILE = "text,label\nhello,ham\nwin now,spam\n";

  @Inject InstallBaseModels install;
  @Inject HandMadeWorker worker;

  /** Uploads, so that the check waits. */
  public JobRef uploaded(TestTeam team) {
    return uploaded(team, "mails.csv", FILE);
  }

  /** The same with a file of this name and content. */
  public JobRef uploaded(TestTeam team, String fileName, String content) {
    install.installAll();
    var made =
        team.api(As.MEMBER)
            .contentType(ContentType.JSON)
            .body(Map.of("fileName", fileName, "size", content.length()))
            .post("/datasets")
            .then()
            .statusCode(201)
            .extract();
    Uploads.put(made.path("upload.url"), content);
    int number = made.path("number");
    team.api(As.MEMBER).post("/datasets/" + number + "/complete").then().statusCode(200);
    return worker.newest(team, Protocol.CHECK);
  }

  /** Uploads and checks, but accepts nothing. */
  public void checked(TestTeam team, boolean usable) {
    JobRef job = uploaded(team);
    worker.checked(job, usable);
  }

  /** Data set 1, version 1: 20 rows of two classes. */
  public void of(TestTeam team) {
    checked(team, true);
    team.api(As.MEMBER).post("/datasets/1/checks/1/accept").then().statusCode(201);
  }
}
