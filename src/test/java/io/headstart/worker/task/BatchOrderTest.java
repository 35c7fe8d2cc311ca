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
  private final BatchOrder order = new BatchOrder(16, 0);

  @Test
  void anEpochHasEveryExampleOnce() {
    List<TextBatch> batches = order.training(examples, 3, 1);
    assertEquals(order.batches(examples.size()), batches.size());
    assertEquals(
        IntStream.range(0, 1001).boxed().toList(), indices(batches).stream().sorted().toList());
  }

  @Test
  void theOrderDependsOnSeedAndEpochAlone() {
    List<Integer> first = indices(order.training(examples, 3, 2));
    order.training(examples, 3, 1);
    assertEquals(first, indices(order.training(examples, 3, 2)));
    assertNotEquals(first, indices(order.training(examples, 3, 1)));
    assertNotEquals(first, indices(order.training(examples, 4, 2)));
  }

  @Test
  void textsOfLikeLengthGoTogether() {
    long padded = 0;
    for (TextBatch batch : order.training(examples, 3, 1)) {
      padded += (long) batch.size() * batch.tokens();
    }
    long tokens = examples.stream().mapToLong(TextExample::length).sum();
    assertTrue(padded < 1.15 * tokens, padded + " places for " + tokens + " tokens");
  }

  @Test
  void shorterTextsArePaddedAndMasked() {
    TextBatch batch =
        new TextBatch(
            List.of(
                new TextExample(0, 1, Split.TEST, 0, new int[] {7, 8, 9}),
                new TextExample(1, 2, Split.TEST, 1, new int[] {5})),
            42);
    assertEquals(List.of(7L, 8L, 9L, 5L, 42L, 42L), list(batch.input("input_ids")));
    assertEquals(List.of(1L, 1L, 1L, 1L, 0L, 0L), list(batch.input("attention_mask")));
    assertEquals(List.of(0L, 0L, 0L, 0L, 0L, 0L), list(batch.input("token_type_ids")));
    assertEquals(List.of(0L, 1L), list(batch.labels()));
  }

  private static List<Long> list(long[] values) {
    return java.util.Arrays.stream(values).boxed().toList();
  }

  private static List<Integer> indices(List<TextBatch> batches) {
    List<Integer> indices = new ArrayList<>();
    batches.forEach(batch -> batch.examples().forEach(e -> indices.add(e.index())));
    return indices;
  }
}
