package io.headstart.worker.tryout;

import io.headstart.protocol.TrainSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * What answering needs of an archive that a run wrote.
 *
 * @param model the ONNX file
 * @param tokenizer its {@code tokenizer.json}; null for pictures
 */
public record Unpacked(Path model, @Nullable Path tokenizer) {
  /**
   * Unpacks them.
   *
   * @param archive as {@code worker.export.ModelArchive} writes it, its hash verified
   * @param into an existing folder
   */
  public static Unpacked of(Path archive, Path into) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      Path model = entry(zip, TrainSpec.MODEL, into);
      if (model == null) {
        throw new IOException("the archive holds no " + TrainSpec.MODEL);
      }
      return new Unpacked(model, entry(zip, TrainSpec.TOKENIZER, into));
    }
  }

  private static @Nullable Path entry(ZipFile zip, String name, Path into) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      return null;
    }
    Path file = into.resolve(name);
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, file);
    }
    return file;
  }
}
