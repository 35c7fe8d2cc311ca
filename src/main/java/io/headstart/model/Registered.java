package io.headstart.model;

import io.headstart.run.RunView;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version of a model as pages and the API show it.
 *
 * @param model name of the model
 * @param number from 1 within the model
 * @param stage what it is for now
 * @param note what somebody wants to remember; may be empty
 * @param by who registered it, in words
 * @param byId who registered it; null: Headstart itself
 * @param createdAt when
 * @param run the run that it was made of
 * @param size bytes of its archive
 * @param sha256 hash of its archive
 */
public record Registered(
    String model,
    long number,
    Stage stage,
    String note,
    String by,
    @Nullable UUID byId,
    Instant createdAt,
    RunView run,
    long size,
    String sha256) {
  /** What the run has come to: it has succeeded. */
  public RunView.Outcome outcome() {
    return Objects.requireNonNull(run.outcome(), "a registered run has succeeded");
  }

  /** Address within the team's pages. */
  public String path() {
    return "models/" + model + "/versions/" + number;
  }

  /** Proposed name of its archive. */
  public String fileName() {
    return model + "-v" + number + ".zip";
  }
}
