package io.headstart.datafile;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** Whatever bytes are given as a picture: it is decoded, or refused as a bad one. */
class PicturesFuzzTest {
  /** Larger ones are decoded too, but a search would spend its time on filling pixels. */
  private static final int PIXELS = 1 << 16;

  @FuzzTest(maxDuration = "10m")
  void aPictureIsDecodedOrRefused(byte[] content) {
    try {
      Pictures.Facts facts = Pictures.facts(content);
      if ((long) facts.width() * facts.height() <= PIXELS) {
        Pictures.decode(content);
      }
    } catch (BadPicture refused) {
      sentence(refused.flaw().text());
      sentence(refused.flaw().wayOut());
    }
  }

  static void sentence(String text) {
    if (!text.endsWith(".") || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalStateException("no sentence: " + Arrays.toString(text.toCharArray()));
    }
  }
}
