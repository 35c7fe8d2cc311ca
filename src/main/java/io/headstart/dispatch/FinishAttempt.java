package io.headstart.dispatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.headstart.job.AttemptObjects;
import io.headstart.job.AttemptRef;
import io.headstart.job.AttemptState;
import io.headstart.job.JobFinished;
import io.headstart.job.JobKinds;
import io.headstart.job.JobLifecycle;
import io.headstart.job.JobState;
import io.headstart.job.Reason;
import io.headstart.job.Standing;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.Outcome;
import io.headstart.protocol.Protocol;
import io.headstart.quota.Reservations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Takes in the outcome of an attempt: verifies every file in the store, lets the job's kind read
 * what it needs, then ends attempt and job, frees the slots and lets the kind write its rows, all
 * in one transaction.
 */
@ApplicationScoped
public class FinishAttempt {
  private final TeamWork work;
  private final JobLifecycle lifecycle;
  private final AttemptObjects objects;
  private final ObjectVerifier verifier;
  private final JobKinds kinds;
  private final Reservations reservations;
  private final EndAttempt ends;
  private final Event<JobFinished> finished;

  FinishAttempt(
      TeamWork work,
      JobLifecycle lifecycle,
      AttemptObjects objects,
      ObjectVerifier verifier,
      JobKinds kinds,
      Reservations reservations,
      EndAttempt ends,
      Event<JobFinished> finished) {
    this.work = work;
    this.lifecycle = lifecycle;
    this.objects = objects;
    this.verifier = verifier;
    this.kinds = kinds;
    this.reservations = reservations;
    this.ends = ends;
    this.finished = finished;
  }

  /**
   * Commits, once. The same outcome again is answered alike.
   *
   * @throws Problem 409 {@code attempt-superseded} when the attempt has ended otherwise, its job is
   *     being cancelled, or another outcome was committed; 422 when a file is not in the store as
   *     it was declared, or the kind refuses the result (the attempt has failed then)
   */
  public void commit(AttemptRef attempt, Outcome outcome) {
    var manifest = json(outcome);
    var hash = sha256(manifest);
    var team = attempt.job().team();
    var before = work.call(team, () -> mayCommit(attempt, outcome, hash));
    if (before.attempt().state() == AttemptState.SUCCEEDED) {
      return;
    }
    var signed = work.call(team, () -> objects.signed(attempt));
    verifier.verify(attempt, outcome.files(), signed);
    var takesIn = takeIn(attempt, outcome, before);
    work.run(team, () -> succeed(attempt, outcome, manifest, hash, takesIn));
  }

  private Standing mayCommit(AttemptRef attempt, Outcome outcome, String hash) {
    var standing = lifecycle.lock(attempt).orElseThrow(Superseded::new);
    if (standing.attempt().state() == AttemptState.SUCCEEDED
        && hash.equals(standing.attempt().manifestSha256())) {
      return standing;
    }
    Superseded.unlessRunning(standing, outcome.instance());
    return standing;
  }

  private Runnable takeIn(AttemptRef attempt, Outcome outcome, Standing standing) {
    try {
      return kinds
          .named(standing.job().kind())
          .takeIn(attempt.job(), AttemptObjects.folder(attempt) + "/", outcome);
    } catch (Problem refused) {
      work.run(
          attempt.job().team(),
          () ->
              ends.end(
                  lifecycle.lock(attempt).orElseThrow(Superseded::new),
                  new EndAttempt.Cause(
                      RetryClass.USER, "result-refused", refused.title(), null, true)));
      throw refused;
    }
  }

  private void succeed(
      AttemptRef attempt, Outcome outcome, String manifest, String hash, Runnable takesIn) {
    var standing = lifecycle.lock(attempt).orElseThrow(Superseded::new);
    if (standing.attempt().state() == AttemptState.SUCCEEDED
        && hash.equals(standing.attempt().manifestSha256())) {
      return;
    }
    Superseded.unlessRunning(standing, outcome.instance());
    boolean early = standing.job().stopRequested();
    boolean moved =
        lifecycle.succeed(
            attempt,
            manifest,
            hash,
            early ? Reason.STOPPED_EARLY : Reason.COMPLETED,
            early ? "Stopped early on request; the best epoch was kept" : "Completed");
    if (!moved) {
      throw new Superseded();
    }
    objects.verified(attempt, outcome.files());
    reservations.release(attempt.job().id(), attempt.number());
    takesIn.run();
    finished.fire(new JobFinished(attempt.job(), JobState.SUCCEEDED));
  }

  private static String json(Outcome outcome) {
    try {
      return Protocol.json().writeValueAsString(outcome);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
