package io.headstart.worker.graph;

import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.protocol.Modality;
import io.headstart.worker.graph.ir.Graph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Divides a graph into the blocks that people see. Cuts give segments; segments that belong to the
 * same numbered module are one block. What stands before the first numbered module is one block,
 * what follows a numbered one without a number of its own (a last normalisation) belongs to it.
 */
final class Blocks {
  private final Graph graph;
  private final Modality modality;
  private final List<Group> groups;

  /** Segments that make one block. */
  private static final class Group {
    private final String module;
    private final List<String> weights = new ArrayList<>();
    private String cut = "";

    Group(String module) {
      this.module = module;
    }
  }

  private record Segment(List<String> weights, String cut) {}

  Blocks(Graph graph, Modality modality) {
    this.graph = graph;
    this.modality = modality;
    List<Segment> segments = segments();
    List<String> modules = modules(segments);
    groups = new ArrayList<>();
    boolean numbered = false;
    for (int i = 0; i < segments.size(); i++) {
      String module = modules.get(i);
      Group last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
      boolean joins =
          last != null && (module.isEmpty() || last.module.equals(module)) && !groups.isEmpty();
      if (last != null && !numbered && !module.isEmpty()) {
        joins = false;
      }
      numbered |= !module.isEmpty();
      Group group = joins ? Objects.requireNonNull(last) : new Group(module);
      if (!joins) {
        groups.add(group);
      }
      group.weights.addAll(segments.get(i).weights);
      group.cut = segments.get(i).cut;
    }
  }

  private List<Segment> segments() {
    Cuts cuts = new Cuts(graph, modality);
    List<String> order = cuts.parametersInOrder();
    List<Segment> segments = new ArrayList<>();
    Set<String> done = new HashSet<>();
    List<Cut> all = cuts.all();
    for (int i = 0; i < all.size(); i++) {
      Cut cut = all.get(i);
      boolean lastOfItsKind =
          i + 1 == all.size() || all.get(i + 1).below().size() > cut.below().size();
      if (lastOfItsKind) {
        List<String> own =
            order.stream().filter(w -> cut.below().contains(w) && !done.contains(w)).toList();
        done.addAll(own);
        segments.add(new Segment(own, cut.value()));
      }
    }
    List<String> rest = order.stream().filter(w -> !done.contains(w)).toList();
    if (!rest.isEmpty() || segments.isEmpty()) {
      segments.add(new Segment(rest, ""));
    }
    return segments;
  }

  /** Numbered module that each segment belongs to; empty where it has none. */
  private List<String> modules(List<Segment> segments) {
    List<String> named =
        segments.stream().map(s -> ModulePath.common(displayNames(s.weights))).toList();
    if (named.stream().anyMatch(module -> !module.isEmpty())) {
      return named;
    }
    return new Repetition(segments.stream().map(s -> shapes(s.weights)).toList()).layers();
  }

  private List<String> displayNames(List<String> weights) {
    return weights.stream().map(graph::displayName).toList();
  }

  private String shapes(List<String> weights) {
    StringBuilder text = new StringBuilder();
    for (String weight : weights) {
      OnnxTensor tensor = Objects.requireNonNull(graph.tensor(weight));
      text.append(Arrays.toString(tensor.dims()));
    }
    return text.toString();
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    for (Group group : groups) {
      long count =
          group.weights.stream()
              .mapToLong(weight -> Objects.requireNonNull(graph.tensor(weight)).count())
              .sum();
      blocks.add(new Block(name(group), count, group.weights));
    }
    return blocks;
  }

  private String name(Group group) {
    String shortName = shortName(group);
    long same = groups.stream().filter(g -> shortName(g).equals(shortName)).count();
    return same > 1 && !group.module.isEmpty() ? group.module : shortName;
  }

  private String shortName(Group group) {
    return group.module.isEmpty()
        ? ModulePath.shared(displayNames(group.weights))
        : ModulePath.shortName(group.module);
  }

  /** Value at the end of each block but the last. */
  List<String> cuts() {
    return groups.stream().limit(groups.size() - 1L).map(group -> group.cut).toList();
  }
}
