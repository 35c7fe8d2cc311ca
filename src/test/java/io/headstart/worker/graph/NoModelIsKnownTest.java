package io.headstart.worker.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The importer understands graphs; it knows no family of models and no layer by name. */
class NoModelIsKnownTest {
  private static final Pattern NAMES =
      Pattern.compile(
          "bert|minilm|electra|mpnet|\\bt5\\b|\\bgpt|\\bbge\\b|\\bvit\\b|resnet"
              + "|encoder\\.layer|embeddings|intermediate|attention\\.self|self\\.query|\\bpooler"
              + "|LayerNorm\\.|word_|position_ids",
          Pattern.CASE_INSENSITIVE);

  @Test
  void noSourceOfTheImporterNamesOne() throws IOException {
    for (String room : List.of("modelfile", "worker/graph")) {
      Path sources = Path.of("src/main/java/io/headstart", room);
      try (Stream<Path> files = Files.walk(sources)) {
        List<Path> java = files.filter(file -> file.toString().endsWith(".java")).toList();
        assertTrue(java.size() > 5, "sources are where this test looks for them");
        for (Path file : java) {
          List<String> named =
              Files.readAllLines(file).stream().filter(l -> NAMES.matcher(l).find()).toList();
          assertEquals(List.of(), named, file.toString());
        }
      }
    }
  }
}
