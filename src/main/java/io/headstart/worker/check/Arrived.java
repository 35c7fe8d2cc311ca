package io.headstart.worker.check;

import static io.headstart.worker.check.Wording.number;

import io.headstart.datafile.UnusableFile;
import io.headstart.protocol.CheckSpec;

/** Whether what arrived is what was declared. */
final class Arrived {
  private Arrived() {}

  /** Refuses a file of another size or hash. */
  static void refuseOther(CheckSpec spec, long bytes, String sha256) throws UnusableFile {
    if (bytes != spec.declaredSize()) {
      throw new UnusableFile(
          null,
          null,
          "The file that arrived has "
              + number(bytes)
              + " bytes, "
              + number(spec.declaredSize())
              + " were declared.",
          "Upload it again, without changing it meanwhile.");
    }
    if (spec.declaredSha256() != null && !spec.declaredSha256().equalsIgnoreCase(sha256)) {
      throw new UnusableFile(
          null,
          null,
          "The file that arrived has another SHA-256 than the one declared.",
          "Upload it again: it was changed or damaged on the way.");
    }
  }
}
