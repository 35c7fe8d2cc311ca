package io.headstart.dispatch;

import io.headstart.job.AttemptRef;
import io.headstart.job.AttemptState;
import io.headstart.job.JobState;
import org.jspecify.annotations.Nullable;

/**
 * An attempt whose process may still live, as a sweep found it; everything is asked again under the
 * job's lock before anything is changed. All times were compared by the database's clock.
 *
 * @param jobState where its job is
 * @param said why its job is there, as its page says it
 * @param state where it is
 * @param launcher who launched it, or null when nobody has yet
 * @param mine whether that was this server, now or before a restart
 * @param launched its process, as far as it was written down
 * @param leaseOver it was silent for too long, or has not begun in time
 * @param longestOver it has run for longer than it may
 * @param cancelOver its job was cancelled too long ago
 * @param cancelHeard if its job is cancelled: its worker has been told by the answer to a heartbeat
 *     and had time to end by itself, or it has none yet that could hear
 * @param endAsked its process was asked to end
 * @param endOver it was asked so long ago that it is to be killed
 * @param goneOver it ended so long ago that its slots are given back without proof
 * @param settled its admission is old enough for another server to launch it
 */
record Watched(
    AttemptRef attempt,
    JobState jobState,
    String said,
    AttemptState state,
    @Nullable String launcher,
    boolean mine,
    Launched launched,
    boolean leaseOver,
    boolean longestOver,
    boolean cancelOver,
    boolean cancelHeard,
    boolean endAsked,
    boolean endOver,
    boolean goneOver,
    boolean settled) {}
