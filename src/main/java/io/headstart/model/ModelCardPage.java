package io.headstart.model;

import io.headstart.dataset.VersionView;
import io.headstart.protocol.CheckReport;
import io.headstart.protocol.TrainResult;
import io.headstart.run.errors.Calibration;
import java.util.List;
import java.util.Objects;

/**
 * What the page of one version shows.
 *
 * @param model the model with all its versions
 * @param version the one shown
 * @param result what its run's worker reported
 * @param caveats what it's not good for
 * @param calibration on the test split
 * @param changes what happened to versions of the model, the newest first
 * @param snippet lines for a terminal that fetch it and ask it something
 */
public record ModelCardPage(
    ModelView model,
    Registered version,
    TrainResult result,
    List<String> caveats,
    Calibration calibration,
    List<ReadModels.Change> changes,
    String snippet) {
  /** What it was trained on. */
  public VersionView data() {
    return version.run().version();
  }

  /** Labels with their examples, in the order of the logits. */
  public List<Label> labels() {
    return data().labels().stream()
        .map(name -> new Label(name, Objects.requireNonNull(data().report().classes().get(name))))
        .toList();
  }

  /**
   * A label.
   *
   * @param name of the class
   * @param count its examples in each split
   */
  public record Label(String name, CheckReport.ClassCount count) {}

  /** Whether promoting it takes another version out of production. */
  public boolean replaces() {
    Registered production = model.production();
    return production != null && production.number() != version.number();
  }
}
