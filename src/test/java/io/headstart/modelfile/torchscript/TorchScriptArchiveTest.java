package io.headstart.modelfile.torchscript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchScriptArchiveTest {
  private static final String SOURCE =
      """
      class Network(Module):
        __parameters__ = ["w", ]
        __buffers__ = ["n", ]
        w : Tensor
        n : Tensor
        training : bool
        def forward(self, x: Tensor) -> Tensor:
          return torch.add(torch.mul(x, self.w), self.n)
      """;

  @TempDir Path folder;

  private static TorchTensor floats(long... shape) {
    int count = 1;
    for (long dim : shape) {
      count *= (int) dim;
    }
    return new TorchTensor(
        TorchTensor.Type.FLOAT32, shape, ByteBuffer.allocate(count * Float.BYTES), true);
  }

  private static TorchTensor number(long value) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return new TorchTensor(TorchTensor.Type.INT64, new long[0], bytes.putLong(value).flip(), false);
  }

  private Path write(String name) throws Exception {
    Path file = folder.resolve(name);
    new TorchScriptArchive(SOURCE).write(file, Map.of("w", floats(3, 70), "n", number(7)));
    return file;
  }

  @Test
  void theSameContentGivesTheSameBytesWhateverTheFileIsCalled() throws Exception {
    assertEquals(-1, Files.mismatch(write("a.pt"), write("b.pt")));
  }

  @Test
  void contentsAreStoredAndStartAtMultiplesOf64() throws Exception {
    Path file = write("a.pt");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertTrue(zip.stream().allMatch(entry -> entry.getMethod() == ZipEntry.STORED));
      assertArrayEquals(
          "10\n".getBytes(StandardCharsets.US_ASCII),
          zip.getInputStream(zip.getEntry("module/version")).readAllBytes());
      int at = 0;
      for (ZipEntry entry : zip.stream().toList()) {
        assertEquals(0x04034b50, bytes.getInt(at), entry.getName());
        int content = at + 30 + bytes.getShort(at + 26) + bytes.getShort(at + 28);
        assertEquals(0, content % 64, entry.getName());
        at = content + (int) entry.getSize();
      }
    }
  }

  @Test
  void aMissingOrUnknownWeightIsNamed() {
    TorchScriptArchive archive = new TorchScriptArchive(SOURCE);
    Path file = folder.resolve("a.pt");
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> archive.write(file, Map.of("w", floats(1), "bias", floats(1))))
            .getMessage();
    assertTrue(message.contains("missing [n]"), message);
    assertTrue(message.contains("not declared [bias]"), message);
  }

  @Test
  void aTensorWhoseBytesDoNotFitItsShapeIsRefused() {
    ByteBuffer tooShort = ByteBuffer.allocate(8);
    assertThrows(
        IllegalArgumentException.class,
        () -> new TorchTensor(TorchTensor.Type.FLOAT32, new long[] {3}, tooShort, true));
  }
}
