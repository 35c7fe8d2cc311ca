package io.headstart.datafile;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whatever bytes are given as an archive: each file of it is read, or is told to be bad. */
class PictureArchiveFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void anArchiveIsReadOrRefused(byte[] content) throws IOException {
    Path file = Files.createTempFile("headstart-fuzz", ".zip");
    try {
      Files.write(file, content);
      read(file);
    } finally {
      Files.delete(file);
    }
  }

  private static void read(Path file) throws IOException {
    try (PictureArchive archive = PictureArchive.open(file)) {
      archive.leftOut().forEach(left -> PicturesFuzzTest.sentence(left.why().text()));
      for (PictureEntry entry : archive.entries()) {
        try {
          archive.read(entry);
        } catch (BadPicture refused) {
          PicturesFuzzTest.sentence(refused.flaw().text());
        }
      }
    } catch (UnusableFile refused) {
      PicturesFuzzTest.sentence(String.valueOf(refused.getMessage()));
    }
  }
}
