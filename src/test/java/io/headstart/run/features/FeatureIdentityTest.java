package io.headstart.run.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.job.StoredObject;
import io.headstart.protocol.PictureSettings;
import io.headstart.protocol.TrainSpec;
import io.headstart.run.features.FeatureIdentity.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose features a run may read. */
class FeatureIdentityTest {
  private static final Reading TEXTS = new Reading(6, "mean", 128, null);

  private static Map<String, StoredObject> texts() {
    return new HashMap<>(
        Map.of(
            TrainSpec.MODEL, object("a"),
            TrainSpec.TOKENIZER, object("b"),
            TrainSpec.ROWS, object("c")));
  }

  private static StoredObject object(String sha256) {
    return new StoredObject("some/key/" + Math.random(), 1, sha256.repeat(64));
  }

  private static PictureSettings pictures(double crop, int views) {
    List<Double> half = List.of(127.5, 127.5, 127.5);
    return new PictureSettings(96, half, half, crop, false, 0, views);
  }

  private static String of(Reading reading, long seed, Map<String, StoredObject> inputs) {
    return FeatureIdentity.of(reading, seed, inputs).orElseThrow();
  }

  @Test
  void whatIsReadAndHowDecides() {
    String like = of(TEXTS, 1, texts());
    assertEquals(like, of(TEXTS, 2, texts()), "neither seed nor place in the store");
    for (String input :
        List.of(TrainSpec.MODEL, TrainSpec.TOKENIZER, TrainSpec.ROWS, TrainSpec.SOURCE)) {
      Map<String, StoredObject> other = texts();
      other.put(input, object("d"));
      assertNotEquals(like, of(TEXTS, 1, other), input);
    }
    for (Reading other :
        List.of(
            new Reading(7, "mean", 128, null),
            new Reading(6, "cls", 128, null),
            new Reading(6, "mean", 127, null))) {
      assertNotEquals(like, of(other, 1, texts()), other.toString());
    }
  }

  @Test
  void theSeedDecidesWhereViewsAreRandom() {
    Reading plain = new Reading(6, null, 0, pictures(1, 1));
    Reading varied = new Reading(6, null, 0, pictures(0.5, 2));
    Reading once = new Reading(6, null, 0, pictures(0.5, 1));
    assertEquals(of(plain, 1, texts()), of(plain, 2, texts()));
    assertEquals(of(plain, 1, texts()), of(once, 2, texts()), "the first view is the picture");
    assertNotEquals(of(plain, 1, texts()), of(varied, 1, texts()));
    assertNotEquals(of(varied, 1, texts()), of(varied, 2, texts()));
  }

  @Test
  void whereNothingIsFrozenThereAreNone() {
    assertTrue(FeatureIdentity.of(new Reading(0, "mean", 128, null), 1, texts()).isEmpty());
  }
}
