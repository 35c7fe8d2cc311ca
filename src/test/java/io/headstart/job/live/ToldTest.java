package io.headstart.job.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.job.JobView;
import io.headstart.job.Reason;
import io.headstart.platform.tenancy.TeamRef;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToldTest {
  private static final JobRef JOB = new JobRef(new TeamRef(new UUID(0, 1)), new UUID(0, 2));

  @Test
  void whatTheStateSaysIsNotSaidAgain() {
    assertEquals("", reason(JobState.RUNNING, Reason.STARTED, "Running", 1));
    assertEquals("", reason(JobState.SUCCEEDED, Reason.COMPLETED, "Completed", 1));
    assertEquals("Attempt 2 of 3", reason(JobState.RUNNING, Reason.STARTED, "Attempt 2 of 3", 2));
    assertEquals("Attempt 3 of 3", reason(JobState.SUCCEEDED, Reason.COMPLETED, "Completed", 3));
    assertEquals("Stopped", reason(JobState.SUCCEEDED, Reason.STOPPED_EARLY, "Stopped", 1));
  }

  @Test
  void attemptsAreCountedOnce() {
    String lost = "Worker lost, attempt 2 of 3";
    assertEquals(lost, Told.of(job(JobState.QUEUED, Reason.LOST, lost, 1, null), lost).reason());
    assertEquals(
        lost + ". 4 of 4 slots are in use",
        Told.of(job(JobState.QUEUED, Reason.LOST, lost, 1, "4 of 4 slots are in use"), null)
            .reason());
    String starts = "Its worker is being started, attempt 2 of 3";
    assertEquals(starts, reason(JobState.STARTING, Reason.ADMITTED, starts, 2));
    String crashed = "It crashed (the last of 2 attempts that ended so)";
    assertEquals(crashed, reason(JobState.FAILED, Reason.CRASH, crashed, 2));
  }

  @Test
  void aFirstWaitSaysOnlyWhatItWaitsFor() {
    assertEquals(
        "4 of 4 slots are in use",
        Told.of(
                job(JobState.QUEUED, Reason.SUBMITTED, "Waits for its turn", 0, null),
                "4 of 4 slots are in use")
            .reason());
    assertEquals(
        "Waits for its turn", reason(JobState.QUEUED, Reason.SUBMITTED, "Waits for its turn", 0));
  }

  private static String reason(JobState state, Reason code, String detail, int attempt) {
    return Told.of(job(state, code, detail, attempt, null), null).reason();
  }

  private static JobView job(
      JobState state, Reason code, String detail, int attempt, @Nullable String waits) {
    return new JobView(
        JOB,
        "train",
        "training",
        1,
        Duration.ofHours(1),
        null,
        state,
        code.name(),
        detail,
        waits,
        null,
        Instant.EPOCH,
        null,
        null,
        attempt,
        3,
        null,
        false,
        null,
        null,
        1);
  }
}
