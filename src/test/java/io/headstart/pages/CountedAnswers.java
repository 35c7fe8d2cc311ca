package io.headstart.pages;

import io.headstart.protocol.Prediction;
import io.headstart.protocol.TrainResult.Count;
import java.util.List;
import java.util.function.Predicate;

/** What a worker counts in answers made by hand. */
final class CountedAnswers {
  private CountedAnswers() {}

  /** So many of these answers are right in this sense. */
  static Count of(List<Prediction> answers, Predicate<Prediction> right) {
    return new Count(answers.stream().filter(right).count(), answers.size());
  }
}
