package io.headstart.run;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.PresignedUrls;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;

/** Gives leave to download what a run has made. */
@ApplicationScoped
public class DownloadRun {
  private final ReadRuns read;
  private final PresignedUrls urls;

  DownloadRun(ReadRuns read, PresignedUrls urls) {
    this.read = read;
    this.urls = urls;
  }

  /**
   * Where the archive is.
   *
   * @param url valid for 15 minutes; needs no other credentials
   * @param fileName proposed name
   * @param size bytes
   * @param sha256 hexadecimal hash of the content
   */
  public record Archive(URI url, String fileName, long size, String sha256) {}

  /**
   * The archive of a run of the request's team.
   *
   * @param number of the run
   * @param team slug, part of the file's name
   * @param page base address of the request
   * @throws Problem 404 without such a run; 409 unless it has succeeded
   */
  public Archive of(long number, String team, URI page) {
    return named(number, team + "-run-" + number + ".zip", page);
  }

  /**
   * The same under another file name.
   *
   * @param name proposed for the file
   */
  public Archive named(long number, String name, URI page) {
    RunResult result = read.result(number);
    if (result == null) {
      throw new Problem(
          409,
          "no-result",
          "Run " + number + " has no model",
          List.of(
              new Item(
                  null,
                  "Only a run that has succeeded can be downloaded.",
                  "Wait until it has, or start another one.")));
    }
    URI url = urls.browserGet(page, new ObjectKey(result.archiveKey), name);
    return new Archive(url, name, result.archiveSize(), result.archiveSha256());
  }
}
