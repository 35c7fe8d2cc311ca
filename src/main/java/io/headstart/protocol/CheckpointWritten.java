package io.headstart.protocol;

import java.util.List;

/**
 * {@code POST …/checkpoints}: all files of an epoch's checkpoint are in the store; the server
 * verifies them and a later attempt resumes from the last one verified. A repeat is answered alike.
 *
 * @param instance id of the process
 * @param epoch the epoch that has ended, from 1
 * @param files its objects
 */
public record CheckpointWritten(String instance, int epoch, List<ManifestEntry> files) {}
