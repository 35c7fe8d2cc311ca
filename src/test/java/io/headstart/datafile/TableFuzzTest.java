package io.headstart.datafile;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Whatever bytes are given as CSV or JSON lines: rows come out, or it is told why not. */
class TableFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void aTableIsReadOrRefused(byte[] content) throws IOException {
    Findings findings = new Findings("fuzz");
    try (Table table = Table.open(new ByteArrayInputStream(content), findings)) {
      long last = 0;
      for (Row row = table.next(); row != null; row = table.next()) {
        if (row.id() <= last) {
          throw new IllegalStateException("row " + row.id() + " behind " + last);
        }
        last = row.id();
      }
    } catch (UnusableFile refused) {
      PicturesFuzzTest.sentence(String.valueOf(refused.getMessage()));
    }
  }
}
