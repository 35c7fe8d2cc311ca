package io.headstart.model.forms;

import io.headstart.job.JobState;
import io.headstart.protocol.ModelForm;
import org.jspecify.annotations.Nullable;

/**
 * A form of a run's model as pages and the API show it.
 *
 * @param form which
 * @param state whether it's there
 * @param job state of the job that makes it; null unless one does
 * @param waits what that waits for or does; may be empty
 * @param why it couldn't be made, with the way out; empty unless it has failed
 * @param size bytes; null until it is there
 * @param sha256 hash; null until it is there
 */
public record FormView(
    ModelForm form,
    State state,
    @Nullable JobState job,
    String waits,
    String why,
    @Nullable Long size,
    @Nullable String sha256) {
  /** Whether a form is there. */
  public enum State {
    /** Nobody has asked for it yet. */
    NOT_MADE,
    /** A worker makes it, or will. */
    BEING_MADE,
    /** It can be downloaded. */
    READY,
    /** The worker couldn't make it; may be asked for again. */
    FAILED
  }

  /** Whether it can be downloaded. */
  public boolean isReady() {
    return state == State.READY;
  }

  /** Whether a worker makes it, or will. */
  public boolean isBeingMade() {
    return state == State.BEING_MADE;
  }

  /** Whether it can be asked for. */
  public boolean isWanted() {
    return state == State.NOT_MADE || state == State.FAILED;
  }

  /** What it's called. */
  public String title() {
    return switch (form) {
      case SAFETENSORS -> "Safetensors, weights alone";
      case HUGGINGFACE -> "Hugging Face folder";
    };
  }

  /** What it is, in a sentence. */
  public String what() {
    return switch (form) {
      case SAFETENSORS ->
          "model.safetensors: all tensors of model.onnx under their names, with labels and"
              + " preprocessing";
      case HUGGINGFACE ->
          "ZIP for transformers and sentence-transformers: model.safetensors, config, tokenizer,"
              + " card, predict.py";
    };
  }
}
