package io.headstart.datafile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.testsupport.PictureZip;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What folders mean, and that reading is safe from many threads. */
class PictureArchiveTest {
  @TempDir Path folder;

  private List<String> read(String... names) throws Exception {
    Path file = Files.write(folder.resolve("some.zip"), PictureZip.of(names));
    try (PictureArchive archive = PictureArchive.open(file)) {
      return archive.entries().stream()
          .map(entry -> entry.split() + " " + entry.label() + " " + entry.name())
          .toList();
    }
  }

  @Test
  void foldersAreClasses() throws Exception {
    assertEquals(
        List.of("null cat cat/1.png", "null cat cat/old/2.png", "null dog dog/1.png"),
        read("dog/1.png", "cat/old/2.png", "cat/1.png"));
  }

  @Test
  void oneFolderAroundEverythingIsPassedOver() throws Exception {
    assertEquals(
        List.of("null cat pets/cat/1.png", "null dog pets/dog/1.png"),
        read("pets/cat/1.png", "pets/dog/1.png", "README.md"));
  }

  @Test
  void foldersAroundClassesAreParts() throws Exception {
    assertEquals(
        List.of(
            "TEST cat all/Test/cat/1.png",
            "TRAIN cat all/train/cat/2.png",
            "VALIDATION dog all/valid/dog/3.png"),
        read("all/Test/cat/1.png", "all/train/cat/2.png", "all/valid/dog/3.png", "all/more/4.png"));
  }

  @Test
  void aPartAloneIsNoPart() throws Exception {
    assertEquals(
        List.of("null cat train/cat/1.png", "null dog train/dog/2.png"),
        read("train/cat/1.png", "train/dog/2.png"));
    assertEquals(
        List.of("null test test/1.png", "null train train/2.png"),
        read("test/1.png", "train/2.png"));
  }

  @Test
  void whatFileManagersLeaveIsNoPicture() throws Exception {
    Path file =
        Files.write(
            folder.resolve("mac.zip"),
            PictureZip.of("cat/1.png", "__MACOSX/cat/._1.png", "cat/.DS_Store", "cat/Thumbs.db"));
    try (PictureArchive archive = PictureArchive.open(file)) {
      assertEquals(1, archive.entries().size());
      assertEquals(3, archive.ignored());
      assertEquals(List.of(), archive.leftOut());
    }
  }

  @Test
  void aFileInNoFolderIsNamed() throws Exception {
    Path file = Files.write(folder.resolve("top.zip"), PictureZip.of("cat/1.png", "labels.csv"));
    try (PictureArchive archive = PictureArchive.open(file)) {
      assertEquals("labels.csv", archive.leftOut().get(0).name());
      assertTrue(archive.leftOut().get(0).why().text().contains("no folder"));
    }
  }

  @Test
  void aTableCalledZipIsCalledText() throws Exception {
    Path file =
        Files.write(
            folder.resolve("table.zip"), "text,label\na,b\n".getBytes(StandardCharsets.UTF_8));
    UnusableFile refused =
        assertThrows(UnusableFile.class, () -> PictureArchive.open(file).close());
    assertEquals(
        "The file is text, not a ZIP archive, whatever its name says.", refused.getMessage());
  }

  @Test
  void manyThreadsReadTheSameBytes() throws Exception {
    String[] names =
        IntStream.range(0, 200).mapToObj(i -> "cat/" + i + ".png").toArray(String[]::new);
    Path file = Files.write(folder.resolve("many.zip"), PictureZip.of(names));
    try (PictureArchive archive = PictureArchive.open(file)) {
      IntStream.range(0, 2_000)
          .parallel()
          .forEach(
              i -> {
                try {
                  assertArrayEquals(
                      PictureZip.picture(i % 200, 40, 30, "png"),
                      archive.read("cat/" + i % 200 + ".png"));
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
    }
  }

  @Test
  void aNameThatIsNotThereIsAnErrorOfTheCaller() throws Exception {
    Path file = Files.write(folder.resolve("one.zip"), PictureZip.of("cat/1.png"));
    try (PictureArchive archive = PictureArchive.open(file)) {
      assertThrows(IllegalArgumentException.class, () -> archive.read("cat/2.png"));
    }
  }
}
