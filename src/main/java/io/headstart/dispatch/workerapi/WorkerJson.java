package io.headstart.dispatch.workerapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.headstart.platform.problem.Problem;
import io.headstart.protocol.Protocol;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/**
 * Bodies in the protocol's own JSON, which is not the one of pages and API: its form must not
 * change when theirs does.
 */
@ApplicationScoped
class WorkerJson {
  /** Bytes of a start or an upload. */
  static final int SMALL = 8 * 1024;

  /** Bytes of a checkpoint's manifest or a failure. */
  static final int MIDDLE = 64 * 1024;

  /** Bytes of a heartbeat (2,000 points and 64 KiB of log) or an outcome. */
  static final int LARGE = 1024 * 1024;

  WorkerJson() {}

  /**
   * Reads a body.
   *
   * @throws Problem 413 when it is larger than {@code limit}; 422 {@code body-wrong} when it is not
   *     the JSON of that record, or one of its values is missing
   */
  <T> T read(byte[] body, Class<T> type, int limit) {
    if (body.length > limit) {
      throw new Problem(
          413,
          "too-large",
          "The body has %d bytes, at most %d are taken".formatted(body.length, limit));
    }
    try {
      var value = Protocol.json().readValue(body, type);
      if (value == null || hasGap(value)) {
        throw wrong(type, "a value is missing");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw wrong(type, e.getOriginalMessage());
    } catch (IOException e) {
      throw wrong(type, "it can't be read");
    }
  }

  String write(Object value) {
    try {
      return Protocol.json().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The protocol's records say which of their values may be null. */
  private static boolean hasGap(Object value) {
    for (var part : value.getClass().getRecordComponents()) {
      boolean mayBeNull =
          part.getAnnotatedType().isAnnotationPresent(org.jspecify.annotations.Nullable.class);
      try {
        if (!mayBeNull && part.getAccessor().invoke(value) == null) {
          return true;
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return false;
  }

  private static Problem wrong(Class<?> type, String why) {
    return new Problem(
        422, "body-wrong", "The body is no %s: %s".formatted(type.getSimpleName(), why));
  }
}
