package io.headstart.worker.graph;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads paths of modules, such as {@code stack.layer.0.dense.weight}, out of weights' names. */
final class ModulePath {
  private static final Pattern NUMBER = Pattern.compile("(.*?)[._]*(\\d+)");
  private static final int MOST_NAMED = 3;

  private ModulePath() {}

  /**
   * The numbered module that all numbered weights share; empty if none has a number. Weights of
   * several modules that can't be parted share a name of the first and the last.
   */
  static String common(List<String> weights) {
    Set<String> modules = new LinkedHashSet<>();
    for (String weight : weights) {
      String module = numbered(weight);
      if (!module.isEmpty()) {
        modules.add(module);
      }
    }
    if (modules.size() <= 1) {
      return modules.isEmpty() ? "" : modules.iterator().next();
    }
    List<String> all = List.copyOf(modules);
    return all.get(0) + " to " + all.get(all.size() - 1);
  }

  /** Path up to and with the first number; empty if there is none before the weight's own name. */
  private static String numbered(String weight) {
    String[] steps = steps(weight);
    for (int i = 0; i < steps.length - 1; i++) {
      if (NUMBER.matcher(steps[i]).matches()) {
        return String.join(".", Arrays.copyOf(steps, i + 1));
      }
    }
    return "";
  }

  private static String[] steps(String path) {
    return path.split("[./]", -1);
  }

  /** "layer 0" for {@code stack.layer.0} and for {@code stack.layer_0}. */
  static String shortName(String module) {
    if (module.contains(" ")) {
      return module;
    }
    String[] steps = steps(module);
    Matcher last = NUMBER.matcher(steps[steps.length - 1]);
    if (!last.matches()) {
      return module;
    }
    String word = last.group(1);
    if (word.isEmpty() && steps.length > 1) {
      word = steps[steps.length - 2];
    }
    return (word.isEmpty() ? "layer" : word) + " " + last.group(2);
  }

  /** Last word of the path that weights share; where they share none, their first words. */
  static String shared(List<String> weights) {
    if (weights.isEmpty()) {
      return "network";
    }
    List<String[]> paths = weights.stream().map(ModulePath::steps).toList();
    String word = "";
    for (int i = 0; i < paths.get(0).length - 1; i++) {
      int at = i;
      String step = paths.get(0)[at];
      if (paths.stream().anyMatch(p -> p.length <= at + 1 || !p[at].equals(step))) {
        break;
      }
      word = step;
    }
    if (!word.isEmpty()) {
      return word;
    }
    return paths.stream()
        .map(path -> path[0])
        .distinct()
        .limit(MOST_NAMED)
        .collect(Collectors.joining(", "));
  }
}
