package io.headstart.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt as it stood when it was read.
 *
 * @param number from 1
 * @param state where it is
 * @param createdAt when it was admitted
 * @param startedAt when a process claimed it, or null
 * @param endedAt when it ended, or null
 * @param goneAt when its process was known to be gone, or null
 * @param epoch the installation's epoch in its token
 * @param instance id of the process that claimed it, or null
 * @param launcher name of the launcher that started it, or null before
 * @param host machine of the server that launched it, or null before
 * @param home home folder of that server, or null before
 * @param pid process id on that machine, or null when it has none
 * @param processStartedAt start time of that process, which tells it from a later one of the same
 *     id, or null
 * @param workerHost where the process says it runs, or null
 * @param device what it says it computes on, or null
 * @param exitCode how its process ended, or null when nobody saw it
 * @param reasonCode why it ended, for machines, or null
 * @param reasonDetail why it ended, for people, or null
 * @param manifestSha256 hash of the outcome that was committed, or null
 */
public record AttemptView(
    int number,
    AttemptState state,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Instant goneAt,
    long epoch,
    @Nullable String instance,
    @Nullable String launcher,
    @Nullable String host,
    @Nullable String home,
    @Nullable Long pid,
    @Nullable Instant processStartedAt,
    @Nullable String workerHost,
    @Nullable String device,
    @Nullable Integer exitCode,
    @Nullable String reasonCode,
    @Nullable String reasonDetail,
    @Nullable String manifestSha256) {}
