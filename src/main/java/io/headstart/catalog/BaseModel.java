package io.headstart.catalog;

import io.headstart.job.StoredObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A base model of the installation whose files are in the object store, their hashes checked. */
@Entity
@Table(name = "base_models")
public class BaseModel {
  @Id private String id;
  private String manifest;

  @Column(name = "model_key")
  private String modelKey;

  @Column(name = "model_size")
  private long modelSize;

  @Column(name = "model_sha256")
  private String modelSha256;

  @Column(name = "tokenizer_key")
  private @Nullable String tokenizerKey;

  @Column(name = "tokenizer_size")
  private @Nullable Long tokenizerSize;

  @Column(name = "tokenizer_sha256")
  private @Nullable String tokenizerSha256;

  /** Name in addresses and in the API. */
  public String id() {
    return id;
  }

  /** What is known of it. */
  public Manifest manifest() {
    return Manifest.parse(manifest);
  }

  /** Its ONNX file. */
  public StoredObject model() {
    return new StoredObject(modelKey, modelSize, modelSha256);
  }

  /**
   * Its tokenizer.
   *
   * @throws IllegalStateException when it reads pictures and has none
   */
  public StoredObject tokenizer() {
    if (tokenizerKey == null || tokenizerSize == null || tokenizerSha256 == null) {
      throw new IllegalStateException("the base model " + id + " has no tokenizer");
    }
    return new StoredObject(tokenizerKey, tokenizerSize, tokenizerSha256);
  }
}
