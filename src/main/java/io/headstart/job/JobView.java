package io.headstart.job;

import io.headstart.protocol.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stood when it was read.
 *
 * @param ref the job
 * @param kind name of its {@link JobKind}
 * @param slotClass class of capacity that it draws on
 * @param slots slots that it holds while an attempt of it lives
 * @param longest it is ended after running for so long
 * @param createdBy the user, or null for Headstart itself
 * @param state where it is
 * @param reasonCode why it is there, for machines; see {@link Reason}
 * @param reasonDetail why it is there, one sentence for people, without full stop
 * @param waitingDetail what a QUEUED job waits for, one sentence by the last admission; null before
 *     the first one and in other states
 * @param notBefore a retry is not admitted before this moment, or null
 * @param createdAt when it was queued first
 * @param startedAt when a worker first began, or null
 * @param endedAt when it reached a final state, or null
 * @param attempt number of the latest attempt, 0 before the first
 * @param maxAttempts how many there may be, by the reason of the last retry
 * @param resultAttempt the attempt whose outcome was committed, or null
 * @param stopRequested whether somebody asked to stop after the current epoch
 * @param progress the newest word of its worker, or null
 * @param lastBeatAt when its worker was last heard, or null
 * @param lastEvent number of the newest entry in its {@link JobFeed}
 */
public record JobView(
    JobRef ref,
    String kind,
    String slotClass,
    int slots,
    Duration longest,
    @Nullable UUID createdBy,
    JobState state,
    String reasonCode,
    String reasonDetail,
    @Nullable String waitingDetail,
    @Nullable Instant notBefore,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    int attempt,
    int maxAttempts,
    @Nullable Integer resultAttempt,
    boolean stopRequested,
    Heartbeat.@Nullable Progress progress,
    @Nullable Instant lastBeatAt,
    long lastEvent) {}
