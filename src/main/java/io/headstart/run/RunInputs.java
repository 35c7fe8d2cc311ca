package io.headstart.run;

import io.headstart.catalog.BaseModel;
import io.headstart.dataset.VersionView;
import io.headstart.job.StoredObject;
import io.headstart.protocol.TrainSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** The objects that a run's worker reads, whether or not it has been started. */
final class RunInputs {
  private RunInputs() {}

  /**
   * Those of every run, by the names of {@link TrainSpec}; a run to begin with adds its own.
   *
   * @param pictures whether the base model reads pictures
   */
  static Map<String, StoredObject> of(BaseModel base, VersionView version, boolean pictures) {
    Map<String, StoredObject> inputs = new LinkedHashMap<>();
    inputs.put(TrainSpec.MODEL, base.model());
    inputs.put(TrainSpec.ROWS, version.rows());
    StoredObject upload = version.upload();
    if (!pictures) {
      inputs.put(TrainSpec.TOKENIZER, base.tokenizer());
    } else if (upload != null) {
      inputs.put(TrainSpec.PICTURES, upload);
    }
    return inputs;
  }
}
