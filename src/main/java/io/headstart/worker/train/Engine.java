package io.headstart.worker.train;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.headstart.modelfile.torchscript.TorchScriptArchive;
import io.headstart.worker.graph.Param;
import io.headstart.worker.graph.TrainableNetwork;
import io.headstart.worker.task.Batch;
import io.headstart.worker.task.Inputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network in PyTorch: the one place that knows how a module is loaded, run and stepped.
 *
 * <p>For one thread: some of PyTorch's settings belong to the thread that made them. Arrays are
 * made in a manager of their own for each call and go with it; parameters and moments live until
 * {@link #close}.
 */
final class Engine implements AutoCloseable {
  private final ai.djl.engine.Engine pytorch = ai.djl.engine.Engine.getEngine("PyTorch");
  private final PtNDManager manager;
  private final PtSymbolBlock block;
  private final PtSymbolBlock functions;
  private final ParameterStore store;
  private final Target target;
  private final AdamW optimiser;
  private final List<String> inputs;
  private final List<String> suffixInputs;
  private final Map<String, NDArray> trained = new LinkedHashMap<>();

  /** What one step found: training loss of the batch before it, and norm of the gradients. */
  record Step(float loss, float gradientNorm) {
    boolean finite() {
      return Float.isFinite(loss) && Float.isFinite(gradientNorm);
    }
  }

  /**
   * Loads a network.
   *
   * @param inputs names in the order in which its methods take them
   * @param scratch a folder for the module's file
   * @param weightDecay of AdamW, on parameters of rank 2 and more
   * @param clipNorm largest norm of all gradients together
   * @param target what the training loss compares answers with
   */
  Engine(
      TrainableNetwork network,
      List<String> inputs,
      Path scratch,
      double weightDecay,
      double clipNorm,
      Target target)
      throws IOException {
    this.inputs = inputs;
    this.target = target;
    this.suffixInputs = network.suffixInputs();
    // With the graph optimiser on, the first runs use other kernels than later ones, so that a
    // resumed run would differ in its last digits. It gains nothing here. DJL reads the property at
    // each call.
    System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
    manager = (PtNDManager) pytorch.newBaseManager();
    Path module = scratch.resolve("network.pt");
    network.writeTorchScript(module);
    block = load(module);
    Path optimiserModule = scratch.resolve("adamw.pt");
    new TorchScriptArchive(AdamW.SOURCE).write(optimiserModule, Map.of());
    functions = load(optimiserModule);
    store = new ParameterStore(manager, false);
    optimiser = new AdamW(functions, weightDecay, clipNorm);
    // The module loads in evaluation mode while DJL believes it to be in training mode.
    JniUtils.enableTrainingMode(block);
    takeParameters(network);
  }

  private PtSymbolBlock load(Path module) throws IOException {
    PtSymbolBlock loaded =
        JniUtils.loadModule(manager, module, true, new String[0], new String[0], true);
    Files.delete(module);
    return loaded;
  }

  private void takeParameters(TrainableNetwork network) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    block
        .getParameters()
        .forEach(
            pair -> {
              Parameter parameter = pair.getValue();
              parameter.getArray().setRequiresGradient(false);
              arrays.put(parameter.getName(), parameter.getArray());
            });
    for (Param param : network.parameters()) {
      if (!param.frozen()) {
        NDArray array = arrays.get(param.attribute());
        if (array == null) {
          throw new IllegalStateException("the module has no parameter " + param.attribute());
        }
        array.setRequiresGradient(true);
        trained.put(param.attribute(), array);
        optimiser.add(param.attribute(), array, param.head(), manager);
      }
    }
  }

  /** Runs the frozen part; without gradients. */
  Features prefix(Inputs given) {
    try (NDManager call = manager.newSubManager()) {
      NDArray feature = run(call, given, TrainableNetwork.PREFIX_METHOD, null, false);
      return new Features(feature.toFloatArray(), feature.getShape().getShape());
    }
  }

  /** Whether what follows the frozen part takes the inputs again, a mask for example. */
  boolean suffixTakesInputs() {
    return !suffixInputs.isEmpty();
  }

  /**
   * What the head takes of each example of a batch, by the parameters as they are now; without
   * gradients. Not for a network of which all but the head is frozen: its features are that.
   *
   * @param features of the frozen part, or null when nothing is frozen
   * @return [batch][width]
   */
  float[][] vectors(Inputs given, @Nullable Features features) {
    String method =
        features == null ? TrainableNetwork.VECTOR_METHOD : TrainableNetwork.SUFFIX_VECTOR_METHOD;
    try (NDManager call = manager.newSubManager()) {
      return rows(run(call, given, method, features, false));
    }
  }

  /**
   * Answers a batch without gradients.
   *
   * @param features of the frozen part, or null when nothing is frozen
   * @return logits [batch][classes]
   */
  float[][] logits(Inputs given, @Nullable Features features) {
    try (NDManager call = manager.newSubManager()) {
      return rows(run(call, given, answering(features), features, false));
    }
  }

  private static float[][] rows(NDArray array) {
    float[] flat = array.toFloatArray();
    int size = Math.toIntExact(array.getShape().get(0));
    int width = flat.length / size;
    float[][] rows = new float[size][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
    }
    return rows;
  }

  /**
   * Learns from one batch. Parameters stay as they were when loss or gradients are not finite.
   *
   * @param features of the frozen part, or null when nothing is frozen
   * @param seed of whatever the network draws at random in this step
   */
  Step step(Batch batch, Inputs given, @Nullable Features features, AdamW.Rates rates, long seed) {
    pytorch.setRandomSeed(Math.toIntExact(Math.floorMod(seed, (long) Integer.MAX_VALUE)));
    try (NDManager call = manager.newSubManager()) {
      float value;
      try (GradientCollector collector = pytorch.newGradientCollector()) {
        NDArray logits = run(call, given, answering(features), features, true);
        NDArray shares = call.create(target.shares(batch.labels()), logits.getShape());
        NDArray loss = logits.logSoftmax(1).mul(shares).sum();
        loss.attach(call);
        collector.backward(loss);
        value = loss.getFloat();
      }
      return new Step(value, optimiser.step(call, rates));
    }
  }

  private static String answering(@Nullable Features features) {
    return features == null ? TrainableNetwork.WHOLE_METHOD : TrainableNetwork.SUFFIX_METHOD;
  }

  private NDArray run(
      NDManager call, Inputs given, String method, @Nullable Features features, boolean training) {
    NDList arguments = new NDList();
    if (features != null) {
      arguments.add(call.create(features.values(), new Shape(features.shape())));
    }
    for (String input : features == null ? inputs : suffixInputs) {
      arguments.add(array(call, given.input(input)));
    }
    // DJL takes the method's name from an array that is no argument.
    NDArray name = call.zeros(new Shape(1));
    name.setName("module_method:" + method);
    arguments.add(name);
    return block.forward(store, arguments, training).singletonOrThrow();
  }

  private static NDArray array(NDManager call, Inputs.Array values) {
    Shape shape = new Shape(values.shape());
    if (values instanceof Inputs.Longs longs) {
      return call.create(longs.values(), shape);
    }
    return call.create(((Inputs.Floats) values).values(), shape);
  }

  /** The trained parameters by attribute; not copies. */
  NDList parameters() {
    NDList list = new NDList();
    trained.forEach(
        (name, array) -> {
          array.setName(name);
          list.add(array);
        });
    return list;
  }

  /** Everything that changes while training: parameters and the optimiser's state; not copies. */
  NDList state() {
    return parameters().addAll(optimiser.state());
  }

  /**
   * Sets parameters, or parameters and optimiser state, to what a file says.
   *
   * @param target {@link #parameters()} or {@link #state()}
   * @param source the same arrays by name, encoded as safetensors
   */
  void restore(NDList target, byte[] source) {
    try (NDManager reading = manager.newSubManager()) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      for (NDArray array : NDList.decode(reading, source)) {
        arrays.put(array.getName(), array);
      }
      for (NDArray array : target) {
        NDArray value = arrays.get(array.getName());
        if (value == null || !value.getShape().equals(array.getShape())) {
          throw new IllegalArgumentException("no array fits " + array.getName());
        }
        value.copyTo(array);
      }
    }
  }

  /** Values of the trained parameters, by attribute; copies. */
  Map<String, float[]> weights() {
    Map<String, float[]> weights = new LinkedHashMap<>();
    trained.forEach((name, array) -> weights.put(name, array.toFloatArray()));
    return weights;
  }

  /** True for the words by which PyTorch says that memory ran out. */
  static boolean saysOutOfMemory(EngineException e) {
    return says(e, "allocate memory", "not enough memory", "out of memory", "bad_alloc");
  }

  /** True for the words by which PyTorch says that a token or its place has no embedding. */
  static boolean saysOutOfRange(EngineException e) {
    return says(e, "index out of range", "out of bounds");
  }

  private static boolean says(EngineException e, String... words) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return Arrays.stream(words).anyMatch(message::contains);
  }

  @Override
  public void close() {
    block.close();
    functions.close();
    manager.close();
  }
}
