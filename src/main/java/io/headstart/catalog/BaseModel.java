package io.headstart.catalog;

import io.headstart.job.StoredObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

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
  private String tokenizerKey;

  @Column(name = "tokenizer_size")
  private long tokenizerSize;

  @Column(name = "tokenizer_sha256")
  private String tokenizerSha256;

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

  /** Its tokenizer. */
  public StoredObject tokenizer() {
    return new StoredObject(tokenizerKey, tokenizerSize, tokenizerSha256);
  }
}
