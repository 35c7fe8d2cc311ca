package io.headstart.worker.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.datafile.Examples;
import io.headstart.protocol.CheckReport;
import io.headstart.protocol.CheckReport.ClassCount;
import io.headstart.protocol.CheckSpec;
import io.headstart.protocol.Example;
import io.headstart.protocol.Finding;
import io.headstart.protocol.Finding.Severity;
import io.headstart.protocol.Split;
import io.headstart.testsupport.PictureZip;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check of pictures: what is kept, what is left out and said, and how it is split. */
class CheckPicturesTest {
  @TempDir Path folder;
  private CheckedPictures check;

  @BeforeEach
  void aCheck() {
    check = new CheckedPictures(folder);
  }

  private Path zip(Map<String, byte[]> files) throws Exception {
    Path file = folder.resolve("upload");
    try (PictureZip zip = new PictureZip(file)) {
      for (var one : files.entrySet()) {
        zip.add(one.getKey(), one.getValue());
      }
    }
    return file;
  }

  private static byte[] png(int number) {
    return PictureZip.picture(number, 40, 30, "png");
  }

  /** Two classes of twenty pictures each, all different. */
  private static Map<String, byte[]> sound() {
    Map<String, byte[]> files = new HashMap<>();
    for (int i = 0; i < 40; i++) {
      files.put((i % 2 == 0 ? "cat/" : "dog/") + i + ".png", png(i));
    }
    return files;
  }

  private List<Example> rows() throws Exception {
    List<Example> all = new ArrayList<>();
    try (Examples rows = Examples.read(check.outputs.rows())) {
      for (Example row = rows.next(); row != null; row = rows.next()) {
        all.add(row);
      }
    }
    return all;
  }

  private static Finding finding(CheckReport report, String words) {
    return report.findings().stream()
        .filter(f -> f.text().contains(words))
        .findFirst()
        .orElseThrow(() -> new AssertionError(words + " is not in " + report.findings()));
  }

  @Test
  void theSampleIsReadAsItWasMade() throws Exception {
    CheckReport report = check.check(Path.of("src/main/resources/samples/fashion-items.zip"));
    assertTrue(report.usable());
    assertEquals(1_000, report.rowsKept());
    assertEquals(10, report.classes().size());
    assertEquals(new ClassCount(51, 9, 40), report.classes().get("Sneaker"));
    assertEquals(80, report.firstRows().size());
    assertTrue(report.firstRows().stream().allMatch(row -> row.split() == Split.TRAIN));
    assertEquals(Map.of("PNG", 1_000L), report.pictures().kinds());
    assertEquals("28 × 28", report.pictures().largest());
    finding(report, "no validation part; 15 % of the training pictures became it");
    finding(report, "With 400 test pictures, an accuracy of 80 % will be known to about ± 4");
    assertTrue(report.findings().stream().allMatch(f -> f.severity() == Severity.NOTE));
    List<Example> rows = rows();
    assertEquals(1_000, rows.size());
    assertEquals("test/Ankle boot/00348.png", rows.get(0).text());
    assertEquals(1, rows.get(0).id());
  }

  @Test
  void theSameSeedSplitsAlikeAndAnotherDoesNot() throws Exception {
    CheckReport report = check.check(zip(sound()));
    List<Example> first = rows();
    check.check(folder.resolve("upload"));
    assertEquals(first, rows());
    check.seed = 8;
    check.check(folder.resolve("upload"));
    assertNotEquals(first, rows());
    assertEquals(new ClassCount(14, 3, 3), report.classes().get("cat"));
    finding(report, "With 6 test pictures, an accuracy of 80 % will be known to about ± 32 points");
  }

  @Test
  void equalBytesStayInOnePartAndAreCounted() throws Exception {
    Map<String, byte[]> files = sound();
    for (int i = 0; i < 40; i++) {
      files.put((i % 2 == 0 ? "cat/again-" : "dog/again-") + i + ".png", png(i));
    }
    CheckReport report = check.check(zip(files));
    assertEquals(40, report.duplicates());
    Map<String, Split> parts = new HashMap<>();
    for (Example row : rows()) {
      String picture = row.text().replace("again-", "");
      Split other = parts.putIfAbsent(picture, row.split());
      assertTrue(other == null || other == row.split(), row.text());
    }
    finding(report, "40 pictures equal an earlier one byte for byte");
  }

  @Test
  void whatIsAskedLaterIsNotLearned() throws Exception {
    Map<String, byte[]> files = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      String part = i < 40 ? "train" : i < 50 ? "val" : "test";
      files.put(part + (i % 2 == 0 ? "/cat/" : "/dog/") + i + ".png", png(i));
    }
    files.put("train/cat/leak.png", png(50));
    files.put("val/cat/leak.png", png(50));
    CheckReport report = check.check(zip(files));
    assertTrue(report.usable());
    assertTrue(report.pictures().splitsGiven());
    assertEquals(60, report.rowsKept());
    Finding across = finding(report, "stands in the test or validation part too");
    assertEquals(List.of("train/cat/leak.png", "val/cat/leak.png"), across.entries());
    assertEquals(new ClassCount(20, 5, 5), report.classes().get("cat"));
    assertTrue(rows().stream().anyMatch(row -> row.text().equals("test/cat/50.png")));
  }

  @Test
  void aClassOnlyInTheTestIsLeftOutAndOneOnlyLearnedIsTold() throws Exception {
    Map<String, byte[]> files = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      String part = i < 40 ? "train" : i < 50 ? "val" : "test";
      files.put(part + (i % 2 == 0 ? "/cat/" : "/dog/") + i + ".png", png(i));
    }
    files.put("test/fox/1.png", png(100));
    files.put("train/owl/2.png", png(101));
    CheckReport report = check.check(zip(files));
    assertEquals(
        List.of("test/fox/1.png"), finding(report, "\"fox\" has no picture to learn").entries());
    finding(report, "\"owl\" has no picture in the validation or the test part");
    assertFalse(report.classes().containsKey("fox"));
    assertTrue(report.classes().containsKey("owl"));
  }

  @Test
  void badFilesAreLeftOutByNameAndTheRestIsKept() throws Exception {
    Map<String, byte[]> files = sound();
    byte[] jpeg = PictureZip.picture(9, 200, 200, "jpg");
    files.put("cat/torn.jpg", Arrays.copyOf(jpeg, jpeg.length / 2));
    files.put("cat/notes.jpg", "no picture at all".getBytes(StandardCharsets.UTF_8));
    files.put("cat/dot.png", PictureZip.picture(1, 4, 4, "png"));
    files.put("dog/empty.png", new byte[0]);
    CheckReport report = check.check(zip(files));
    assertTrue(report.usable());
    assertEquals(40, report.rowsKept());
    assertEquals(44, report.rowsRead());
    assertEquals(List.of("cat/torn.jpg"), finding(report, "damaged or cut off").entries());
    assertEquals(List.of("cat/notes.jpg"), finding(report, "The file is text").entries());
    assertEquals(List.of("cat/dot.png"), finding(report, "fewer than 8 pixels").entries());
    assertEquals(List.of("dog/empty.png"), finding(report, "is empty").entries());
  }

  @Test
  void namesBehindTheTenthAreCounted() throws Exception {
    Map<String, byte[]> files = sound();
    for (int i = 0; i < 25; i++) {
      files.put("cat/broken-" + i + ".png", new byte[] {1, 2, 3});
    }
    Finding broken = finding(check.check(zip(files)), "no picture of a kind that is read");
    assertEquals(25, broken.count());
    assertEquals(Finding.MOST_ENTRIES, broken.entries().size());
  }

  @Test
  void thumbnailsStandWhereTheIndexSays() throws Exception {
    Map<String, byte[]> files = sound();
    files.put("cat/0-broken.png", new byte[] {1});
    files.put("cat/large.jpg", PictureZip.picture(77, 1_200, 900, "jpg"));
    check.check(zip(files));
    byte[] all = Files.readAllBytes(check.outputs.thumbnails());
    ByteBuffer index = ByteBuffer.wrap(Files.readAllBytes(check.outputs.index()));
    assertEquals(42 * CheckSpec.THUMBNAIL_ENTRY, index.remaining());
    for (Example row : rows()) {
      int at = (int) (row.id() - 1) * CheckSpec.THUMBNAIL_ENTRY;
      var stream =
          new ByteArrayInputStream(all, (int) index.getLong(at), index.getInt(at + Long.BYTES));
      var image = ImageIO.read(stream);
      assertEquals(row.text().equals("cat/large.jpg") ? 96 : 40, image.getWidth(), row.text());
      assertEquals(row.text().equals("cat/large.jpg") ? 72 : 30, image.getHeight(), row.text());
    }
    assertTrue(rows().stream().noneMatch(row -> row.text().equals("cat/0-broken.png")));
    assertEquals(0, index.getInt(Long.BYTES));
  }

  @Test
  void lopsidedAndSmallClassesAreTold() throws Exception {
    Map<String, byte[]> files = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      files.put("cat/" + i + ".png", png(i));
    }
    for (int i = 200; i < 210; i++) {
      files.put("dog/" + i + ".png", png(i));
    }
    files.put("fox/1.png", png(300));
    CheckReport report = check.check(zip(files));
    finding(report, "\"cat\" has 20 times as many pictures as \"dog\"");
    assertEquals(
        List.of("fox/1.png"),
        finding(report, "\"fox\" has fewer than three different pictures").entries());
  }

  private void refused(String words, Map<String, byte[]> files) throws Exception {
    CheckReport report = check.check(zip(files));
    assertFalse(report.usable());
    assertEquals(Severity.ERROR, finding(report, words).severity());
    assertEquals(0, report.rowsKept());
    assertFalse(Files.exists(check.outputs.rows()));
    assertFalse(Files.exists(check.outputs.thumbnails()));
    assertFalse(Files.exists(check.outputs.index()));
  }

  @Test
  void whatNothingCanBeLearnedFromIsRefused() throws Exception {
    Map<String, byte[]> sound = sound();
    refused("No picture in a class folder", Map.of("1.png", png(1)));
    Map<String, byte[]> one = new HashMap<>(sound);
    one.keySet().removeIf(name -> name.startsWith("dog"));
    refused("of the class \"cat\"", one);
    Map<String, byte[]> few = new HashMap<>();
    for (int i = 0; i < 8; i++) {
      few.put((i % 2 == 0 ? "cat/" : "dog/") + i + ".png", png(i));
    }
    refused("Only 8 pictures", few);
    Map<String, byte[]> untested = new HashMap<>();
    sound.forEach((name, content) -> untested.put("train/" + name, content));
    untested.put("test/cat/broken.png", new byte[] {1});
    refused("has no picture that can be used", untested);
  }

  @Test
  void theWrongKindOfFileIsCalledByItsName() throws Exception {
    CheckReport report = check.check("text,label\na,b\n".getBytes(StandardCharsets.UTF_8));
    assertFalse(report.usable());
    finding(report, "The file is text, not a ZIP archive");
    assertEquals(null, report.format());
    Predicate<Finding> first = f -> f.wayOut().contains(".zip");
    CheckReport text = new Checked(folder).check(PictureZip.of("cat/1.png"));
    assertTrue(text.findings().stream().anyMatch(first), text.findings().toString());
  }
}
