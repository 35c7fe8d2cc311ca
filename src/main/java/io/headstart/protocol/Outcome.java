package io.headstart.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * {@code POST …/commit}: the attempt is done and every file is in the store. The server verifies
 * each and ends attempt and job in one transaction. The same again: the same answer; another one:
 * 409.
 *
 * @param instance id of the process
 * @param files every object that the result refers to
 * @param result a {@link CheckReport}, {@link TrainResult} or {@link TryResult} as JSON
 */
public record Outcome(String instance, List<ManifestEntry> files, JsonNode result) {}
