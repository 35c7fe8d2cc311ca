package io.headstart.worker.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogisticRegressionTest {
  private static final int CLASSES = 3;
  private static final int TERMS = 5;
  private final LogisticRegression model = new LogisticRegression(CLASSES, TERMS);
  @TempDir Path folder;

  @Test
  void theGradientIsThatOfTheValue() throws Exception {
    try (RowStore rows = rows(40)) {
      Objective objective = model.objective(rows, 0.3);
      Random random = new Random(2);
      double[] point = random.doubles(model.start().length, -1, 1).toArray();
      double[] gradient = new double[point.length];
      objective.at(point, gradient);
      for (int i = 0; i < point.length; i++) {
        double[] moved = point.clone();
        moved[i] += 1e-6;
        double above = objective.at(moved, new double[point.length]);
        moved[i] -= 2e-6;
        double below = objective.at(moved, new double[point.length]);
        assertEquals((above - below) / 2e-6, gradient[i], 1e-6);
      }
    }
  }

  @Test
  void theOptimiserFindsTheMinimumFromAnywhere() throws Exception {
    try (RowStore rows = rows(60)) {
      Objective objective = model.objective(rows, 0.05);
      Lbfgs search = new Lbfgs(500, 1e-9);
      double[] one = search.minimise(objective, model.start(), () -> {});
      double[] far = new Random(5).doubles(one.length, -3, 3).toArray();
      double[] two = search.minimise(objective, far, () -> {});
      double[] gradient = new double[one.length];
      objective.at(one, gradient);
      for (double entry : gradient) {
        assertEquals(0, entry, 1e-8);
      }
      // Biases may move together without changing anything; weights may not, for their penalty.
      for (int k = 0; k < CLASSES; k++) {
        int first = k * (TERMS + 1);
        assertArrayEquals(
            java.util.Arrays.copyOfRange(one, first, first + TERMS),
            java.util.Arrays.copyOfRange(two, first, first + TERMS),
            1e-6);
      }
    }
  }

  @Test
  void rowsComeBackAsTheyWereAdded() throws Exception {
    try (RowStore rows = rows(25)) {
      assertEquals(25, rows.size());
      Random random = new Random(1);
      int[] count = new int[1];
      rows.forEach(
          row -> {
            SparseRow expected = row(random);
            assertEquals(expected.label(), row.label());
            assertArrayEquals(expected.terms(), row.terms());
            assertArrayEquals(expected.values(), row.values());
            count[0]++;
          });
      assertTrue(count[0] == 25);
    }
  }

  private RowStore rows(int count) throws Exception {
    RowStore rows = new RowStore(folder.resolve("rows"));
    Random random = new Random(1);
    for (int i = 0; i < count; i++) {
      rows.add(row(random));
    }
    rows.seal();
    return rows;
  }

  private static SparseRow row(Random random) {
    int label = random.nextInt(CLASSES);
    int[] terms = {random.nextInt(2), 2 + random.nextInt(3)};
    return new SparseRow(
        label, terms, new float[] {random.nextFloat() + label, random.nextFloat()});
  }
}
