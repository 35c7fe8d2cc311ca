package io.headstart.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The part of a data set that an example belongs to. */
public enum Split {
  /** Learned from. */
  @JsonProperty("train")
  TRAIN,
  /** Looked at after each epoch; decides which epoch is kept. */
  @JsonProperty("validation")
  VALIDATION,
  /** Looked at once, after the run has ended; the verdict is spoken on it. */
  @JsonProperty("test")
  TEST
}
