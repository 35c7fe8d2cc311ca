package io.headstart.worker.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.headstart.protocol.CheckReport;
import io.headstart.protocol.Finding;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file as it comes from a user's hands.
 *
 * @param name of the case
 * @param content its bytes
 * @param kept rows that its report keeps
 * @param worst what the worst finding says: severity, row, column, rows concerned, text
 */
record HostileFile(String name, byte[] content, int kept, String worst) {
  static HostileFile is(String name, byte[] content, int kept, String worst) {
    return new HostileFile(name, content, kept, worst);
  }

  static HostileFile is(String name, String content, int kept, String worst) {
    return new HostileFile(name, content.getBytes(UTF_8), kept, worst);
  }

  /** Checks it; the report must say what is expected, and a way out for each finding. */
  void assertFound(Path folder) throws Exception {
    Checked checked = new Checked(folder);
    CheckReport report = checked.check(content);
    assertEquals(worst, said(report.findings().get(0)));
    assertEquals(kept, report.rowsKept());
    assertEquals(kept > 0, report.usable());
    assertEquals(report.usable(), Files.exists(checked.rows()));
    for (Finding finding : report.findings()) {
      assertFalse(finding.wayOut().isBlank());
    }
  }

  private static String said(Finding f) {
    return f.severity() + "|" + f.row() + "|" + f.column() + "|" + f.count() + "|" + f.text();
  }

  /** A header and {@code rows} good rows, the second row being row 2 of the file. */
  static String good(int rows) {
    return "text,label\n" + more(0, rows);
  }

  /** Good rows without a header. */
  static String more(int from, int rows) {
    StringBuilder out = new StringBuilder();
    for (int i = from; i < from + rows; i++) {
      out.append("this is mail number ").append(i).append(i % 2 == 0 ? ",spam\n" : ",ham\n");
    }
    return out.toString();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] bytes(String text, Charset charset) {
    return text.getBytes(charset);
  }

  @Override
  public String toString() {
    return name;
  }
}
