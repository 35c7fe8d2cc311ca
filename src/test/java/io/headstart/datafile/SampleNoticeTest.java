package io.headstart.datafile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SampleNoticeTest {
  private static final Pattern HASH = Pattern.compile("SHA-256:\\s+([0-9a-f]{64})");

  @Test
  void theSampleIsTheFileThatItsNoticeDescribes() throws Exception {
    Matcher named = HASH.matcher(new String(resource("NOTICE-spam-or-ham.txt"), UTF_8));
    assertTrue(named.find());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(resource("spam-or-ham.csv"));
    assertEquals(named.group(1), HexFormat.of().formatHex(digest));
  }

  @Test
  void theSampleHoldsNoMailAddress() throws IOException {
    String text = new String(resource("spam-or-ham.csv"), UTF_8);
    assertFalse(Pattern.compile("\\w@\\w+\\.\\w").matcher(text).find());
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = SampleNoticeTest.class.getResourceAsStream("/samples/" + name)) {
      return in.readAllBytes();
    }
  }
}
