package io.headstart.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.worker.graph.BaseNetwork;
import io.headstart.worker.graph.Block;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the manifests say of the files that ship is true. */
class ShippedModelsTest {
  @TempDir Path folder;

  static List<String> ids() throws Exception {
    return ShippedModels.ids();
  }

  /** With the one that servers of tests have beside them. */
  static List<String> idsOfAll() throws Exception {
    return Stream.concat(ids().stream(), Stream.of(TinyBaseModel.ID)).toList();
  }

  @Test
  void eachManifestShips() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/catalog"))) {
      Set<String> manifests = new TreeSet<>();
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .forEach(name -> manifests.add(name.replace(".json", "")));
      assertEquals(manifests, new TreeSet<>(ids()));
      assertTrue(manifests.size() >= 2);
    }
  }

  @ParameterizedTest
  @MethodSource("idsOfAll")
  void sizesAndHashesAreThoseOfTheFiles(String id) throws Exception {
    Manifest manifest = Manifest.parse(ShippedModels.manifest(id));
    assertEquals(id, manifest.id());
    for (Manifest.Source source :
        Stream.of(manifest.model(), manifest.tokenizer()).filter(Objects::nonNull).toList()) {
      try (DigestInputStream content =
          new DigestInputStream(
              ShippedModels.open(source.resource()), MessageDigest.getInstance("SHA-256"))) {
        assertEquals(source.size(), content.transferTo(OutputStream.nullOutputStream()));
        assertEquals(
            source.sha256(), HexFormat.of().formatHex(content.getMessageDigest().digest()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("idsOfAll")
  void blocksAreThoseThatTheWorkerFreezes(String id) throws Exception {
    Manifest manifest = Manifest.parse(ShippedModels.manifest(id));
    Path file = folder.resolve("model.onnx");
    try (InputStream content = ShippedModels.open(manifest.model().resource())) {
      Files.copy(content, file);
    }
    BaseNetwork network = BaseNetwork.read(file);
    assertEquals(
        manifest.blocks().stream().map(Manifest.Block::parameters).toList(),
        network.blocks().stream().map(Block::parameters).toList());
    long head =
        network.withHead(3, manifest.pooling(), 1, network.blocks().size()).parameters().stream()
            .filter(parameter -> !parameter.frozen())
            .mapToLong(
                parameter -> {
                  long count = 1;
                  for (long dim : parameter.shape()) {
                    count *= dim;
                  }
                  return count;
                })
            .sum();
    assertEquals(3L * manifest.width() + 3, head);
  }
}
