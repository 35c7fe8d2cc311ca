package io.headstart.worker.graph.emit;

import io.headstart.modelfile.torchscript.TorchScriptArchive;
import io.headstart.modelfile.torchscript.TorchTensor;
import io.headstart.worker.graph.ir.Graph;
import io.headstart.worker.graph.ir.Node;
import io.headstart.worker.graph.ir.NotUnderstood;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Writes a graph as a TorchScript module. Its methods are slices of the same graph over the same
 * parameters. Used by one thread.
 */
public final class Emitter {
  private static final String HELPERS =
      """
        def device(self) -> Device:
          return self.%s.device
        def to_tensor(self, x: List[int]) -> Tensor:
          return torch.tensor(x, dtype=4, device=self.device())
        def to_list(self, x: Tensor) -> List[int]:
          return annotate(List[int], torch.reshape(x, [-1]).tolist())
        def divide(self, a: Tensor, b: Tensor) -> Tensor:
          if torch.is_floating_point(a):
            r = torch.div(a, b)
          else:
            r = torch.div(a, b, rounding_mode="trunc")
          return r
        def gather(self, x: Tensor, axis: int, index: Tensor) -> Tensor:
          a = axis
          if axis < 0:
            a = axis + x.dim()
          else:
            pass
          i = torch.where(torch.lt(index, 0), torch.add(index, x.size(a)), index)
          r = torch.index_select(x, a, torch.reshape(i, [-1]))
          return torch.reshape(r, x.size()[:a] + index.size() + x.size()[a + 1:])
        def reshape(self, x: Tensor, shape: List[int]) -> Tensor:
          r = annotate(List[int], [])
          for i in range(len(shape)):
            if shape[i] == 0:
              r.append(x.size(i))
            else:
              r.append(shape[i])
          return torch.reshape(x, r)
        def expand(self, x: Tensor, shape: List[int]) -> Tensor:
          n = max(x.dim(), len(shape))
          r = annotate(List[int], [])
          for i in range(n):
            a = 1
            b = 1
            if i >= n - x.dim():
              a = x.size(i - n + x.dim())
            else:
              pass
            if i >= n - len(shape):
              b = shape[i - n + len(shape)]
            else:
              pass
            if a == 1:
              r.append(b)
            else:
              r.append(a)
          return x.expand(r)
        def all_axes(self, x: Tensor) -> List[int]:
          r = annotate(List[int], [])
          for i in range(x.dim()):
            r.append(i)
          return r
        def reverse(self, x: Tensor) -> Tensor:
          r = annotate(List[int], [])
          for i in range(x.dim()):
            r.append(x.dim() - 1 - i)
          return torch.permute(x, r)
        def split(self, x: Tensor, parts: int, axis: int) -> List[Tensor]:
          size = (x.size(axis) + parts - 1) // parts
          return torch.split(x, size, axis)
      """;

  private final Graph graph;
  private final Holdings holdings;
  private final Operators operators = new Operators();
  private final List<String> methods = new ArrayList<>();

  /** An emitter of one module. */
  public Emitter(Graph graph) {
    this.graph = graph;
    this.holdings = new Holdings(graph);
  }

  /** ONNX operators that can be written. */
  public static Set<String> operators() {
    Set<String> names = new TreeSet<>(new Operators().names());
    names.removeIf(name -> name.startsWith("headstart."));
    names.add("Constant");
    return names;
  }

  /** Attribute of each parameter in the module, by its name in the graph, in the module's order. */
  public Map<String, String> attributes() {
    return holdings.parameters();
  }

  /**
   * Adds a method.
   *
   * @param inputs values that it takes, in that order
   * @param output value that it gives
   * @throws NotUnderstood if an operation on the way can't be written
   */
  public void method(String name, List<String> inputs, String output) {
    MethodText method = new MethodText(graph, holdings);
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      arguments.add("x" + i + ": Tensor");
      method.define(inputs.get(i), new Value.Computed("x" + i));
    }
    for (Node node : graph.slice(List.of(output), Set.copyOf(inputs))) {
      method.define(node.output(), operators.write(node, method));
    }
    method.statement("return " + method.tensor(method.value(output)));
    methods.add(
        "  def %s(self, %s) -> Tensor:\n%s"
            .formatted(name, String.join(", ", arguments), method.body()));
  }

  /** Text of the module's class. */
  public String source() {
    StringBuilder text = new StringBuilder("class Network(Module):\n");
    text.append("  __parameters__ = [").append(names(true)).append("]\n");
    text.append("  __buffers__ = [").append(names(false)).append("]\n");
    holdings.attributes().forEach(name -> text.append("  ").append(name).append(" : Tensor\n"));
    text.append("  training : bool\n");
    methods.forEach(text::append);
    return text.append(HELPERS.formatted(holdings.anyParameter())).toString();
  }

  private String names(boolean parameters) {
    StringBuilder text = new StringBuilder();
    for (String name : holdings.attributes()) {
      if (holdings.isParameter(name) == parameters) {
        text.append('"').append(name).append("\", ");
      }
    }
    return text.toString();
  }

  /**
   * Writes the module; the same graph and methods give the same bytes.
   *
   * @param trained which attributes want gradients
   */
  public void write(Path archive, Predicate<String> trained) throws IOException {
    Map<String, TorchTensor> tensors = holdings.tensors(trained);
    new TorchScriptArchive(source()).write(archive, tensors);
  }
}
