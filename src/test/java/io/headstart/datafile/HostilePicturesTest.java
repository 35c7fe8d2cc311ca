package io.headstart.datafile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.testsupport.hostile.HostileArchives;
import io.headstart.testsupport.hostile.HostilePictures;
import io.headstart.testsupport.hostile.Specimen;
import io.headstart.testsupport.hostile.Specimen.Fate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every hostile archive and picture meets the fate that it is to meet, quickly and in clear words.
 */
class HostilePicturesTest {
  private static final Duration QUICK = Duration.ofSeconds(20);

  @TempDir Path folder;

  static List<Specimen> archives() {
    return HostileArchives.all();
  }

  static List<Specimen> pictures() {
    return HostilePictures.all();
  }

  @ParameterizedTest
  @MethodSource("archives")
  void anArchiveMeetsItsFate(Specimen specimen) throws Exception {
    Path file = Files.write(folder.resolve(specimen.name()), specimen.bytes());
    Set<String> named = new TreeSet<>();
    Fate fate = assertTimeoutPreemptively(QUICK, () -> fateOf(file, named));
    assertEquals(specimen.fate(), fate, () -> named.stream().limit(20).toList().toString());
    if (fate == Fate.ENTRY_LEFT_OUT && !specimen.entry().isEmpty()) {
      assertEquals(Set.of(specimen.entry()), named);
    }
    try (var left = Files.list(folder)) {
      assertEquals(List.of(file), left.toList());
    }
  }

  private static Fate fateOf(Path file, Set<String> named) throws Exception {
    int good = 0;
    try (PictureArchive archive = PictureArchive.open(file)) {
      for (PictureArchive.LeftOut out : archive.leftOut()) {
        inWords(out.why());
        named.add(out.name());
      }
      for (PictureEntry entry : archive.entries()) {
        try {
          Pictures.decode(archive.read(entry), 96);
          good++;
        } catch (BadPicture e) {
          inWords(e.flaw());
          named.add(entry.name());
        }
      }
    } catch (UnusableFile e) {
      assertFalse(e.finding("it").wayOut().isBlank());
      return Fate.REFUSED;
    }
    return good == 0 ? Fate.REFUSED : named.isEmpty() ? Fate.READ : Fate.ENTRY_LEFT_OUT;
  }

  private static void inWords(Flaw bad) {
    assertTrue(bad.text().endsWith(".") && bad.wayOut().endsWith("."), bad.text());
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void aPictureMeetsItsFate(Specimen specimen) {
    byte[] content = specimen.bytes();
    Fate fate =
        assertTimeoutPreemptively(
            QUICK,
            () -> {
              try {
                Picture picture = Pictures.decode(content, 96);
                assertTrue(picture.rgb().length > 0);
                return Fate.READ;
              } catch (BadPicture e) {
                inWords(e.flaw());
                return Fate.REFUSED;
              }
            });
    assertEquals(specimen.fate(), fate);
  }
}
