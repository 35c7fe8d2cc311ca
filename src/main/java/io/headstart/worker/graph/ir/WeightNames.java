package io.headstart.worker.graph.ir;

import io.headstart.modelfile.onnx.OnnxNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What initialisers are called by people: their own name, or, where the exporter numbered them, the
 * path of the module that uses them first. Paths stand in node names ({@code /a/b.0/MatMul}) or in
 * node metadata.
 */
final class WeightNames {
  private static final Pattern NUMBERED = Pattern.compile("onnx::.*|[^./]*\\d+");
  private static final String SCOPES = "pkg.torch.onnx.name_scopes";

  private final Set<String> initializers;
  private final Map<String, String> displayNames = new LinkedHashMap<>();
  private final Map<String, Integer> timesGiven = new HashMap<>();

  WeightNames(Set<String> initializers) {
    this.initializers = initializers;
  }

  Map<String, String> displayNames() {
    return displayNames;
  }

  void learn(OnnxNode node, List<String> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      String input = inputs.get(i);
      if (initializers.contains(input) && !displayNames.containsKey(input)) {
        String path = NUMBERED.matcher(input).matches() ? path(node) : "";
        String name = path.isEmpty() ? input : path + (i == 2 ? ".bias" : ".weight");
        int times = timesGiven.merge(name, 1, Integer::sum);
        displayNames.put(input, times == 1 ? name : name + "_" + times);
      }
    }
  }

  private static String path(OnnxNode node) {
    String scopes = node.metadata().get(SCOPES);
    if (scopes != null) {
      String[] nested = scopes.replaceAll("[\\[\\]' ]", "").split(",", -1);
      return nested.length > 1 ? nested[nested.length - 2] : "";
    }
    if (!node.name().startsWith("/")) {
      return "";
    }
    String[] steps = node.name().substring(1).split("/", -1);
    List<String> path = new ArrayList<>();
    for (int i = 0; i < steps.length - 1; i++) {
      boolean repeatedByNext = i + 2 < steps.length && steps[i + 1].startsWith(steps[i] + ".");
      if (!repeatedByNext) {
        path.add(steps[i]);
      }
    }
    return String.join(".", path);
  }
}
