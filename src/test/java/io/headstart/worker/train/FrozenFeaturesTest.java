package io.headstart.worker.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headstart.protocol.Split;
import io.headstart.worker.graph.BaseNetwork;
import io.headstart.worker.task.TextBatch;
import io.headstart.worker.task.TextExample;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrozenFeaturesTest {
  @TempDir Path folder;
  private final List<TextExample> examples = new ArrayList<>();

  @Test
  void aBatchReadFromTheFileIsWhatTheFrozenPartSays() throws Exception {
    try (Engine engine = engine();
        FrozenFeatures features = features(engine)) {
      TextBatch batch = new TextBatch(List.of(examples.get(3), examples.get(9)), 0);
      Features read = features.of(batch);
      Features computed = engine.prefix(batch);
      assertArrayEquals(computed.shape(), read.shape());
      int width = read.width();
      for (int i = 0; i < 2; i++) {
        int start = i * read.perExample();
        for (int k = 0; k < batch.examples().get(i).length() * width; k++) {
          assertEquals(computed.values()[start + k], read.values()[start + k], 1e-4f);
        }
      }
      long rows = examples.stream().mapToLong(TextExample::length).sum();
      assertEquals(rows * width * 4, features.bytes());
      assertEquals(examples.size(), features.computed());
    }
  }

  @Test
  void aFlippedBitIsNoticed() throws Exception {
    try (Engine engine = engine();
        FrozenFeatures features = features(engine)) {
      try (FileChannel file =
          FileChannel.open(openFile(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        ByteBuffer one = ByteBuffer.allocate(1);
        file.read(one, 5);
        one.put(0, (byte) (one.get(0) ^ 1)).flip();
        file.write(one, 5);
      }
      TrainingFailed failed =
          assertThrows(
              TrainingFailed.class,
              () -> {
                for (TextExample example : examples) {
                  features.of(new TextBatch(List.of(example), 0));
                }
              });
      assertEquals("features-damaged", failed.reason());
    }
  }

  /** The file has no name any more once it is open, so that nothing is left when a worker dies. */
  private static Path openFile() throws Exception {
    Path opened = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(opened), "needs Linux");
    try (Stream<Path> links = Files.list(opened)) {
      for (Path link : links.toList()) {
        if (Files.isSymbolicLink(link)
            && Files.readSymbolicLink(link).toString().endsWith("features.f32 (deleted)")) {
          return link;
        }
      }
    }
    throw new IllegalStateException("the file of features is not open");
  }

  private Engine engine() throws Exception {
    for (int i = 0; i < 12; i++) {
      int[] tokens = new int[3 + i * 5 % 7];
      java.util.Arrays.setAll(tokens, t -> 100 + t * 3);
      examples.add(new TextExample(i, i, Split.TRAIN, 0, tokens));
    }
    BaseNetwork base = BaseNetwork.read(TinyRun.model());
    return new Engine(base.withHead(2, "mean", 1, 2), base.inputs(), folder, 0, 1);
  }

  private FrozenFeatures features(Engine engine) throws Exception {
    return FrozenFeatures.compute(engine, true, examples, 0, 1 << 20, folder, done -> {});
  }
}
