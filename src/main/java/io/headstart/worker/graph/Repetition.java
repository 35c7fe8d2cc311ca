package io.headstart.worker.graph;

import java.util.ArrayList;
import java.util.List;

/** Finds layers where names tell none: the longest run of segments that repeats itself. */
final class Repetition {
  private final List<String> signatures;

  /**
   * @param signatures equal for segments that are built alike
   */
  Repetition(List<String> signatures) {
    this.signatures = signatures;
  }

  /** A name for the layer that each segment belongs to; empty outside of the run. */
  List<String> layers() {
    int bestStart = 0;
    int bestPeriod = 0;
    int bestLength = 0;
    for (int period = 1; period <= signatures.size() / 2; period++) {
      int start = 0;
      for (int i = 0; i + period <= signatures.size(); i++) {
        boolean repeats =
            i + period < signatures.size() && signatures.get(i).equals(signatures.get(i + period));
        if (!repeats) {
          int length = i + period - start;
          if (i > start && length >= 2 * period && length > bestLength) {
            bestStart = start;
            bestPeriod = period;
            bestLength = length - length % period;
          }
          start = i + 1;
        }
      }
    }
    List<String> layers = new ArrayList<>();
    for (int i = 0; i < signatures.size(); i++) {
      boolean inside = i >= bestStart && i < bestStart + bestLength;
      layers.add(inside ? "layer." + (i - bestStart) / bestPeriod : "");
    }
    return layers;
  }
}
