package io.headstart.testsupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headstart.platform.HomeFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of the base models where the embedded store of a home keeps them, as links to one copy
 * below {@code target}: a server finds them there and puts none. Most of a first start goes into
 * putting them, and a test that isn't about first starts needn't see it once more.
 */
final class StoredModels {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BUCKET = "headstart";

  private StoredModels() {}

  /** Links them into a home that no server has used yet. */
  static void linkInto(HomeFolder home) throws IOException {
    Path copy = copy();
    try (Stream<Path> all = Files.walk(copy)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path link = home.objects().resolve(BUCKET).resolve(copy.relativize(file).toString());
        Files.createDirectories(link.getParent());
        Files.createLink(link, file);
      }
    }
  }

  /** Written once by whichever process of tests comes first; the others wait for it. */
  private static Path copy() throws IOException {
    Path copy = Path.of("target/test-models").toAbsolutePath();
    Path done = copy.resolveSibling("test-models.done");
    Files.createDirectories(copy);
    synchronized (StoredModels.class) {
      try (FileChannel channel =
              FileChannel.open(
                  copy.resolveSibling("test-models.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        if (held.isValid() && !Files.exists(done)) {
          for (String id : resource("/catalog/shipped.txt").lines().toList()) {
            write(copy, JSON.readTree(resource("/catalog/" + id + ".json")));
          }
          Files.createFile(done);
        }
      }
    }
    return copy;
  }

  private static void write(Path copy, JsonNode manifest) throws IOException {
    String folder =
        "catalog/" + manifest.get("id").asText() + "/" + manifest.at("/model/sha256").asText();
    Path target = Files.createDirectories(copy.resolve(folder));
    for (List<String> file :
        List.of(List.of("model", "model.onnx"), List.of("tokenizer", "tokenizer.json"))) {
      JsonNode source = manifest.path(file.get(0)).path("resource");
      if (source.isTextual()) {
        Path path = target.resolve(file.get(1));
        Files.deleteIfExists(path);
        try (InputStream content = StoredModels.class.getResourceAsStream(source.asText())) {
          Files.copy(content, path);
        }
      }
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream content = StoredModels.class.getResourceAsStream(name)) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
