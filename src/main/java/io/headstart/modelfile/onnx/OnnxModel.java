package io.headstart.modelfile.onnx;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An ONNX model. Immutable; {@link OnnxEdit} makes changed ones. The weights stay in the mapped
 * file, which must not be changed while the model is in use.
 */
public final class OnnxModel {
  static final int IR_VERSION = 1;
  static final int PRODUCER = 2;
  static final int GRAPH = 7;
  static final int OPSET = 8;
  static final int METADATA = 14;
  static final int METADATA_KEY = 1;
  static final int METADATA_VALUE = 2;
  static final int OPSET_DOMAIN = 1;
  static final int OPSET_VERSION = 2;
  private static final int FUNCTIONS = 25;

  static final int GRAPH_NODE = 1;
  static final int GRAPH_NAME = 2;
  static final int GRAPH_INITIALIZER = 5;
  static final int GRAPH_INPUT = 11;
  static final int GRAPH_OUTPUT = 12;
  static final int GRAPH_VALUE = 13;
  private static final int GRAPH_SPARSE_INITIALIZER = 15;

  private final WireMessage message;
  private final WireMessage graph;
  private final long opset;
  private final List<OnnxNode> nodes;
  private final Map<String, OnnxTensor> initializers;
  private final List<OnnxValue> inputs;
  private final List<OnnxValue> outputs;

  private OnnxModel(WireMessage message, WireMessage graph, WireReader reader)
      throws UnreadableModelFile {
    this.message = message;
    this.graph = graph;
    opset = opset(message, reader);
    initializers = new LinkedHashMap<>();
    for (WireField field : graph.all(GRAPH_INITIALIZER)) {
      OnnxTensor tensor = OnnxTensor.of(reader.open(field));
      if (initializers.put(tensor.name(), tensor) != null) {
        throw new UnreadableModelFile(
            "Two initialisers of the model are named \"" + tensor.name() + "\".");
      }
    }
    nodes = new ArrayList<>();
    for (WireField field : graph.all(GRAPH_NODE)) {
      nodes.add(OnnxNode.of(reader.open(field), reader));
    }
    inputs = values(GRAPH_INPUT, reader);
    outputs = values(GRAPH_OUTPUT, reader);
  }

  /**
   * Maps and reads a model file.
   *
   * @throws UnreadableModelFile if it is none, is damaged, or has a form that is not read here
   */
  public static OnnxModel read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new UnreadableModelFile("The model is larger than 2 GiB, which ONNX files can't be.");
      }
      return of(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
    }
  }

  /**
   * Reads a model that is in memory.
   *
   * @throws UnreadableModelFile as {@link #read}
   */
  public static OnnxModel of(ByteBuffer bytes) throws UnreadableModelFile {
    WireReader reader = new WireReader();
    WireMessage message = reader.read(bytes);
    WireField graph = message.last(GRAPH);
    if (graph == null) {
      throw new UnreadableModelFile("This is no ONNX file: it holds no graph.");
    }
    return new OnnxModel(message, reader.open(graph), reader);
  }

  static OnnxModel of(WireMessage message, WireMessage graph) throws UnreadableModelFile {
    WireMessage whole =
        message.mapping(field -> field.number() == GRAPH ? WireField.message(GRAPH, graph) : field);
    WireReader reader = new WireReader();
    return new OnnxModel(whole, graph, reader);
  }

  private static long opset(WireMessage message, WireReader reader) throws UnreadableModelFile {
    if (message.has(FUNCTIONS)) {
      throw new UnreadableModelFile(
          "The model has functions of its own. Inline them when exporting"
              + " (onnx.inliner.inline_local_functions).");
    }
    long version = 0;
    for (WireField field : message.all(OPSET)) {
      WireMessage opset = reader.open(field);
      String domain = opset.text(OPSET_DOMAIN);
      if (domain.isEmpty() || domain.equals("ai.onnx")) {
        version = opset.integer(OPSET_VERSION, 0);
      }
    }
    if (version < 1) {
      throw new UnreadableModelFile("The model does not say which ONNX opset it uses.");
    }
    return version;
  }

  private List<OnnxValue> values(int number, WireReader reader) throws UnreadableModelFile {
    if (graph.has(GRAPH_SPARSE_INITIALIZER)) {
      throw new UnreadableModelFile("The model has sparse weights; export it with dense ones.");
    }
    List<OnnxValue> values = new ArrayList<>();
    for (WireField field : graph.all(number)) {
      OnnxValue value = OnnxValue.of(reader.open(field), reader);
      if (!initializers.containsKey(value.name())) {
        values.add(value);
      }
    }
    return values;
  }

  /** Version of ONNX's own operators. */
  public long opset() {
    return opset;
  }

  /** Operations, in the order of the file. */
  public List<OnnxNode> nodes() {
    return List.copyOf(nodes);
  }

  /** Weights and constants by name, in the order of the file. */
  public Map<String, OnnxTensor> initializers() {
    return Collections.unmodifiableMap(initializers);
  }

  /** Inputs that a caller must give; initialisers that are listed as inputs too are left out. */
  public List<OnnxValue> inputs() {
    return List.copyOf(inputs);
  }

  /** Declared outputs. */
  public List<OnnxValue> outputs() {
    return List.copyOf(outputs);
  }

  /** Properties that whoever wrote the file has noted in it, in the order of the file. */
  public Map<String, String> metadata() throws UnreadableModelFile {
    Map<String, String> properties = new LinkedHashMap<>();
    WireReader reader = new WireReader();
    for (WireField field : message.all(METADATA)) {
      WireMessage property = reader.open(field);
      properties.put(property.text(METADATA_KEY), property.text(METADATA_VALUE));
    }
    return properties;
  }

  WireMessage message() {
    return message;
  }

  WireMessage graph() {
    return graph;
  }

  /** Writes the model; what was not edited is written byte for byte as it was read. */
  public void write(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      message.writeTo(out);
    }
  }
}
