package io.headstart.worker.graph;

import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.worker.graph.ir.Graph;
import io.headstart.worker.graph.ir.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * Weights to train a graph from scratch, by what each parameter is used for; nothing of the values
 * that it had goes into them.
 *
 * <ul>
 *   <li>Convolutions that a rectifier follows: normal, variance 2 / inputs (He, Zhang, Ren, Sun:
 *       "Delving Deep into Rectifiers", ICCV 2015, equation 10).
 *   <li>Other convolutions and all matrices: variance 2 / (inputs + outputs) (Glorot, Bengio:
 *       "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010,
 *       equation 16); matrices uniformly.
 *   <li>Convolutions that end a residual branch: divided by the root of the number of such branches
 *       (Radford et al.: "Language Models are Unsupervised Multitask Learners", 2019, section 2.3),
 *       since in an exported network their normalisation is folded into the weights and can't hold
 *       the sum back.
 *   <li>Tables of vectors for words and places, class tokens: normal, deviation 0.02 (Devlin,
 *       Chang, Lee, Toutanova, NAACL 2019; {@code initializer_range} of its code).
 *   <li>Scales of normalisations 1, biases 0 (Ioffe, Szegedy: "Batch Normalization", ICML 2015; Ba,
 *       Kiros, Hinton: "Layer Normalization", 2016), counted means 0 and variances 1; slopes of
 *       PReLU 0.25 (He et al. 2015).
 * </ul>
 *
 * <p>The same graph and seed give the same values, whatever the order of the nodes.
 */
final class FreshWeights {
  private static final double EMBEDDING = 0.02;
  private static final float SLOPE = 0.25f;
  private static final String[] CONVOLUTIONS = {"Conv", "ConvTranspose"};
  private static final String[] MATRICES = {"MatMul", "Gemm"};
  private static final String[] RECTIFIERS = {
    "Relu", "Clip", "LeakyRelu", "PRelu", "Elu", "Selu", "HardSwish", "Sigmoid", "HardSigmoid"
  };
  private static final String[] FORMS = {
    "Transpose", "Reshape", "Unsqueeze", "Squeeze", "Identity", "Cast"
  };

  private final Graph graph;
  private final long seed;
  private final Map<String, List<Node>> users = new HashMap<>();
  private final Set<Node> branchEnds = new HashSet<>();

  FreshWeights(Graph graph, long seed) {
    this.graph = graph;
    this.seed = seed;
    for (Node node : graph.nodes()) {
      for (String input : node.inputs()) {
        users.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
      }
    }
    graph.nodes().stream()
        .filter(node -> node.is(CONVOLUTIONS) && endsBranch(node))
        .forEach(branchEnds::add);
  }

  /** Values by name of the initialiser, row-major; those of the head aside. */
  Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    graph
        .parameters()
        .forEach(
            (name, tensor) -> {
              if (!name.equals(Head.WEIGHT) && !name.equals(Head.BIAS)) {
                values.put(name, value(name, tensor));
              }
            });
    graph.nodes().stream()
        .filter(node -> node.is("BatchNormalization"))
        .forEach(
            node -> {
              statistic(values, node.input(3), 0);
              statistic(values, node.input(4), 1);
            });
    return values;
  }

  private void statistic(Map<String, float[]> values, String name, float value) {
    OnnxTensor tensor = graph.tensor(name);
    if (tensor != null) {
      values.put(name, filled(tensor, value));
    }
  }

  private float[] value(String name, OnnxTensor tensor) {
    long[] shape = tensor.dims();
    String at = name;
    Node user = user(at);
    while (user.is(FORMS) && users.containsKey(user.output())) {
      at = user.output();
      user = user(at);
    }
    int place = user.inputs().indexOf(at);
    Random random = new Random(seed * 1_000_003 + name.hashCode());
    if (user.is(CONVOLUTIONS) && place == 1) {
      return convolution(user, tensor, random);
    }
    if (user.is(MATRICES) && place < 2 && shape.length > 1) {
      double sum = (double) shape[shape.length - 1] + shape[shape.length - 2];
      double most = Math.sqrt(6 / sum);
      return drawn(tensor, () -> (2 * random.nextDouble() - 1) * most);
    }
    if (isVector(shape) && !user.is("Gather", "Concat", "Expand")) {
      boolean normalises = user.operator().endsWith("Normalization");
      boolean scales = user.is("Mul", "Div") || (normalises && place == 1);
      return filled(tensor, user.is("PRelu") ? SLOPE : scales ? 1 : 0);
    }
    return drawn(tensor, () -> random.nextGaussian() * EMBEDDING);
  }

  private Node user(String value) {
    return users.getOrDefault(value, List.of()).get(0);
  }

  private float[] convolution(Node node, OnnxTensor tensor, Random random) {
    // [out, in / groups, sides …], or [in, out / groups, sides …] where it is transposed
    long[] shape = tensor.dims();
    double area = 1;
    for (int i = 2; i < shape.length; i++) {
      area *= shape[i];
    }
    double perGroup = (double) shape[0] / node.integer("group", 1);
    boolean turned = node.is("ConvTranspose");
    double in = area * (turned ? perGroup : shape[1]);
    double out = area * (turned ? shape[1] : perGroup);
    double variance = isRectified(node) ? 2 / in : 2 / (in + out);
    double deviation = Math.sqrt(variance / (branchEnds.contains(node) ? branchEnds.size() : 1));
    return drawn(tensor, () -> random.nextGaussian() * deviation);
  }

  private boolean isRectified(Node node) {
    return normalised(node).stream().anyMatch(next -> next.is(RECTIFIERS));
  }

  /**
   * Whether its output goes nowhere but into a sum with another value that the network computes,
   * and its input is the branch's own: a shortcut's input is that of the branch beside it, too.
   */
  private boolean endsBranch(Node node) {
    List<Node> next = normalised(node);
    return next.size() == 1
        && next.get(0).is("Add")
        && next.get(0).inputs().stream().noneMatch(in -> graph.tensor(in) != null)
        && users.getOrDefault(node.input(0), List.of()).size() == 1;
  }

  /** What takes the output of an operation, behind a normalisation. */
  private List<Node> normalised(Node node) {
    List<Node> next = users.getOrDefault(node.output(), List.of());
    return next.size() == 1 && next.get(0).is("BatchNormalization")
        ? users.getOrDefault(next.get(0).output(), List.of())
        : next;
  }

  private static boolean isVector(long[] shape) {
    return Arrays.stream(shape).filter(side -> side > 1).count() <= 1;
  }

  private static float[] filled(OnnxTensor tensor, float value) {
    float[] values = new float[Math.toIntExact(tensor.count())];
    Arrays.fill(values, value);
    return values;
  }

  private static float[] drawn(OnnxTensor tensor, DoubleSupplier next) {
    float[] values = new float[Math.toIntExact(tensor.count())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) next.getAsDouble();
    }
    return values;
  }
}
