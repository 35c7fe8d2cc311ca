package io.headstart.worker.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class TargetTest {
  @Test
  void plainTargetsAreTheMeanOfTheRightClasses() {
    assertArrayEquals(
        new float[] {-0.5f, 0, 0, 0, 0, -0.5f}, Target.even(3, 0).shares(new long[] {0, 2}), 1e-7f);
  }

  @Test
  void smoothingSpreadsItsShareOverAllClasses() {
    assertArrayEquals(
        new float[] {-0.925f, -0.025f, -0.025f, -0.025f},
        Target.even(4, 0.1).shares(new long[] {0}),
        1e-7f);
  }

  /** 90 and 10 of 100: weights 100 / 180 and 100 / 20, whose sum over the batch divides. */
  @Test
  void aRareClassWeighsAsMuchAsAFrequentOne() {
    double frequent = 100.0 / 180;
    double rare = 5;
    double sum = frequent + rare;
    assertArrayEquals(
        new float[] {(float) (-frequent / sum), 0, 0, (float) (-rare / sum)},
        Target.balanced(new long[] {90, 10}, 0).shares(new long[] {0, 1}),
        1e-7f);
  }

  /** By PyTorch's definition the weight belongs to the class that a share of the target is for. */
  @Test
  void smoothedSharesHaveTheWeightOfTheirOwnClass() {
    double sum = 2;
    assertArrayEquals(
        new float[] {
          (float) (-(2.0 / 3) * 0.1 / sum), (float) (-2 * 0.9 / sum),
        },
        Target.balanced(new long[] {3, 1}, 0.2).shares(new long[] {1}),
        1e-6f);
  }

  @Test
  void aClassWithoutExamplesWeighsNothing() {
    assertArrayEquals(
        new float[] {-1, 0, 0},
        Target.balanced(new long[] {2, 2, 0}, 0).shares(new long[] {0}),
        1e-7f);
  }
}
