package io.headstart.datafile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What ships is what the notices beside it say. */
class SampleNoticeTest {
  private static final Pattern HASH = Pattern.compile("SHA-256:\\s+([0-9a-f]{64})");

  @ParameterizedTest
  @CsvSource({
    "/samples/, spam-or-ham, .csv",
    "/samples/, food-reviews, .csv",
    "/samples/, fashion-items, .zip",
    "/catalog/, mobilenet-v2-coco, .onnx"
  })
  void theFileIsTheOneThatItsNoticeDescribes(String folder, String name, String ending)
      throws Exception {
    String notice = new String(resource(folder + "NOTICE-" + name + ".txt"), UTF_8);
    assertTrue(notice.contains(name + ending), notice);
    Matcher named = HASH.matcher(notice);
    assertTrue(named.find());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(resource(folder + name + ending));
    assertEquals(named.group(1), HexFormat.of().formatHex(digest));
  }

  @ParameterizedTest
  @ValueSource(strings = {"spam-or-ham", "food-reviews"})
  void noTextHoldsAMailAddress(String name) throws IOException {
    String text = new String(resource("/samples/" + name + ".csv"), UTF_8);
    assertFalse(Pattern.compile("\\w@\\w+\\.\\w").matcher(text).find());
  }

  @Test
  void fashionItemsAreSplitAsTheirOriginIs() throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    Set<String> pictures = new HashSet<>();
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(resource("/samples/fashion-items.zip")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        counts.merge(
            entry.getName().substring(0, entry.getName().lastIndexOf('/')), 1, Integer::sum);
        byte[] content = zip.readAllBytes();
        assertTrue(pictures.add(HexFormat.of().formatHex(content)), entry.getName());
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(content));
        assertEquals(28, picture.getWidth());
        assertEquals(28, picture.getHeight());
      }
    }
    assertEquals(20, counts.size());
    counts.forEach(
        (folder, count) -> assertEquals(folder.startsWith("train/") ? 60 : 40, count, folder));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = SampleNoticeTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
