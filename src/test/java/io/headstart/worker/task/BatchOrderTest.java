package io.headstart.worker.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.protocol.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchOrderTest {
  private final List<TextExample> examples =
      IntStream.range(0, 1001)
          .mapToObj(i -> new TextExample(i, i, Split.TRAIN, 0, new int[1 + i * 37 % 128]))
          .toList();
  private final BatchOrder order = new BatchOrder(16);

  @Test
  void anEpochHasEveryExampleOnce() {
    List<Batch> batches = order.training(examples, 3, 1, sample -> 0);
    assertEquals(order.batches(examples.size()), batches.size());
    assertEquals(
        IntStream.range(0, 1001).boxed().toList(), indices(batches).stream().sorted().toList());
  }

  @Test
  void theOrderDependsOnSeedAndEpochAlone() {
    List<Integer> first = indices(order.training(examples, 3, 2, sample -> 0));
    order.training(examples, 3, 1, sample -> 0);
    assertEquals(first, indices(order.training(examples, 3, 2, sample -> 0)));
    assertNotEquals(first, indices(order.training(examples, 3, 1, sample -> 0)));
    assertNotEquals(first, indices(order.training(examples, 4, 2, sample -> 0)));
  }

  @Test
  void textsOfLikeLengthGoTogether() {
    long padded = 0;
    for (Batch batch : order.training(examples, 3, 1, sample -> 0)) {
      padded += (long) batch.size() * batch.longest();
    }
    long tokens = examples.stream().mapToLong(TextExample::length).sum();
    assertTrue(padded < 1.15 * tokens, padded + " places for " + tokens + " tokens");
  }

  @Test
  void samplesOfOneLengthStayShuffled() {
    List<TextExample> alike =
        IntStream.range(0, 160)
            .mapToObj(i -> new TextExample(i, i, Split.TRAIN, i / 80, new int[1]))
            .toList();
    for (Batch batch : order.training(alike, 3, 1, sample -> 0)) {
      assertEquals(2, java.util.Arrays.stream(batch.labels()).distinct().count());
    }
  }

  @Test
  void eachSampleIsSeenInTheViewThatIsAskedFor() {
    for (Batch batch : order.training(examples, 3, 1, sample -> sample.index() % 4)) {
      for (int i = 0; i < batch.size(); i++) {
        assertEquals(batch.samples().get(i).index() % 4, batch.views()[i]);
      }
    }
  }

  @Test
  void shorterTextsArePaddedAndMasked() {
    Batch batch =
        Batch.of(
            List.of(
                new TextExample(0, 1, Split.TEST, 0, new int[] {7, 8, 9}),
                new TextExample(1, 2, Split.TEST, 1, new int[] {5})));
    Inputs inputs = new TextInputs(batch, 42);
    assertEquals(List.of(7L, 8L, 9L, 5L, 42L, 42L), list(inputs.input("input_ids")));
    assertEquals(List.of(1L, 1L, 1L, 1L, 0L, 0L), list(inputs.input("attention_mask")));
    assertEquals(List.of(0L, 0L, 0L, 0L, 0L, 0L), list(inputs.input("token_type_ids")));
    assertEquals(List.of(0L, 1L), list(batch.labels()));
  }

  private static List<Long> list(Inputs.Array array) {
    return list(((Inputs.Longs) array).values());
  }

  private static List<Long> list(long[] values) {
    return java.util.Arrays.stream(values).boxed().toList();
  }

  private static List<Integer> indices(List<Batch> batches) {
    List<Integer> indices = new ArrayList<>();
    batches.forEach(batch -> batch.samples().forEach(e -> indices.add(e.index())));
    return indices;
  }
}
