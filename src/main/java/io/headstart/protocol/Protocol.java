package io.headstart.protocol;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * The version of what control plane and worker say to each other, and its JSON. A server accepts
 * the version before its own; unknown fields are ignored, so that a newer side may add some.
 */
public final class Protocol {
  /** Raised when a field changes its meaning; adding one does not raise it. */
  public static final int VERSION = 1;

  /** The kind of a job that checks an upload. */
  public static final String CHECK = "check";

  /** The kind of a job that trains a run. */
  public static final String TRAIN = "train";

  /** The kind of a job that answers what people ask a run's model. */
  public static final String TRY = "try";

  /** The kind of a job that makes another form of a run's model. */
  public static final String CONVERT = "convert";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Protocol() {}

  /** The one JSON form of these records; the mapper is shared and thread-safe. */
  public static ObjectMapper json() {
    return JSON;
  }
}
