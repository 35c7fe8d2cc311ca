package io.headstart.worker.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.protocol.Split;
import io.headstart.worker.task.Sample;
import io.headstart.worker.task.TextExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinearHeadTest {
  private static final int WIDTH = 6;
  private static final float FAR = 10_000;

  @TempDir Path folder;

  private record Row(Sample sample, float[] vector) {}

  /**
   * The label stands in small differences of one number that is far from 0; another is constant.
   */
  private static List<Row> rows(int count) {
    Random random = new Random(3);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int label = random.nextInt(2);
      float[] vector = new float[WIDTH];
      for (int k = 0; k < WIDTH; k++) {
        vector[k] = (float) random.nextGaussian() * 50;
      }
      vector[2] = FAR + (label == 1 ? 0.5f : -0.5f) + (float) random.nextGaussian() * 0.1f;
      vector[4] = 7;
      Split split = i % 4 == 2 ? Split.VALIDATION : i % 4 == 3 ? Split.TEST : Split.TRAIN;
      rows.add(new Row(sample(i, split, label), vector));
    }
    return rows;
  }

  private static Sample sample(int index, Split split, int label) {
    return new TextExample(index, 100 + index, split, label, new int[] {1});
  }

  private Baseline.Answers fitted(List<Row> rows) throws IOException {
    try (LinearHead head = new LinearHead(2, WIDTH, folder)) {
      for (Row row : rows) {
        head.add(row.sample(), row.vector());
      }
      List<Double> shares = new ArrayList<>();
      Baseline.Answers answers = head.answer(shares::add);
      assertEquals(1.0, shares.get(shares.size() - 1));
      return answers;
    }
  }

  @Test
  void itFindsWhatIsLinearWhateverTheScale() throws Exception {
    List<Row> rows = rows(200);
    Baseline.Answers answers = fitted(rows);
    assertEquals(WIDTH, answers.terms());
    assertEquals(100, answers.byId().size(), "validation and test are answered");
    long right =
        rows.stream()
            .map(Row::sample)
            .filter(sample -> sample.split() == Split.TEST)
            .filter(sample -> answers.byId().get(sample.id()) == sample.label())
            .count();
    assertTrue(right >= 49, "right of 50: " + right);
    try (var left = Files.list(folder)) {
      assertEquals(List.of(), left.toList(), "nothing stays on disk");
    }
  }

  @Test
  void theSameVectorsGiveTheSameAnswers() throws Exception {
    assertEquals(fitted(rows(80)), fitted(rows(80)));
  }

  @Test
  void aVectorOfAnotherWidthIsRefused() throws Exception {
    try (LinearHead head = new LinearHead(2, WIDTH, folder)) {
      Sample sample = sample(0, Split.TRAIN, 0);
      assertThrows(IllegalArgumentException.class, () -> head.add(sample, new float[WIDTH + 1]));
    }
  }
}
