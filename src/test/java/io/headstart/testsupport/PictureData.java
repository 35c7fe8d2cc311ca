package io.headstart.testsupport;

import io.headstart.catalog.InstallBaseModels;
import io.headstart.job.JobRef;
import io.headstart.protocol.Protocol;
import io.headstart.testsupport.TestTeam.As;
import io.headstart.worker.check.CheckedPictures;
import io.restassured.http.ContentType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Gives a team the sample of pictures: checked by the worker's code, in this process. */
@ApplicationScoped
public class PictureData {
  private static final Path SAMPLE = Path.of("src/main/resources/samples/fashion-items.zip");

  @Inject InstallBaseModels install;
  @Inject HandMadeWorker worker;

  /** Adds the sample by the button on the page of new data, so that its check waits. */
  public JobRef added(TestTeam team) {
    install.installAll();
    team.page(As.MEMBER)
        .cookie("csrf-token", Person.CSRF)
        .contentType(ContentType.URLENC)
        .formParam("csrf-token", Person.CSRF)
        .formParam("sample", "FASHION_ITEMS")
        .post("/datasets/samples")
        .then()
        .statusCode(303);
    return worker.newest(team, Protocol.CHECK);
  }

  /** Uploads an archive of one's own, so that its check waits. */
  public JobRef uploaded(TestTeam team, byte[] archive) {
    install.installAll();
    var made =
        team.api(As.MEMBER)
            .body(Map.of("fileName", "pictures.zip", "size", archive.length))
            .post("/datasets")
            .then()
            .statusCode(201)
            .extract();
    Uploads.put(made.path("upload.url"), archive);
    int number = made.path("number");
    team.api(As.MEMBER).post("/datasets/" + number + "/complete").then().statusCode(200);
    return worker.newest(team, Protocol.CHECK);
  }

  /** Ends the check of the sample. */
  public void checked(JobRef job) throws Exception {
    checked(job, Files.readAllBytes(SAMPLE));
  }

  /** Ends a check with what there is to say of this archive. */
  public void checked(JobRef job, byte[] archive) throws Exception {
    CheckedPictures check = new CheckedPictures(Files.createTempDirectory("headstart-pictures"));
    worker.checked(job, check.check(archive), check.written());
  }
}
