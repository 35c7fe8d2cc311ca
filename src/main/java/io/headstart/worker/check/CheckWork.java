package io.headstart.worker.check;

import static io.headstart.worker.check.Wording.counted;

import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.datafile.Limits;
import io.headstart.protocol.CheckReport;
import io.headstart.protocol.CheckSpec;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Modality;
import io.headstart.protocol.Protocol;
import io.headstart.worker.link.Attempt;
import io.headstart.worker.link.Downloaded;
import io.headstart.worker.link.Work;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A job of kind {@link Protocol#CHECK}: copies the upload, checks it, uploads what is kept and the
 * report.
 */
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
    CheckReport report =
        spec.modality() == Modality.PICTURES
            ? pictures(attempt, spec, upload)
            : texts(attempt, spec, upload);
    Path json = attempt.scratch().resolve(CheckSpec.REPORT);
    Files.write(json, Protocol.json().writeValueAsBytes(report));
    attempt.upload(CheckSpec.REPORT, json);
    return Protocol.json().valueToTree(report);
  }

  private static CheckReport texts(Attempt attempt, CheckSpec spec, Downloaded upload)
      throws Exception {
    Path tokenizer = attempt.input(CheckSpec.TOKENIZER);
    Path rows = attempt.scratch().resolve(CheckSpec.ROWS);
    CheckReport report =
        new CheckFile(spec, attempt.scratch(), listener(attempt, "rows"))
            .run(upload.file(), upload.sha256(), tokenizer, rows);
    say(attempt, report, "row");
    if (report.usable()) {
      attempt.upload(CheckSpec.ROWS, rows);
    }
    return report;
  }

  private static CheckReport pictures(Attempt attempt, CheckSpec spec, Downloaded upload)
      throws Exception {
    Path scratch = attempt.scratch();
    var outputs =
        new CheckPictures.Outputs(
            scratch.resolve(CheckSpec.ROWS),
            scratch.resolve(CheckSpec.THUMBNAILS),
            scratch.resolve(CheckSpec.THUMBNAIL_INDEX));
    CheckReport report =
        new CheckPictures(spec, scratch, listener(attempt, "pictures"))
            .run(upload.file(), upload.sha256(), outputs);
    say(attempt, report, "picture");
    if (report.usable()) {
      attempt.upload(CheckSpec.ROWS, outputs.rows());
      attempt.upload(CheckSpec.THUMBNAILS, outputs.thumbnails());
      attempt.upload(CheckSpec.THUMBNAIL_INDEX, outputs.index());
    }
    return report;
  }

  private static CheckListener listener(Attempt attempt, String unit) {
    return (phase, done, total) -> {
      attempt.goOn();
      progress(attempt, phase, done, total, unit);
    };
  }

  private static void say(Attempt attempt, CheckReport report, String unit) {
    attempt.log(
        Wording.number(report.rowsKept())
            + " of "
            + counted(report.rowsRead(), unit)
            + (report.usable() ? " kept; usable" : " kept; not usable")
            + "; peak heap "
            + (report.peakHeapBytes() >> 20)
            + " MiB.");
  }

  private static void progress(Attempt attempt, String phase, long done, long total, String unit) {
    attempt.progress(new Heartbeat.Progress(phase, done, total, unit, 0, 0, null));
  }
}
