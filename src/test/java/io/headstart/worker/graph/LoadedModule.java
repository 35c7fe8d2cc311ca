package io.headstart.worker.graph;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A TorchScript archive in PyTorch, loaded as the trainer loads it. */
public final class LoadedModule implements AutoCloseable {
  private final Model model = Model.newInstance("module", "PyTorch");
  private final Trainer trainer;

  /** Loads an archive. */
  public LoadedModule(Path archive) throws IOException, MalformedModelException {
    System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
    model.load(
        archive.toAbsolutePath().getParent(),
        archive.getFileName().toString(),
        Map.of("trainParam", "true"));
    trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()));
  }

  /** Names of all parameters. */
  public List<String> parameters() {
    return model.getBlock().getParameters().values().stream().map(Parameter::getName).toList();
  }

  /** Values of all parameters by name. */
  public Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Parameter parameter : model.getBlock().getParameters().values()) {
      values.put(parameter.getName(), parameter.getArray().toFloatArray());
    }
    return values;
  }

  /** Result of a method with its shape. */
  public Array run(String method, List<Array> inputs) {
    try (NDManager scope = model.getNDManager().newSubManager();
        NDArray result = call(scope, method, inputs)) {
      return new Array(result.toFloatArray(), null, result.getShape().getShape());
    }
  }

  private NDArray call(NDManager scope, String method, List<Array> inputs) {
    NDList list = arguments(scope, method, inputs);
    ParameterStore parameters = new ParameterStore(scope, false);
    return model.getBlock().forward(parameters, list, false).get(0);
  }

  private static NDList arguments(NDManager scope, String method, List<Array> inputs) {
    NDList list = new NDList();
    for (Array input : inputs) {
      Shape shape = new Shape(input.shape());
      list.add(
          input.floats() != null
              ? scope.create(input.floats(), shape)
              : scope.create(input.longs(), shape));
    }
    if (!method.equals("forward")) {
      NDArray name = scope.zeros(new Shape(1));
      name.setName("module_method:" + method);
      list.add(name);
    }
    return list;
  }

  /**
   * One step of gradient descent with cross entropy.
   *
   * @param frozen parameters that want no gradient
   * @return parameters that got a gradient that is not zero everywhere
   */
  public Set<String> step(
      String method, List<Array> inputs, long[] labels, Set<String> frozen, float rate) {
    PtSymbolBlock block = (PtSymbolBlock) model.getBlock();
    block.freezeParameters(true);
    block.freezeParameters(false, parameter -> !frozen.contains(parameter.getName()));
    Set<String> moved = new LinkedHashSet<>();
    try (NDManager scope = trainer.getManager().newSubManager()) {
      NDList list = arguments(scope, method, inputs);
      NDArray wanted = scope.create(labels);
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDArray loss = trainer.getLoss().evaluate(new NDList(wanted), trainer.forward(list));
        loss.attach(scope);
        collector.backward(loss);
      }
      for (Parameter parameter : block.getParameters().values()) {
        NDArray weight = parameter.getArray();
        if (frozen.contains(parameter.getName()) || !weight.hasGradient()) {
          continue;
        }
        NDArray gradient = weight.getGradient();
        gradient.attach(scope);
        if (gradient.abs().max().getFloat() > 0) {
          moved.add(parameter.getName());
        }
        NDArray change = gradient.mul(rate);
        change.attach(scope);
        weight.subi(change);
      }
    }
    return moved;
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
