package io.headstart.worker.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.protocol.CheckReport;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check of pictures. */
class CheckPicturesTest {
  @TempDir Path folder;

  @Test
  void theSampleIsReadAsItWasMade() throws Exception {
    CheckedPictures check = new CheckedPictures(folder);
    CheckReport report = check.check(Path.of("src/main/resources/samples/fashion-items.zip"));
    System.out.println(report);
    assertTrue(report.usable());
    assertEquals(1000, report.rowsKept());
  }
}
