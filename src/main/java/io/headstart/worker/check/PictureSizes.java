package io.headstart.worker.check;

import io.headstart.datafile.Pictures;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** File formats of pictures, and the smallest and the largest of them. */
final class PictureSizes {
  private final Map<String, Long> kinds = new TreeMap<>();
  private Pictures.@Nullable Facts smallest;
  private Pictures.@Nullable Facts largest;

  void add(Pictures.Facts facts) {
    kinds.merge(facts.kind(), 1L, Long::sum);
    if (smallest == null || pixels(facts) < pixels(smallest)) {
      smallest = facts;
    }
    if (largest == null || pixels(facts) > pixels(largest)) {
      largest = facts;
    }
  }

  private static long pixels(Pictures.Facts facts) {
    return (long) facts.width() * facts.height();
  }

  Map<String, Long> kinds() {
    return kinds;
  }

  String smallest() {
    return words(smallest);
  }

  String largest() {
    return words(largest);
  }

  private static String words(Pictures.@Nullable Facts facts) {
    return facts == null
        ? ""
        : Wording.number(facts.width()) + " × " + Wording.number(facts.height());
  }
}
