package io.headstart.worker.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headstart.protocol.Split;
import io.headstart.worker.graph.BaseNetwork;
import io.headstart.worker.task.Batch;
import io.headstart.worker.task.Examples;
import io.headstart.worker.task.Inputs;
import io.headstart.worker.task.Sample;
import io.headstart.worker.task.Splits;
import io.headstart.worker.task.TextExample;
import io.headstart.worker.task.TextInputs;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrozenFeaturesTest {
  @TempDir Path folder;
  private final List<Sample> examples = new ArrayList<>();

  @Test
  void aBatchReadFromTheFileIsWhatTheFrozenPartSays() throws Exception {
    try (Engine engine = engine();
        FrozenFeatures features = features(engine)) {
      Batch batch = Batch.of(List.of(examples.get(3), examples.get(9)));
      Inputs inputs = new TextInputs(batch, 0);
      Features read = features.of(new Ahead.Ready(batch, Inputs.NONE));
      Features computed = engine.prefix(inputs);
      assertArrayEquals(computed.shape(), read.shape());
      int width = Math.toIntExact(read.shape()[2]);
      for (int i = 0; i < 2; i++) {
        int start = i * read.perExample();
        for (int k = 0; k < batch.samples().get(i).length() * width; k++) {
          assertEquals(computed.values()[start + k], read.values()[start + k], 1e-4f);
        }
      }
      long rows = examples.stream().mapToLong(Sample::length).sum();
      assertEquals(rows * width * 4, features.bytes());
      assertEquals(examples.size(), features.computed());
    }
  }

  @Test
  void aFlippedBitIsNoticed() throws Exception {
    try (Engine engine = engine();
        FrozenFeatures features = features(engine)) {
      try (FileChannel file =
          FileChannel.open(
              folder.resolve("features.f32"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        ByteBuffer one = ByteBuffer.allocate(1);
        file.read(one, 5);
        one.put(0, (byte) (one.get(0) ^ 1)).flip();
        file.write(one, 5);
      }
      TrainingFailed failed =
          assertThrows(
              TrainingFailed.class,
              () -> {
                for (Sample example : examples) {
                  features.of(new Ahead.Ready(Batch.of(List.of(example)), Inputs.NONE));
                }
              });
      assertEquals("features-damaged", failed.reason());
    }
    assertFalse(Files.exists(folder.resolve("features.f32")), "nothing is left");
  }

  private Engine engine() throws Exception {
    for (int i = 0; i < 12; i++) {
      int[] tokens = new int[3 + i * 5 % 7];
      java.util.Arrays.setAll(tokens, t -> 100 + t * 3);
      examples.add(new TextExample(i, i, Split.TRAIN, 0, tokens));
    }
    BaseNetwork base = BaseNetwork.read(TinyRun.model());
    return new Engine(
        base.withHead(2, "mean", 1, 2), base.inputs(), folder, 0, 1, Target.even(2, 0));
  }

  private FrozenFeatures features(Engine engine) throws Exception {
    Examples all = new InMemory(Splits.of(examples));
    try (Ahead ahead = new Ahead(all)) {
      return FrozenFeatures.compute(engine, true, all, 1, ahead, 1 << 20, folder, done -> {});
    }
  }

  private record InMemory(Splits splits) implements Examples {
    @Override
    public Inputs inputs(Batch batch) {
      return new TextInputs(batch, 0);
    }

    @Override
    public long bytes(Batch batch) {
      return 0;
    }

    @Override
    public long cut() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
