package io.headstart.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt has to do; the answer to {@code POST …/start} and {@code GET …/spec}.
 *
 * @param protocol {@link Protocol#VERSION} of the server
 * @param kind {@link Protocol#CHECK}, {@link Protocol#TRAIN}, {@link Protocol#TRY} or {@link
 *     Protocol#CONVERT}
 * @param job id of the job, a UUID
 * @param attempt number of the attempt, from 1
 * @param settings a {@link CheckSpec}, {@link TrainSpec}, {@link TrySpec} or {@link ConvertSpec} as
 *     JSON
 * @param inputs objects to read, by the names that the kind defines
 * @param resume the last verified checkpoint of an earlier attempt, or null to begin
 * @param heartbeat time between two heartbeats
 * @param silence a worker without contact stops itself after this long, by its monotonic clock
 * @param longest a worker stops itself after this long; the server ends it soon after
 */
public record JobSpec(
    int protocol,
    String kind,
    String job,
    int attempt,
    JsonNode settings,
    Map<String, ObjectRef> inputs,
    @Nullable Checkpoint resume,
    Duration heartbeat,
    Duration silence,
    Duration longest) {

  /**
   * A checkpoint that the server has verified.
   *
   * @param epoch the epoch after which it was written, from 1
   * @param files its objects by name, as they were committed
   */
  public record Checkpoint(int epoch, Map<String, ObjectRef> files) {}
}
