package io.headstart.modelfile.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Collects changes of a model and makes the changed one. Used by one thread. */
public final class OnnxEdit {
  private final WireMessage message;
  private final WireMessage graph;
  private final List<WireField> added = new ArrayList<>();
  private final Map<String, float[]> replaced = new HashMap<>();
  private final Map<String, String> metadata = new TreeMap<>();
  private boolean keepOutputs = true;

  private OnnxEdit(WireMessage message, WireMessage graph) {
    this.message = message;
    this.graph = graph;
  }

  /** Starts from a model, which stays as it is. */
  public static OnnxEdit of(OnnxModel model) {
    return new OnnxEdit(model.message(), model.graph());
  }

  /**
   * Starts from nothing.
   *
   * @param opset version of ONNX's own operators
   */
  public static OnnxEdit empty(long opset) {
    WireMessage version =
        WireMessage.of(
            WireField.text(OnnxModel.OPSET_DOMAIN, ""),
            WireField.varint(OnnxModel.OPSET_VERSION, opset));
    WireMessage graph = WireMessage.of(WireField.text(OnnxModel.GRAPH_NAME, "graph"));
    WireMessage message =
        WireMessage.of(
            WireField.varint(OnnxModel.IR_VERSION, 8),
            WireField.text(OnnxModel.PRODUCER, "headstart"),
            WireField.message(OnnxModel.GRAPH, graph),
            WireField.message(OnnxModel.OPSET, version));
    return new OnnxEdit(message, graph);
  }

  /** Appends an operation; its inputs must be defined by what stands before it. */
  public OnnxEdit node(
      String name,
      String operator,
      List<String> inputs,
      List<String> outputs,
      Map<String, Object> attributes) {
    return node(new OnnxNode(name, operator, "", inputs, outputs, attributes, Map.of()));
  }

  /** Appends an operation; its inputs must be defined by what stands before it. */
  public OnnxEdit node(OnnxNode node) {
    added.add(WireField.message(OnnxModel.GRAPH_NODE, node.toMessage()));
    return this;
  }

  /** Adds a weight or constant. */
  public OnnxEdit initializer(String name, OnnxTensor tensor) {
    added.add(WireField.message(OnnxModel.GRAPH_INITIALIZER, tensor.toMessage(name)));
    return this;
  }

  /** Adds an input. */
  public OnnxEdit input(OnnxValue value) {
    added.add(WireField.message(OnnxModel.GRAPH_INPUT, value.toMessage()));
    return this;
  }

  /** Adds an output. */
  public OnnxEdit output(OnnxValue value) {
    added.add(WireField.message(OnnxModel.GRAPH_OUTPUT, value.toMessage()));
    return this;
  }

  /** Drops the outputs that the model had. */
  public OnnxEdit withoutOldOutputs() {
    keepOutputs = false;
    return this;
  }

  /**
   * Gives an initialiser of float32 new values.
   *
   * @param values row-major, as many as it had; read by {@link #build}, so unchanged until then
   */
  public OnnxEdit replace(String initializer, float[] values) {
    replaced.put(initializer, values);
    return this;
  }

  /** Sets a property of the model; a property of that name is replaced. */
  public OnnxEdit metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /**
   * Makes the changed model. Operations and initialisers that no output needs are left out.
   *
   * @throws UnreadableModelFile if a replaced initialiser is missing or has another size
   */
  public OnnxModel build() throws UnreadableModelFile {
    WireReader reader = new WireReader();
    Set<String> missing = new HashSet<>(replaced.keySet());
    List<WireField> fields = new ArrayList<>();
    for (WireField field : graph.fields()) {
      if (field.number() == OnnxModel.GRAPH_OUTPUT && !keepOutputs) {
        continue;
      }
      fields.add(
          field.number() == OnnxModel.GRAPH_INITIALIZER && !replaced.isEmpty()
              ? withValues(field, reader, missing)
              : field);
    }
    if (!missing.isEmpty()) {
      throw new UnreadableModelFile("The model has no initialiser " + missing + ".");
    }
    fields.addAll(added);
    WireMessage edited = pruned(new WireMessage(fields), reader);
    return OnnxModel.of(withMetadata(reader), edited);
  }

  private WireField withValues(WireField field, WireReader reader, Set<String> missing)
      throws UnreadableModelFile {
    WireMessage tensor = reader.open(field);
    String name = tensor.text(OnnxTensor.NAME);
    float[] values = replaced.get(name);
    if (values == null) {
      return field;
    }
    missing.remove(name);
    OnnxTensor old = OnnxTensor.of(tensor);
    if (old.type() != ElementType.FLOAT || old.count() != values.length) {
      throw new UnreadableModelFile(
          "Initialiser \"" + name + "\" does not hold " + values.length + " float32 values.");
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    WireMessage bare =
        tensor.mapping(
            f ->
                f.number() == OnnxTensor.RAW_DATA || f.number() == OnnxTensor.FLOAT_DATA
                    ? null
                    : f);
    return WireField.message(
        OnnxModel.GRAPH_INITIALIZER,
        bare.with(List.of(WireField.bytes(OnnxTensor.RAW_DATA, bytes))));
  }

  private static WireMessage pruned(WireMessage graph, WireReader reader)
      throws UnreadableModelFile {
    Map<String, WireField> producers = new HashMap<>();
    IdentityHashMap<WireField, WireMessage> opened = new IdentityHashMap<>();
    Deque<String> wanted = new ArrayDeque<>();
    for (WireField field : graph.fields()) {
      if (field.number() == OnnxModel.GRAPH_NODE) {
        WireMessage node = reader.open(field);
        opened.put(field, node);
        node.texts(OnnxNode.OUTPUT).forEach(output -> producers.put(output, field));
      } else if (field.number() == OnnxModel.GRAPH_OUTPUT) {
        wanted.add(reader.open(field).text(1));
      }
    }
    Set<String> values = new HashSet<>();
    Set<WireField> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
    while (!wanted.isEmpty()) {
      String value = wanted.remove();
      WireField producer = producers.get(value);
      if (values.add(value) && producer != null && nodes.add(producer)) {
        wanted.addAll(Objects.requireNonNull(opened.get(producer)).texts(OnnxNode.INPUT));
      }
    }
    List<WireField> kept = new ArrayList<>();
    for (WireField field : graph.fields()) {
      boolean dead =
          switch (field.number()) {
            case OnnxModel.GRAPH_NODE -> !nodes.contains(field);
            case OnnxModel.GRAPH_INITIALIZER ->
                !values.contains(reader.open(field).text(OnnxTensor.NAME));
            default -> false;
          };
      if (!dead) {
        kept.add(field);
      }
    }
    return new WireMessage(kept);
  }

  private WireMessage withMetadata(WireReader reader) throws UnreadableModelFile {
    List<WireField> fields = new ArrayList<>();
    for (WireField field : message.fields()) {
      boolean superseded =
          field.number() == OnnxModel.METADATA && metadata.containsKey(reader.open(field).text(1));
      if (!superseded) {
        fields.add(field);
      }
    }
    metadata.forEach(
        (key, value) ->
            fields.add(
                WireField.message(
                    OnnxModel.METADATA,
                    WireMessage.of(WireField.text(1, key), WireField.text(2, value)))));
    return new WireMessage(fields);
  }
}
