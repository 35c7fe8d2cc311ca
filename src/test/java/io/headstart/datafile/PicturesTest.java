package io.headstart.datafile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.testsupport.PictureZip;
import io.headstart.testsupport.hostile.HostilePictures;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decoded pixels, and scaling to the byte. */
class PicturesTest {
  private static byte[] file(String name) {
    return HostilePictures.all().stream()
        .filter(specimen -> specimen.name().equals(name))
        .findFirst()
        .orElseThrow()
        .bytes();
  }

  private static int[] pixel(Picture picture, int x, int y) {
    int at = 3 * (y * picture.width() + x);
    byte[] rgb = picture.rgb();
    return new int[] {rgb[at] & 0xff, rgb[at + 1] & 0xff, rgb[at + 2] & 0xff};
  }

  private static boolean isWhite(Picture picture, int x, int y) {
    return Arrays.stream(pixel(picture, x, y)).allMatch(value -> value > 235);
  }

  /** 24 by 16 pixels whose upper left corner is white, turned in each of the eight ways. */
  @ParameterizedTest
  @CsvSource({
    "1, 24, 16, 2, 2",
    "2, 24, 16, 21, 2",
    "3, 24, 16, 21, 13",
    "4, 24, 16, 2, 13",
    "5, 16, 24, 2, 2",
    "6, 16, 24, 13, 2",
    "7, 16, 24, 13, 21",
    "8, 16, 24, 2, 21"
  })
  void aTurnedPictureStandsUpright(int orientation, int width, int height, int x, int y)
      throws Exception {
    Picture picture = Pictures.decode(file("turned-" + orientation + ".jpg"));
    assertEquals(width, picture.width());
    assertEquals(height, picture.height());
    for (int[] corner :
        new int[][] {{2, 2}, {width - 3, 2}, {2, height - 3}, {width - 3, height - 3}}) {
      assertEquals(corner[0] == x && corner[1] == y, isWhite(picture, corner[0], corner[1]));
    }
  }

  @Test
  void adobesInksAreTheOtherWayRound() throws Exception {
    // Inks of 0, 0, 90 and 30, where Adobe means 255 to be none: nearly black.
    assertTrue(pixel(Pictures.decode(file("cmyk-adobe.jpg")), 0, 0)[0] < 20);
    assertTrue(pixel(Pictures.decode(file("cmyk-unmarked.jpg")), 0, 0)[0] > 200);
  }

  @Test
  void whatIsTransparentIsWhite() throws Exception {
    Picture picture = Pictures.decode(file("palette-transparent.png"));
    assertArrayEquals(new int[] {255, 255, 255}, pixel(picture, 3, 3));
  }

  @Test
  void greyIsNotBrightened() throws Exception {
    Picture eight = Pictures.decode(file("colour-0-bits-8.png"));
    assertArrayEquals(new int[] {37, 37, 37}, pixel(eight, 1, 0));
    Picture sixteen = Pictures.decode(file("colour-0-bits-16.png"));
    // The high byte of the second sample: 2 * 37.
    assertArrayEquals(new int[] {74, 74, 74}, pixel(sixteen, 1, 0));
  }

  /** The hashes are those of Pillow 13.0.0, {@code resize(size, Image.BILINEAR)}. */
  @ParameterizedTest
  @CsvSource({
    "67, 41, af8e7c1a8a238995960bd7ac520f798934f445de42949c61ae62302869c254f4",
    "411, 333, 181385675963b912f288ed8a0e33b5b421da28540f996cb2e3a3dfed096a597d",
    "300, 20, 6f24931d0eee09f6198d3fb3c9ef402e7c0db032958e814f8149b2e73309f70f",
    "1, 1, 7345040e95a71cf57fe4ba06abf2e02e686391b8e3675e6c81b6229a3bd3463c"
  })
  void scalingMakesTheBytesThatPillowMakes(int width, int height, String sha256) throws Exception {
    byte[] rgb = new byte[3 * 300 * 200];
    for (int y = 0; y < 200; y++) {
      for (int x = 0; x < 300; x++) {
        int at = 3 * (y * 300 + x);
        rgb[at] = (byte) (x * 7);
        rgb[at + 1] = (byte) (y * 5);
        rgb[at + 2] = (byte) (x * y / 9);
      }
    }
    byte[] scaled = new Picture(300, 200, rgb).scaled(width, height).rgb();
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(scaled);
    assertEquals(sha256, HexFormat.of().formatHex(hash));
  }

  @Test
  void aPartIsCutOut() throws Exception {
    Picture whole = Pictures.decode(PictureZip.picture(5, 40, 30, "png"));
    Picture part = whole.crop(10, 7, 20, 20);
    assertArrayEquals(pixel(whole, 10, 7), pixel(part, 0, 0));
    assertArrayEquals(pixel(whole, 29, 26), pixel(part, 19, 19));
    assertThrows(IllegalArgumentException.class, () -> whole.crop(21, 0, 20, 20));
  }

  @Test
  void ofALargePictureOnlyAsMuchAsNeededIsDecoded() throws Exception {
    byte[] large = PictureZip.picture(3, 4_000, 3_000, "jpg");
    Picture some = Pictures.decode(large, 96);
    assertTrue(some.height() >= 384 && some.height() < 800, some.height() + " pixels");
    assertEquals(new Pictures.Facts("JPEG", 4_000, 3_000), Pictures.facts(large));
    Picture all = Pictures.decode(large);
    assertEquals(4_000, all.width());
    Picture one = some.scaled(80, 60);
    Picture other = all.scaled(80, 60);
    for (int i = 0; i < one.rgb().length; i++) {
      assertTrue(Math.abs((one.rgb()[i] & 0xff) - (other.rgb()[i] & 0xff)) < 40, "at " + i);
    }
  }
}
