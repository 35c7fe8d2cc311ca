package io.headstart.worker.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.protocol.TrainResult;
import org.junit.jupiter.api.Test;

class ScoreTest {
  @Test
  void lossAndRightAnswersAreThoseOfTheFormula() {
    Score score = new Score();
    score.add(new float[] {0, 0}, 1);
    score.add(new float[] {1000, 0}, 1);
    score.add(new float[] {0, (float) Math.log(3)}, 1);
    assertEquals((Math.log(2) + 1000 - Math.log(0.75)) / 3, score.meanLoss(), 1e-6);
    assertEquals(new TrainResult.Count(1, 3), score.count());
    assertEquals(0.75f, Score.softmax(new float[] {0, (float) Math.log(3)}).get(1), 1e-6f);
  }

  @Test
  void anAnswerThatIsNotANumberIsNotHidden() {
    Score score = new Score();
    score.add(new float[] {Float.NaN, 0}, 1);
    assertTrue(Double.isNaN(score.meanLoss()));
  }
}
