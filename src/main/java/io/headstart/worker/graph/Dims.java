package io.headstart.worker.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Dimensions of a tensor, or the contents of a list of dimensions. Each is a number, {@link
 * #BATCH}, {@link #TOKENS}, or {@link #UNKNOWN}.
 *
 * @param all in order
 */
record Dims(List<String> all) {
  static final String BATCH = "batch";
  static final String TOKENS = "tokens";
  static final String UNKNOWN = "?";

  Dims {
    all = List.copyOf(all);
  }

  static Dims of(String... all) {
    return new Dims(List.of(all));
  }

  static Dims of(long[] numbers) {
    return new Dims(LongStream.of(numbers).mapToObj(Long::toString).toList());
  }

  static boolean isNumber(String dim) {
    return dim.matches("-?\\d{1,18}");
  }

  private static boolean isPositive(String dim) {
    return isNumber(dim) && Long.parseLong(dim) > 0;
  }

  int rank() {
    return all.size();
  }

  /** The one number that this is, or null. */
  @Nullable Long number() {
    return rank() == 1 && isNumber(all.get(0)) ? (Long) Long.parseLong(all.get(0)) : null;
  }

  String last() {
    return all.isEmpty() ? UNKNOWN : all.get(rank() - 1);
  }

  /** Place of an axis that may count from the end; -1 if there is none. */
  private int place(long axis) {
    long place = axis < 0 ? axis + rank() : axis;
    return place >= 0 && place < rank() ? (int) place : -1;
  }

  String at(long axis) {
    int place = place(axis);
    return place < 0 ? UNKNOWN : all.get(place);
  }

  Dims followedBy(Dims more) {
    List<String> joined = new ArrayList<>(all);
    joined.addAll(more.all);
    return new Dims(joined);
  }

  /** From a place to before another, as ONNX counts them. */
  Dims part(long from, long to) {
    int start = (int) Math.max(0, Math.min(rank(), from < 0 ? from + rank() : from));
    int end = (int) Math.max(start, Math.min(rank(), to < 0 ? to + rank() : to));
    return new Dims(all.subList(start, end));
  }

  @Nullable Dims picked(Dims index) {
    List<String> some = new ArrayList<>();
    for (String text : index.all) {
      int place = isNumber(text) ? place(Long.parseLong(text)) : -1;
      if (place < 0) {
        return null;
      }
      some.add(all.get(place));
    }
    return new Dims(some);
  }

  @Nullable Dims with(long axis, String dim) {
    int place = place(axis);
    if (place < 0) {
      return null;
    }
    List<String> changed = new ArrayList<>(all);
    changed.set(place, dim);
    return new Dims(changed);
  }

  /** With a dimension of 1 at places of the result. */
  @Nullable Dims widened(long[] axes) {
    int rank = rank() + axes.length;
    List<String> wide = new ArrayList<>(all);
    long[] places = Arrays.stream(axes).map(axis -> axis < 0 ? axis + rank : axis).toArray();
    Arrays.sort(places);
    for (long place : places) {
      if (place < 0 || place > wide.size()) {
        return null;
      }
      wide.add((int) place, "1");
    }
    return new Dims(wide);
  }

  @Nullable Dims transposed(long @Nullable [] order) {
    List<String> turned = new ArrayList<>(all);
    if (order == null) {
      Collections.reverse(turned);
      return new Dims(turned);
    }
    if (order.length != rank() || !Arrays.stream(order).allMatch(i -> i >= 0 && i < rank())) {
      return null;
    }
    turned.replaceAll(dim -> UNKNOWN);
    for (int i = 0; i < order.length; i++) {
      turned.set(i, all.get((int) order[i]));
    }
    return new Dims(turned);
  }

  Dims broadcast(Dims other) {
    Dims longer = other.rank() > rank() ? other : this;
    Dims shorter = other.rank() > rank() ? this : other;
    List<String> joined = new ArrayList<>(longer.all);
    int offset = longer.rank() - shorter.rank();
    for (int i = 0; i < shorter.rank(); i++) {
      joined.set(offset + i, broadcast(longer.all.get(offset + i), shorter.all.get(i)));
    }
    return new Dims(joined);
  }

  private static String broadcast(String a, String b) {
    // What is known wins over what is not: a dimension of 1 would have been stretched to it.
    if (b.equals("1") || a.equals(b) || (b.equals(UNKNOWN) && !a.equals("1"))) {
      return a;
    }
    return a.equals("1") || a.equals(UNKNOWN) ? b : UNKNOWN;
  }

  /**
   * After a Reshape.
   *
   * @param wanted 0 keeps the dimension at that place, -1 takes what is left
   */
  Dims reshaped(Dims wanted) {
    List<String> result = new ArrayList<>();
    List<String> names = new ArrayList<>(all);
    names.removeIf(Dims::isNumber);
    long left = 1;
    for (String dim : all) {
      left = isNumber(dim) ? left * Long.parseLong(dim) : left;
    }
    for (int i = 0; i < wanted.rank(); i++) {
      String dim = wanted.all.get(i).equals("0") ? at(i) : wanted.all.get(i);
      result.add(dim);
      if (isPositive(dim)) {
        left = left % Long.parseLong(dim) == 0 ? left / Long.parseLong(dim) : 0;
      } else {
        names.remove(dim);
      }
    }
    int open = result.indexOf("-1");
    if (open >= 0) {
      boolean name = names.size() == 1 && left == 1;
      boolean number = names.isEmpty() && left > 0;
      result.set(open, name ? names.get(0) : number ? Long.toString(left) : UNKNOWN);
    }
    return new Dims(result);
  }
}
