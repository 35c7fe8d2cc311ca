package io.headstart.worker.check;

import io.headstart.protocol.CheckReport;
import io.headstart.protocol.CheckSpec;
import io.headstart.protocol.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks archives of pictures in a folder. */
public final class CheckedPictures {
  final CheckPictures.Outputs outputs;
  private final Path folder;
  long seed = 7;

  /** Writes into this folder. */
  public CheckedPictures(Path folder) {
    this.folder = folder;
    this.outputs =
        new CheckPictures.Outputs(
            folder.resolve(CheckSpec.ROWS),
            folder.resolve(CheckSpec.THUMBNAILS),
            folder.resolve(CheckSpec.THUMBNAIL_INDEX));
  }

  /** What the last check wrote, by the names of the protocol; nothing when it refused. */
  public Map<String, byte[]> written() throws IOException {
    Map<String, byte[]> all = new LinkedHashMap<>();
    for (Path one : List.of(outputs.rows(), outputs.thumbnails(), outputs.index())) {
      if (Files.exists(one)) {
        all.put(one.getFileName().toString(), Files.readAllBytes(one));
      }
    }
    return all;
  }

  /** The report on an archive. */
  public CheckReport check(byte[] content) throws Exception {
    return check(Files.write(folder.resolve("upload"), content));
  }

  CheckReport check(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    String sha256 = HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    CheckSpec spec =
        new CheckSpec(
            "pictures.zip", Files.size(file), sha256, null, null, seed, 0, Modality.PICTURES);
    return new CheckPictures(spec, folder, (phase, done, total) -> {}).run(file, sha256, outputs);
  }
}
