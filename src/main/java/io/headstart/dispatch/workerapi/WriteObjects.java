package io.headstart.dispatch.workerapi;

import io.headstart.dispatch.DispatchConfig;
import io.headstart.dispatch.ObjectVerifier;
import io.headstart.dispatch.Superseded;
import io.headstart.job.AttemptObjects;
import io.headstart.job.AttemptRef;
import io.headstart.job.AttemptState;
import io.headstart.job.Checkpoints;
import io.headstart.job.JobLifecycle;
import io.headstart.job.JobState;
import io.headstart.job.Standing;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.CheckpointWritten;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.ManifestEntry;
import io.headstart.protocol.Upload;
import io.headstart.storage.PresignedUrls;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.regex.Pattern;

/** Gives workers leave to write objects, and takes note of the checkpoints made of them. */
@ApplicationScoped
class WriteObjects {
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,200}$)[a-z0-9_-][a-z0-9._-]*(/[a-z0-9_-][a-z0-9._-]*)*");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final TeamWork work;
  private final JobLifecycle lifecycle;
  private final AttemptObjects objects;
  private final Checkpoints checkpoints;
  private final ObjectVerifier verifier;
  private final PresignedUrls urls;
  private final DispatchConfig config;

  WriteObjects(
      TeamWork work,
      JobLifecycle lifecycle,
      AttemptObjects objects,
      Checkpoints checkpoints,
      ObjectVerifier verifier,
      PresignedUrls urls,
      DispatchConfig config) {
    this.work = work;
    this.lifecycle = lifecycle;
    this.objects = objects;
    this.checkpoints = checkpoints;
    this.verifier = verifier;
    this.urls = urls;
    this.config = config;
  }

  /**
   * Where to put an object; its checksum is signed and written down.
   *
   * @throws Problem 422 {@code upload-wrong} for a bad name, size or checksum; 409 {@code
   *     upload-differs} when the name was signed for other content
   */
  Upload sign(AttemptRef attempt, long epoch, ManifestEntry entry) {
    check(entry);
    work.run(
        attempt.job().team(),
        () -> {
          running(attempt, epoch);
          if (!objects.sign(attempt, entry)) {
            throw new Problem(
                422, "upload-differs", "This name was asked for with other content before");
          }
        });
    var put = urls.workerPut(AttemptObjects.folder(attempt).below(entry.name()), entry.sha256());
    return new Upload(put.url(), put.headers());
  }

  /**
   * Verifies a checkpoint's files in the store, then writes it down.
   *
   * @return the same as to a heartbeat: whoever was asked to stop needn't begin another epoch
   */
  Heartbeat.Answer checkpoint(AttemptRef attempt, long epoch, CheckpointWritten written) {
    var team = attempt.job().team();
    var signed =
        work.call(
            team,
            () -> {
              running(attempt, epoch, written.instance());
              return objects.signed(attempt);
            });
    if (written.epoch() < 1 || written.files().isEmpty()) {
      throw wrong("epoch", "a checkpoint has an epoch from 1 and at least one file");
    }
    verifier.verify(attempt, written.files(), signed);
    return work.call(
        team,
        () -> {
          var standing = running(attempt, epoch, written.instance());
          objects.verified(attempt, written.files());
          checkpoints.add(attempt, written.epoch(), written.files());
          return BeatAttempt.answer(standing);
        });
  }

  private void running(AttemptRef attempt, long epoch) {
    var standing = lifecycle.lock(attempt).orElseThrow(Superseded::new);
    if (!standing.isLatest()
        || standing.attempt().epoch() != epoch
        || standing.attempt().state() != AttemptState.RUNNING
        || standing.job().state() != JobState.RUNNING) {
      throw new Superseded();
    }
  }

  private Standing running(AttemptRef attempt, long epoch, String instance) {
    running(attempt, epoch);
    var standing = lifecycle.lock(attempt).orElseThrow(Superseded::new);
    Superseded.unlessRunning(standing, instance);
    return standing;
  }

  private void check(ManifestEntry entry) {
    if (!NAME.matcher(entry.name()).matches()) {
      throw wrong("name", "must be parts of [a-z0-9._-] and slashes, at most 200 characters");
    }
    if (!SHA256.matcher(entry.sha256()).matches()) {
      throw wrong("sha256", "must be 64 hexadecimal digits in lower case");
    }
    if (entry.size() < 0 || entry.size() > config.largestObject()) {
      throw wrong("size", "must be 0 to %d bytes".formatted(config.largestObject()));
    }
  }

  private static Problem wrong(String field, String why) {
    return new Problem(
        422,
        "upload-wrong",
        "This object can't be written",
        List.of(new Problem.Item(field, why, "correct it")));
  }
}
