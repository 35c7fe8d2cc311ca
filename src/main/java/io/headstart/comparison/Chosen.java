package io.headstart.comparison;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The runs that somebody wants to compare.
 *
 * @param numbers each once, in the order chosen
 */
record Chosen(List<Long> numbers) {
  private static final int FEWEST = 2;
  private static final int MOST = 10;

  /**
   * Reads {@code runs=3,5,8} or {@code runs=3&runs=5&runs=8}.
   *
   * @throws Problem 400 unless these are 2 to 10 numbers
   */
  static Chosen parse(List<String> values) {
    List<Long> numbers = new ArrayList<>();
    for (String value : String.join(",", values).split(",", -1)) {
      String number = value.trim();
      if (number.isEmpty()) {
        continue;
      }
      if (!number.matches("[0-9]{1,18}")) {
        throw wrong("\"" + number + "\" is no number of a run.");
      }
      if (!numbers.contains(Long.valueOf(number))) {
        numbers.add(Long.valueOf(number));
      }
    }
    if (numbers.size() < FEWEST || numbers.size() > MOST) {
      throw wrong(
          numbers.size() < FEWEST
              ? "A comparison needs two runs at least."
              : "These are " + numbers.size() + " runs; ten fit at most.");
    }
    return new Chosen(List.copyOf(numbers));
  }

  private static Problem wrong(String why) {
    return new Problem(
        400,
        "runs-to-compare",
        "Choose 2 to 10 runs to compare",
        List.of(new Item("runs", why, "Tick 2 to 10 runs in the list of runs.")));
  }

  /** {@code 3,5,8}. */
  String text() {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
