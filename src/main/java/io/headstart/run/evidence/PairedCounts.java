package io.headstart.run.evidence;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * How two classifiers did on the same examples.
 *
 * @param bothRight both answered rightly
 * @param onlyFirst only the first did
 * @param onlySecond only the second did
 * @param bothWrong neither did
 */
public record PairedCounts(long bothRight, long onlyFirst, long onlySecond, long bothWrong) {
  /** Number of examples. */
  public long total() {
    return bothRight + onlyFirst + onlySecond + bothWrong;
  }

  /** Right answers of the first. */
  public long firstRight() {
    return bothRight + onlyFirst;
  }

  /** Right answers of the second. */
  public long secondRight() {
    return bothRight + onlySecond;
  }

  /** Share of right answers of the first minus that of the second, -1 to 1; 0 of nothing. */
  public double difference() {
    return total() == 0 ? 0 : (double) (onlyFirst - onlySecond) / total();
  }

  /**
   * The exact test of McNemar, two-sided: the probability of a split at least this uneven of the
   * examples on which exactly one was right, when both are equally good.
   */
  public double mcnemar() {
    int discordant = Math.toIntExact(onlyFirst + onlySecond);
    if (discordant == 0) {
      return 1;
    }
    int fewer = Math.toIntExact(Math.min(onlyFirst, onlySecond));
    double tail = BinomialDistribution.of(discordant, 0.5).cumulativeProbability(fewer);
    return Math.min(1, 2 * tail);
  }

  /**
   * The 95 % interval of {@link #difference()} by Agresti and Min (2005): Wald's, after half an
   * example was added to each of the four cells, which keeps its promise in small samples.
   */
  public Interval interval() {
    double n = total() + 2.0;
    double first = onlyFirst + 0.5;
    double second = onlySecond + 0.5;
    double centre = (first - second) / n;
    double spread = (first + second) - (first - second) * (first - second) / n;
    double half = Interval.Z * Math.sqrt(spread) / n;
    return new Interval(Math.max(-1, centre - half), Math.min(1, centre + half));
  }
}
