package io.headstart.worker.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headstart.protocol.CheckReport;
import io.headstart.protocol.CheckSpec;
import io.headstart.protocol.Modality;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Checks files in a folder with MiniLM's own tokenizer. */
final class Checked {
  private final Path folder;
  private final Path tokenizer;
  @Nullable String text;
  @Nullable String label;
  long seed = 7;
  int maxTokens = 128;

  Checked(Path folder) {
    this.folder = folder;
    this.tokenizer = tokenizer(folder);
  }

  static Path tokenizer(Path folder) {
    Path file = folder.resolve("tokenizer.json");
    try (InputStream in = Checked.class.getResourceAsStream("/all-minilm-l6-v2-tokenizer.json")) {
      if (!Files.exists(file)) {
        Files.copy(in, file);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Checked columns(@Nullable String text, @Nullable String label) {
    this.text = text;
    this.label = label;
    return this;
  }

  Path rows() {
    return folder.resolve("rows.jsonl");
  }

  CheckReport check(String content) throws Exception {
    return check(content.getBytes(UTF_8));
  }

  CheckReport check(byte[] content) throws Exception {
    Path file = folder.resolve("upload");
    Files.write(file, content);
    return check(file);
  }

  CheckReport check(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    String sha256 = HexFormat.of().formatHex(digest.digest());
    CheckSpec spec =
        new CheckSpec(
            "mails.csv", Files.size(file), sha256, text, label, seed, maxTokens, Modality.TEXT);
    return new CheckFile(spec, folder, (phase, done, total) -> {})
        .run(file, sha256, tokenizer, rows());
  }
}
