package io.headstart.testsupport.hostile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The corpora are as large as they have to be, differ, and are the same each time. */
class HostileCorpusTest {
  private static final int LARGEST = 24 << 20;

  @TempDir Path folder;

  @Test
  void archivesAreManyAndDiffer() {
    assertTrue(HostileArchives.all().size() >= 60, "" + HostileArchives.all().size());
    differ(HostileArchives.all());
  }

  @Test
  void picturesAreManyAndDiffer() {
    assertTrue(HostilePictures.all().size() >= 80, "" + HostilePictures.all().size());
    differ(HostilePictures.all());
  }

  private static void differ(List<Specimen> all) {
    Set<String> names = new HashSet<>();
    for (Specimen specimen : all) {
      assertTrue(names.add(specimen.name()), specimen.name());
      byte[] content = specimen.bytes();
      assertTrue(content.length < LARGEST, specimen.name() + " has " + content.length);
      assertArrayEquals(content, specimen.bytes(), specimen.name());
    }
  }

  @Test
  void whatTheArchivesAreMadeFromIsSound() throws IOException {
    Path file = Files.write(folder.resolve("sound.zip"), Corpus.sound().build());
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertEquals(12, zip.size());
      for (var entry : zip.stream().toList()) {
        byte[] content = zip.getInputStream(entry).readAllBytes();
        assertEquals(8, ImageIO.read(new ByteArrayInputStream(content)).getWidth());
      }
    }
  }

  @Test
  void picturesThatDecodeAreSoundInTheEyesOfJavaToo() throws IOException {
    int decoded = 0;
    for (Specimen specimen : HostilePictures.all()) {
      boolean known = !specimen.name().endsWith(".webp") && !specimen.name().contains("adobe");
      if (known && specimen.fate() == Specimen.Fate.READ) {
        var image = ImageIO.read(new ByteArrayInputStream(specimen.bytes()));
        assertTrue(image != null && image.getWidth() > 0, specimen.name());
        decoded++;
      }
    }
    assertTrue(decoded > 30, "" + decoded);
  }
}
