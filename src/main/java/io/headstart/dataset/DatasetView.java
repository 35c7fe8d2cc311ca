package io.headstart.dataset;

import io.headstart.job.JobState;
import io.headstart.job.JobView;
import io.headstart.job.live.Told;
import io.headstart.protocol.CheckReport;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A data set as pages and the API show it.
 *
 * @param number what people see
 * @param name name of the data set
 * @param fileName name of the file
 * @param size bytes of the upload
 * @param uploaded whether the file is in the store
 * @param by who made it, in words
 * @param maker who made it; null: Headstart itself
 * @param createdAt when
 * @param checks its checks, the newest first
 * @param versions its versions, the newest first
 */
public record DatasetView(
    long number,
    String name,
    String fileName,
    long size,
    boolean uploaded,
    String by,
    @Nullable UUID maker,
    Instant createdAt,
    List<Check> checks,
    List<VersionView> versions) {

  /** The newest check, or null before the first. */
  public @Nullable Check latest() {
    return checks.isEmpty() ? null : checks.get(0);
  }

  /** The newest version, or null before the first. */
  public @Nullable VersionView version() {
    return versions.isEmpty() ? null : versions.get(0);
  }

  /** Where it stands, in words. */
  public String standing() {
    Check check = latest();
    VersionView version = version();
    if (!uploaded) {
      return "upload not complete";
    }
    if (check != null && !check.ended()) {
      return "being checked";
    }
    if (version != null) {
      return "version " + version.version();
    }
    return check != null && Boolean.TRUE.equals(check.usable())
        ? "checked, not accepted yet"
        : "can't be used";
  }

  /**
   * A check as pages and the API show it.
   *
   * @param number within the data set, from 1
   * @param state where its job is
   * @param reason why it is there, in words
   * @param usable whether its rows can be trained on; null until it has ended with a report
   * @param report what it found, or null
   * @param seed of the split
   * @param version number of the version that it became, or null
   * @param job its job
   */
  public record Check(
      long number,
      JobState state,
      String reason,
      @Nullable Boolean usable,
      @Nullable CheckReport report,
      long seed,
      @Nullable Long version,
      JobView job) {
    static Check of(DatasetCheck check, JobView job, @Nullable Long version) {
      // The check was read before its job: one that ended in between has no report here yet.
      boolean reportDue = job.state() == JobState.SUCCEEDED && check.usable == null;
      return new Check(
          check.number,
          reportDue ? JobState.RUNNING : job.state(),
          Told.of(job, job.waitingDetail()).reason(),
          check.usable,
          check.report(),
          check.seed,
          version,
          job);
    }

    /** Whether its job has ended. */
    public boolean ended() {
      return state.isDone();
    }

    /** Whether it can be accepted. */
    public boolean acceptable() {
      return Boolean.TRUE.equals(usable) && version == null;
    }
  }
}
