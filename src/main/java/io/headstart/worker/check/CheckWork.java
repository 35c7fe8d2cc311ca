package io.headstart.worker.check;

import static io.headstart.worker.check.Wording.counted;

import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.datafile.Limits;
import io.headstart.protocol.CheckReport;
import io.headstart.protocol.CheckSpec;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Protocol;
import io.headstart.worker.link.Attempt;
import io.headstart.worker.link.Downloaded;
import io.headstart.worker.link.Work;
import java.nio.file.Files;
import java.nio.file.Path;

/** A job of kind {@link Protocol#CHECK}: copies the upload, checks it, uploads rows and report. */
public final class CheckWork implements Work {
  @Override
  public JsonNode run(Attempt attempt) throws Exception {
    CheckSpec spec = Protocol.json().treeToValue(attempt.spec().settings(), CheckSpec.class);
    attempt.log("Reading " + spec.declaredSize() + " bytes.");
    long most = Math.min(spec.declaredSize(), Limits.FILE_BYTES);
    Downloaded upload =
        attempt.unverified(
            CheckSpec.UPLOAD,
            most,
            bytes -> progress(attempt, "reading", bytes, spec.declaredSize(), "bytes"));
    Path tokenizer = attempt.input(CheckSpec.TOKENIZER);
    Path rows = attempt.scratch().resolve(CheckSpec.ROWS);
    CheckReport report =
        new CheckFile(
                spec,
                attempt.scratch(),
                (phase, done, total) -> {
                  attempt.goOn();
                  progress(attempt, phase, done, total, "rows");
                })
            .run(upload.file(), upload.sha256(), tokenizer, rows);
    attempt.log(
        Wording.number(report.rowsKept())
            + " of "
            + counted(report.rowsRead(), "row")
            + (report.usable() ? " kept; usable" : " kept; not usable")
            + "; peak heap "
            + (report.peakHeapBytes() >> 20)
            + " MiB.");
    if (report.usable()) {
      attempt.upload(CheckSpec.ROWS, rows);
    }
    Path json = attempt.scratch().resolve(CheckSpec.REPORT);
    Files.write(json, Protocol.json().writeValueAsBytes(report));
    attempt.upload(CheckSpec.REPORT, json);
    return Protocol.json().valueToTree(report);
  }

  private static void progress(Attempt attempt, String phase, long done, long total, String unit) {
    attempt.progress(new Heartbeat.Progress(phase, done, total, unit, 0, 0, null));
  }
}
