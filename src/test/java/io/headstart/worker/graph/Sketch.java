package io.headstart.worker.graph;

import io.headstart.modelfile.onnx.ElementType;
import io.headstart.modelfile.onnx.OnnxEdit;
import io.headstart.modelfile.onnx.OnnxModel;
import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.modelfile.onnx.OnnxValue;
import io.headstart.modelfile.onnx.UnreadableModelFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Draws little ONNX models, with values for their inputs. */
public final class Sketch {
  private final OnnxEdit edit;
  private final Random random;
  private final Map<String, Array> inputs = new LinkedHashMap<>();
  private int values;

  /** A model of that opset; the seed decides shapes and numbers. */
  public Sketch(long opset, long seed) {
    this.edit = OnnxEdit.empty(opset);
    this.random = new Random(seed);
  }

  /** Values of the inputs that were drawn. */
  public Map<String, Array> inputs() {
    return inputs;
  }

  /** A length between 1 and 5. */
  public int dim() {
    return 1 + random.nextInt(5);
  }

  /** An input of floats. */
  public String floats(long... shape) {
    return input(Array.floats(random, shape), ElementType.FLOAT);
  }

  /** An input of integers from 0 to below the bound. */
  public String longs(int bound, long... shape) {
    return input(Array.longs(random, bound, shape), ElementType.INT64);
  }

  private String input(Array array, ElementType type) {
    String name = "x" + inputs.size();
    inputs.put(name, array);
    List<String> dims = new ArrayList<>(Collections.nCopies(array.shape().length, ""));
    for (int i = 0; i < dims.size(); i++) {
      dims.set(i, name + "_" + i + "_");
    }
    edit.input(new OnnxValue(name, type.code(), dims));
    return name;
  }

  /** A parameter. */
  public String weight(long... shape) {
    return initializer(OnnxTensor.ofFloats(shape, Array.floats(random, shape).floats()));
  }

  /** A parameter without negative numbers. */
  public String positive(long... shape) {
    float[] numbers = Array.floats(random, shape).floats();
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Math.abs(numbers[i]) + 0.1f;
    }
    return initializer(OnnxTensor.ofFloats(shape, numbers));
  }

  /** A constant list of integers. */
  public String ints(long... numbers) {
    return initializer(OnnxTensor.ofLongs(new long[] {numbers.length}, numbers));
  }

  /** A constant integer. */
  public String integer(long number) {
    return initializer(OnnxTensor.ofLongs(new long[0], number));
  }

  /** A constant number. */
  public String number(double number) {
    return initializer(OnnxTensor.ofFloats(new long[0], (float) number));
  }

  private String initializer(OnnxTensor tensor) {
    String name = "w" + values++;
    edit.initializer(name, tensor);
    return name;
  }

  /** An operation without attributes. */
  public String op(String operator, String... operands) {
    return op(operator, Map.of(), operands);
  }

  /** An operation with one output. */
  public String op(String operator, Map<String, Object> attributes, String... operands) {
    return ops(operator, 1, attributes, operands).get(0);
  }

  /** An operation with several outputs. */
  public List<String> ops(
      String operator, int outputs, Map<String, Object> attributes, String... operands) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      names.add("v" + values++);
    }
    edit.node("node " + names.get(0), operator, List.of(operands), names, attributes);
    return names;
  }

  /** The value as booleans. */
  public String bools(String value) {
    return op("Cast", Map.of("to", (long) ElementType.BOOL.code()), value);
  }

  /** Ends the model: its output is the value as floats; a parameter has a part in it. */
  public OnnxModel end(String value) throws UnreadableModelFile {
    String floats = op("Cast", Map.of("to", (long) ElementType.FLOAT.code()), value);
    String sum = op("ReduceSum", Map.of("keepdims", 0L), weight(2));
    edit.node("end", "Add", List.of(floats, sum), List.of("end"), Map.of());
    edit.output(new OnnxValue("end", ElementType.FLOAT.code(), null));
    return edit.build();
  }
}
