package io.headstart.worker.train;

import io.headstart.protocol.Example;
import io.headstart.protocol.PictureSettings;
import io.headstart.protocol.Prediction;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * A run of the catalogue's encoder on drawn pictures: stripes that lie or stand, in all colours, so
 * that colours alone say nothing. A test changes its settings one by one.
 */
final class PictureRun {
  static final List<String> CLASSES = List.of("lying", "standing");

  private final Path folder;
  private final Path zip;
  private final List<Example> rows = new ArrayList<>();
  int frozenBlocks = 19;
  int epochs = 2;
  long seed = 5;
  long cacheLimit = 1L << 30;
  double crop = 1;
  boolean fromScratch;
  boolean flip;
  double colour;
  int views = 1;
  TrainSpec.@Nullable Features features;
  @Nullable Path kept;
  @Nullable Path resume;
  private int runs;
  Path output;

  PictureRun(Path folder) throws IOException {
    this.folder = folder;
    this.output = folder;
    this.zip = folder.resolve("pictures.zip");
    Random random = new Random(4);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (int i = 0; i < 64; i++) {
        Split split = i < 32 ? Split.TRAIN : i < 48 ? Split.VALIDATION : Split.TEST;
        String label = CLASSES.get(i % 2);
        String entry = label + "/" + i + ".png";
        rows.add(new Example(i + 1, split, label, entry));
        out.putNextEntry(new ZipEntry(entry));
        out.write(stripes(i % 2 == 0, random));
        out.closeEntry();
      }
    }
  }

  private static byte[] stripes(boolean lying, Random random) throws IOException {
    int width = 30 + random.nextInt(150);
    int height = 30 + random.nextInt(150);
    int one = random.nextInt(1 << 24);
    int other = random.nextInt(1 << 24);
    int period = 3 + Math.min(width, height) / (4 + random.nextInt(4));
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int colour = (lying ? y : x) / period % 2 == 0 ? one : other;
        image.setRGB(x, y, colour ^ random.nextInt(16));
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }

  TrainSpec spec() {
    List<Double> middle = List.of(127.5, 127.5, 127.5);
    return new TrainSpec(
        12,
        "net",
        "aa",
        null,
        CLASSES,
        "stripes",
        "bb",
        frozenBlocks,
        1e-2,
        1e-4,
        epochs,
        8,
        seed,
        0,
        0.01,
        0.1,
        1.0,
        cacheLimit,
        new TrainSpec.Origin("CC0-1.0", "made for tests"),
        new PictureSettings(32, middle, middle, crop, flip, colour, views),
        fromScratch,
        0,
        0,
        false,
        null,
        features);
  }

  static Path model() {
    try {
      return Path.of(PictureRun.class.getResource("/catalog/mobilenet-v2-coco.onnx").toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs it in fresh folders; {@link #output} then has the results. */
  TrainResult run(TrainListener listener) throws TrainingFailed, IOException {
    Path place = Files.createDirectories(folder.resolve("run-" + ++runs));
    output = Files.createDirectories(place.resolve("output"));
    StringBuilder lines = new StringBuilder();
    for (Example row : rows) {
      lines.append(Protocol.json().writeValueAsString(row)).append('\n');
    }
    Path file = Files.writeString(place.resolve("rows.jsonl"), lines);
    Path scratch = Files.createDirectories(place.resolve("scratch"));
    TrainFiles files =
        new TrainFiles(model(), null, zip, null, List.of(), kept, file, scratch, output, resume);
    return new TrainClassifier(spec(), files, listener).run();
  }

  TrainResult run() throws TrainingFailed, IOException {
    return run(new RecordingListener());
  }

  Map<String, byte[]> archive() throws IOException {
    return entries(output.resolve(TrainSpec.ARCHIVE));
  }

  Map<String, byte[]> pictures() throws IOException {
    return entries(zip);
  }

  private static Map<String, byte[]> entries(Path file) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : java.util.Collections.list(zip.entries())) {
        try (InputStream in = zip.getInputStream(entry)) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return entries;
  }

  /** Name in the archive of the picture with that id. */
  String entry(long id) {
    return rows.get((int) id - 1).text();
  }

  List<Prediction> predictions() throws IOException {
    List<Prediction> predictions = new ArrayList<>();
    for (String line : Files.readAllLines(output.resolve(TrainSpec.PREDICTIONS))) {
      predictions.add(Protocol.json().readValue(line, Prediction.class));
    }
    return predictions;
  }
}
