package io.headstart.worker.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * AdamW as PyTorch has it, on all parameters of a group in one call, with clipping by the norm of
 * all gradients together. DJL's own optimisers clip one side only, keep their moments to themselves
 * and are 8 to 11 times slower.
 *
 * <p>The moments live as long as the manager that was given; they are part of a checkpoint.
 */
final class AdamW {
  /** What a TorchScript module may call that DJL doesn't offer; it has no weights. */
  static final String SOURCE =
      """
      class AdamW(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        def clip(self: __torch__.AdamW, gradients: List[Tensor], largest: float) -> Tensor:
          norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(gradients, 2.)))
          factor = torch.clamp(torch.mul(torch.reciprocal(torch.add(norm, 1.e-06)), largest), None, 1.)
          torch._foreach_mul_(gradients, factor)
          return norm
        def update(self: __torch__.AdamW, parameters: List[Tensor], gradients: List[Tensor], first: List[Tensor], second: List[Tensor], steps: List[Tensor], rate: float, decay: float) -> int:
          torch._foreach_add_(steps, 1)
          torch._fused_adamw_(parameters, gradients, first, second, annotate(List[Tensor], []), steps, lr=rate, beta1=0.9, beta2=0.999, weight_decay=decay, eps=1.e-08, amsgrad=False, maximize=False)
          return 0
        def zero(self: __torch__.AdamW, gradients: List[Tensor]) -> int:
          torch._foreach_zero_(gradients)
          return 0
      """;

  private final PtSymbolBlock functions;
  private final Map<String, Moments> moments = new LinkedHashMap<>();
  private final double weightDecay;
  private final double clipNorm;

  /** A parameter's state: mean and mean square of its gradient, and its steps as f32. */
  private record Moments(NDArray parameter, boolean head, NDArray m, NDArray v, NDArray t) {}

  /** Peak rates at one step. */
  record Rates(double head, double body) {}

  AdamW(PtSymbolBlock functions, double weightDecay, double clipNorm) {
    this.functions = functions;
    this.weightDecay = weightDecay;
    this.clipNorm = clipNorm;
  }

  /** Takes charge of a parameter; its moments begin at 0. */
  void add(String name, NDArray parameter, boolean head, NDManager manager) {
    NDArray m = manager.zeros(parameter.getShape());
    NDArray v = manager.zeros(parameter.getShape());
    moments.put(name, new Moments(parameter, head, m, v, manager.zeros(new Shape())));
  }

  /**
   * Clips, moves every parameter by its gradient, and sets the gradients to 0.
   *
   * @param step manager of this step; what is made here goes with it
   * @return norm of all gradients before clipping; when it is not finite, nothing was changed
   */
  float step(NDManager step, Rates rates) {
    Map<Moments, NDArray> gradients = new LinkedHashMap<>();
    for (Moments each : moments.values()) {
      NDArray gradient = each.parameter().getGradient();
      gradient.attach(step);
      gradients.put(each, gradient);
    }
    float norm = clip(step, List.copyOf(gradients.values()));
    if (Float.isFinite(norm)) {
      for (boolean head : new boolean[] {true, false}) {
        for (boolean decayed : new boolean[] {true, false}) {
          List<Moments> group = new ArrayList<>();
          for (Moments each : moments.values()) {
            if (each.head() == head && decayed == each.parameter().getShape().dimension() >= 2) {
              group.add(each);
            }
          }
          double rate = head ? rates.head() : rates.body();
          update(group, gradients, rate, decayed ? weightDecay : 0);
        }
      }
    }
    call("zero", list(List.copyOf(gradients.values()))).close();
    return norm;
  }

  private float clip(NDManager step, List<NDArray> gradients) {
    try (IValue norm = call("clip", list(gradients), IValue.from(clipNorm));
        NDArray value = norm.toTensor((PtNDManager) step)) {
      return value.getFloat();
    }
  }

  private void update(
      List<Moments> group, Map<Moments, NDArray> gradients, double rate, double decay) {
    // A rate of 0 must leave every byte as it is, also the sign of a zero.
    if (group.isEmpty() || rate == 0) {
      return;
    }
    call(
            "update",
            list(group.stream().map(Moments::parameter).toList()),
            list(group.stream().map(each -> gradient(gradients, each)).toList()),
            list(group.stream().map(Moments::m).toList()),
            list(group.stream().map(Moments::v).toList()),
            list(group.stream().map(Moments::t).toList()),
            IValue.from(rate),
            IValue.from(decay))
        .close();
  }

  private static NDArray gradient(Map<Moments, NDArray> gradients, Moments of) {
    NDArray gradient = gradients.get(of);
    if (gradient == null) {
      throw new IllegalStateException("a parameter has no gradient");
    }
    return gradient;
  }

  /** Moments and steps by name: {@code m/…}, {@code v/…}, {@code t/…}. Not copies. */
  NDList state() {
    NDList state = new NDList();
    moments.forEach(
        (name, each) -> {
          add(state, "m/" + name, each.m());
          add(state, "v/" + name, each.v());
          add(state, "t/" + name, each.t());
        });
    return state;
  }

  private static void add(NDList list, String name, NDArray array) {
    array.setName(name);
    list.add(array);
  }

  private IValue call(String method, IValue... arguments) {
    try {
      return IValueUtils.runMethod(functions, method, arguments);
    } finally {
      for (IValue argument : arguments) {
        argument.close();
      }
    }
  }

  private static IValue list(List<NDArray> arrays) {
    return IValue.listFrom(arrays.toArray(PtNDArray[]::new));
  }
}
