package io.headstart.pages;

import io.headstart.protocol.Example;
import io.headstart.protocol.Prediction;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrainResult;
import io.headstart.testsupport.PictureZip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Pictures, and what runs that differ in their seeds say of them: no two counts are the same, and
 * no two runs say the same.
 */
final class DistinctPictures {
  private static final List<String> LABELS = List.of("coat", "hat", "shoe");
  private static final int[] OF_EACH = {313, 227, 152};

  private DistinctPictures() {}

  /** An archive of 692 pictures of three classes, of which one comes twice, and 13 bad files. */
  static byte[] archive() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      int number = 0;
      for (int label = 0; label < LABELS.size(); label++) {
        for (int i = 1; i <= OF_EACH[label]; i++) {
          boolean large = i % 5 == 0;
          add(
              zip,
              LABELS.get(label) + "/" + (1_000 * (label + 1) + i) + (large ? ".jpg" : ".png"),
              large
                  ? PictureZip.picture(++number, 48 + label, 36, "jpg")
                  : PictureZip.picture(++number, 26, 21 + label, "png"));
        }
      }
      add(zip, "hat/2900.jpg", PictureZip.picture(5, 48, 36, "jpg"));
      for (int i = 10; i <= 22; i++) {
        add(zip, "shoe/39" + i + ".png", "no picture".getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  /** What is asked for: no value is the default, and none is another's. */
  static Map<String, Object> settings() {
    return Map.ofEntries(
        Map.entry("dataset", 1),
        Map.entry("frozenBlocks", 17),
        Map.entry("headLearningRate", 0.0017),
        Map.entry("bodyLearningRate", 0.00023),
        Map.entry("epochs", 7),
        Map.entry("batchSize", 24),
        Map.entry("patience", 6),
        Map.entry("labelSmoothing", 0.08),
        Map.entry("balanced", true),
        Map.entry("side", 160),
        Map.entry("smallestCrop", 0.35),
        Map.entry("flip", true),
        Map.entry("colour", 0.15),
        Map.entry("cachedViews", 4),
        Map.entry("seed", 51),
        Map.entry("seeds", 4));
  }

  /**
   * What a run says of the pictures of validation and test.
   *
   * @param rows that the check kept, as lines of JSON
   * @param run from 1 to 3
   */
  static List<Prediction> answers(byte[] rows, int run) {
    List<Prediction> answers = new ArrayList<>();
    for (String line : new String(rows, StandardCharsets.UTF_8).split("\n", -1)) {
      Example example = line.isEmpty() ? null : example(line);
      if (example != null && example.split() != Split.TRAIN) {
        answers.add(answer(example, answers.size(), run));
      }
    }
    return answers;
  }

  private static Prediction answer(Example example, int i, int run) {
    int label = LABELS.indexOf(example.label());
    int other = (label + 1 + i / 3 % 2) % LABELS.size();
    boolean err =
        switch (run) {
          case 1 -> i % 11 == 4;
          case 2 -> i % 5 == 1;
          default -> i % 3 == 2;
        };
    int said = err ? other : label;
    float sure = 0.41f + 0.037f * ((7 * i + 5 * run) % 16);
    List<Float> probabilities = new ArrayList<>(List.of(0f, 0f, 0f));
    probabilities.set(said, sure);
    probabilities.set((said + 1) % 3, 0.6f * (1 - sure));
    probabilities.set((said + 2) % 3, 0.4f * (1 - sure));
    return new Prediction(
        example.id(),
        example.split(),
        label,
        said,
        probabilities,
        i % 4 == run || i % 7 == 0 ? other : label,
        (Integer) (i % 6 == run || i % 13 == run ? other : label));
  }

  /** What the worker of such a run says of it. */
  static TrainResult result(List<Prediction> answers, int run) {
    List<Prediction> test = answers.stream().filter(a -> a.split() == Split.TEST).toList();
    return new TrainResult(
        1 + run,
        4 + run,
        false,
        CountedAnswers.of(
            answers.stream().filter(a -> a.split() == Split.VALIDATION).toList(),
            a -> a.predicted() == a.label()),
        CountedAnswers.of(test, a -> a.predicted() == a.label()),
        0.211 + 0.017 * run,
        0.342 + 0.019 * run,
        CountedAnswers.of(test, a -> a.label() == 0),
        CountedAnswers.of(test, a -> a.baseline() == a.label()),
        TrainResult.COLOUR_HISTOGRAM,
        886_403 + 1_111L * run,
        1_323_456 + 2_222L * run,
        run == 2 ? 0 : 2_000L + 37L * run,
        run == 2 ? 0 : 61_000_000L + 7_000_000L * run,
        true,
        0,
        String.valueOf("abcd".charAt(run)).repeat(64),
        Map.of("engine", "by hand 7." + run),
        Map.of(
            "load", 1.1 + 0.2 * run,
            "prefix", run == 2 ? 0 : 5.3 + run,
            "head", 0.45 + 0.1 * run,
            "train", 11.7 + 3 * run,
            "baseline", 2.05 + 0.3 * run,
            "export", 0.85 + 0.2 * run),
        List.of(),
        0.123 + 0.11 * run,
        CountedAnswers.of(test, a -> a.headOnly() != null && a.headOnly() == a.label()),
        run == 3,
        1_230_000_000L + 240_000_000L * run,
        null,
        run == 2 ? 1L : null);
  }

  private static Example example(String line) {
    try {
      return Protocol.json().readValue(line, Example.class);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
