package io.headstart.modelfile.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxModelTest {
  @TempDir Path folder;

  private static OnnxEdit addition() {
    return OnnxEdit.empty(17)
        .input(new OnnxValue("x", ElementType.FLOAT.code(), List.of("n", "2")))
        .initializer("w", OnnxTensor.ofFloats(new long[] {2}, 1.5f, -2))
        .node("add", "Add", List.of("x", "w"), List.of("y"), Map.of())
        .output(new OnnxValue("y", ElementType.FLOAT.code(), List.of("n", "2")));
  }

  private byte[] bytes(OnnxModel model) throws IOException {
    Path file = folder.resolve("model.onnx");
    model.write(file);
    return Files.readAllBytes(file);
  }

  @Test
  void whatWasWrittenIsReadAgain() throws Exception {
    OnnxModel model = OnnxModel.of(ByteBuffer.wrap(bytes(addition().build())));
    assertEquals(17, model.opset());
    assertEquals(List.of("x"), model.inputs().stream().map(OnnxValue::name).toList());
    assertEquals(List.of("n", "2"), model.outputs().get(0).dims());
    assertEquals(List.of("x", "w"), model.nodes().get(0).inputs());
    assertArrayEquals(new float[] {1.5f, -2}, model.initializers().get("w").floats());
  }

  @Test
  void whatIsNotKnownIsKeptAndSoIsAnUnusualEncoding() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Field 900 is in no schema; then a field whose length is written longer than it needs to be.
    bytes.writeBytes(new byte[] {(byte) 0xa2, 0x38, 0x03, 'a', 'b', 'c'});
    bytes.writeBytes(new byte[] {0x12, (byte) 0x82, 0x00, 'h', 's'});
    bytes.writeBytes(bytes(addition().build()));
    byte[] original = bytes.toByteArray();
    OnnxModel model = OnnxModel.of(ByteBuffer.wrap(original));
    assertArrayEquals(original, bytes(model));
    OnnxModel edited = OnnxEdit.of(model).metadata("team", "vision").build();
    byte[] written = bytes(edited);
    assertArrayEquals(java.util.Arrays.copyOf(original, 11), java.util.Arrays.copyOf(written, 11));
  }

  @Test
  void replacingAWeightChangesNothingElse() throws Exception {
    byte[] before = bytes(addition().build());
    OnnxModel model = OnnxModel.of(ByteBuffer.wrap(before));
    byte[] after = bytes(OnnxEdit.of(model).replace("w", new float[] {1.5f, 7}).build());
    assertEquals(before.length, after.length);
    int different = 0;
    for (int i = 0; i < before.length; i++) {
      different += before[i] != after[i] ? 1 : 0;
    }
    assertTrue(different > 0 && different <= Float.BYTES, different + " bytes differ");
    OnnxEdit wrongSize = OnnxEdit.of(model).replace("w", new float[3]);
    assertThrows(UnreadableModelFile.class, wrongSize::build);
    OnnxEdit unknown = OnnxEdit.of(model).replace("v", new float[2]);
    assertThrows(UnreadableModelFile.class, unknown::build);
  }

  @Test
  void aPropertyIsReplacedAndOthersStay() throws Exception {
    OnnxModel first = addition().metadata("run", "1").metadata("team", "vision").build();
    byte[] second = bytes(OnnxEdit.of(first).metadata("run", "2").build());
    String text = new String(second, StandardCharsets.ISO_8859_1);
    assertTrue(text.contains("vision"));
    assertEquals(text.indexOf("run"), text.lastIndexOf("run"));
  }

  @Test
  void whatNoOutputNeedsIsLeftOut() throws Exception {
    OnnxModel model =
        addition()
            .initializer("unused", OnnxTensor.ofLongs(new long[0], 3))
            .node("dead", "Neg", List.of("y"), List.of("z"), Map.of())
            .build();
    assertEquals(1, model.nodes().size());
    assertEquals(List.of("w"), List.copyOf(model.initializers().keySet()));
  }

  private interface Fields {
    void into(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    fields.into(out);
    out.flush();
    return bytes.toByteArray();
  }

  private static OnnxTensor tensor(Fields fields) throws IOException {
    byte[] tensor = message(fields);
    byte[] graph = message(out -> out.writeByteArray(OnnxModel.GRAPH_INITIALIZER, tensor));
    byte[] opset = message(out -> out.writeUInt64(OnnxModel.OPSET_VERSION, 17));
    byte[] model =
        message(
            out -> {
              out.writeByteArray(OnnxModel.GRAPH, graph);
              out.writeByteArray(OnnxModel.OPSET, opset);
            });
    return OnnxModel.of(ByteBuffer.wrap(model)).initializers().values().iterator().next();
  }

  @Test
  void tensorsAreReadInAllTheirForms() throws Exception {
    OnnxTensor unpacked =
        tensor(
            out -> {
              out.writeUInt64(OnnxTensor.DIMS, 2);
              out.writeUInt64(OnnxTensor.DATA_TYPE, ElementType.FLOAT.code());
              out.writeFloat(OnnxTensor.FLOAT_DATA, 1);
              out.writeFloat(OnnxTensor.FLOAT_DATA, -0.5f);
            });
    assertArrayEquals(new float[] {1, -0.5f}, unpacked.floats());
    OnnxTensor narrow =
        tensor(
            out -> {
              out.writeByteArray(OnnxTensor.DIMS, new byte[] {2});
              out.writeUInt64(OnnxTensor.DATA_TYPE, ElementType.INT8.code());
              out.writeUInt64(OnnxTensor.INT32_DATA, 5);
              out.writeInt64(OnnxTensor.INT32_DATA, -3);
            });
    assertArrayEquals(new long[] {5, -3}, narrow.integers());
    OnnxTensor half =
        tensor(
            out -> {
              out.writeUInt64(OnnxTensor.DIMS, 3);
              out.writeUInt64(OnnxTensor.DATA_TYPE, ElementType.FLOAT16.code());
              out.writeByteArray(OnnxTensor.RAW_DATA, new byte[] {0, 0x3c, 0, (byte) 0xc1, 1, 0});
            });
    assertArrayEquals(new float[] {1, -2.5f, 0x1p-24f}, half.floats());
    OnnxTensor brain =
        tensor(
            out -> {
              out.writeUInt64(OnnxTensor.DATA_TYPE, ElementType.BFLOAT16.code());
              out.writeByteArray(OnnxTensor.RAW_DATA, new byte[] {(byte) 0x80, 0x3f});
            });
    assertEquals(1, brain.number(0));
  }

  @Test
  void aTensorThatLiesAboutItsSizeIsRefusedByName() {
    UnreadableModelFile huge =
        assertThrows(
            UnreadableModelFile.class,
            () ->
                tensor(
                    out -> {
                      out.writeUInt64(OnnxTensor.DIMS, 1L << 40);
                      out.writeUInt64(OnnxTensor.DIMS, 1L << 40);
                      out.writeUInt64(OnnxTensor.DATA_TYPE, ElementType.FLOAT.code());
                      out.writeString(OnnxTensor.NAME, "kernel");
                    }));
    assertTrue(huge.getMessage().contains("\"kernel\" has an impossible shape"));
    UnreadableModelFile cut =
        assertThrows(
            UnreadableModelFile.class,
            () ->
                tensor(
                    out -> {
                      out.writeUInt64(OnnxTensor.DIMS, 500_000_000);
                      out.writeUInt64(OnnxTensor.DATA_TYPE, ElementType.FLOAT.code());
                      out.writeByteArray(OnnxTensor.RAW_DATA, new byte[8]);
                    }));
    assertTrue(cut.getMessage().contains("has 8 bytes"), cut.getMessage());
  }

  @Test
  void weightsInAnotherFileAreRefusedWithTheWayOut() {
    UnreadableModelFile refused =
        assertThrows(
            UnreadableModelFile.class,
            () ->
                tensor(
                    out -> {
                      out.writeUInt64(OnnxTensor.DATA_TYPE, ElementType.FLOAT.code());
                      out.writeUInt64(14, 1);
                    }));
    assertTrue(refused.getMessage().contains("Save the model as one file"));
  }

  @Test
  void filesThatAreNoModelsAreRefused() {
    for (byte[] bytes :
        List.of(
            new byte[0],
            "PK\3\4 a zip".getBytes(StandardCharsets.US_ASCII),
            "{\"json\": true}".getBytes(StandardCharsets.US_ASCII))) {
      UnreadableModelFile refused =
          assertThrows(UnreadableModelFile.class, () -> OnnxModel.of(ByteBuffer.wrap(bytes)));
      assertTrue(refused.getMessage().contains("no ONNX file"), refused.getMessage());
    }
  }

  @Test
  void aFileOfCountlessEmptyFieldsIsRefusedBeforeItTakesTheMemory() {
    ByteBuffer bytes = ByteBuffer.allocate(2 * WireReader.MOST_FIELDS + 4);
    while (bytes.hasRemaining()) {
      bytes.put((byte) 0x08).put((byte) 0);
    }
    UnreadableModelFile refused =
        assertThrows(UnreadableModelFile.class, () -> OnnxModel.of(bytes.flip()));
    assertTrue(refused.getMessage().contains("more than 2000000 entries"));
  }
}
