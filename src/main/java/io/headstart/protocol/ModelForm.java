package io.headstart.protocol;

import java.util.Arrays;
import java.util.Optional;

/**
 * Forms of a run's model beside its archive. Each is derived from the archive alone, by a job of
 * kind {@link Protocol#CONVERT}, when somebody asks for it.
 */
public enum ModelForm {
  /** All weights and constants of {@code model.onnx} under their names there. */
  SAFETENSORS("safetensors", "model.safetensors"),
  /** A ZIP of a folder that the Python libraries of Hugging Face load; for texts only. */
  HUGGINGFACE("huggingface", "huggingface.zip");

  private final String word;
  private final String file;

  ModelForm(String word, String file) {
    this.word = word;
    this.file = file;
  }

  /** What addresses and the API call it; never changes. */
  public String word() {
    return word;
  }

  /** Output of its job. */
  public String file() {
    return file;
  }

  /** The form of that word. */
  public static Optional<ModelForm> of(String word) {
    return Arrays.stream(values()).filter(form -> form.word.equals(word)).findFirst();
  }
}
