package io.headstart.bench;

import io.headstart.protocol.CheckReport;
import io.headstart.protocol.CheckSpec;
import io.headstart.protocol.Modality;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.WorkerEnvironment;
import io.headstart.testsupport.PictureZip;
import io.headstart.worker.link.TestControlPlane;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The check of 10,000 pictures in ten classes (9,980 JPEG and PNG of 640 by 480 pixels, 20 JPEG of
 * 4,000 by 3,000) by a worker process with a heap of 256 MB. Prints seconds from the process's start
 * to its end, with its report committed, and the largest heap. The argument is the number of
 * pictures, if it is to be another.
 *
 * <pre>
 * ./mvnw -q test-compile dependency:build-classpath -Dmdep.outputFile=target/test.classpath
 * java -cp target/test-classes:target/classes:$(cat target/test.classpath) \
 *     src/bench/java/io/headstart/bench/PicturesBench.java
 * </pre>
 */
public final class PicturesBench {
  private static final int DIFFERENT = 500;

  private PicturesBench() {}

  /** At most one argument. */
  public static void main(String[] arguments) throws Exception {
    int pictures = arguments.length == 0 ? 10_000 : Integer.parseInt(arguments[0]);
    Path folder = Files.createTempDirectory("pictures-bench");
    try (TestControlPlane server = new TestControlPlane()) {
      Path zip = write(folder.resolve("pictures.zip"), pictures);
      server.input(CheckSpec.UPLOAD, zip, false);
      server.settings =
          Protocol.json()
              .valueToTree(
                  new CheckSpec(
                      "pictures.zip", Files.size(zip), null, null, null, 1, 0, Modality.PICTURES));
      long start = System.nanoTime();
      Process worker = worker(server, folder);
      int code = worker.waitFor();
      double seconds = (System.nanoTime() - start) / 1e9;
      if (server.outcome == null) {
        throw new IllegalStateException(
            "exit code " + code + "\n" + Files.readString(folder.resolve("said.txt")));
      }
      CheckReport report =
          Protocol.json().treeToValue(server.outcome.result(), CheckReport.class);
      System.out.printf(
          Locale.ROOT,
          "%,d of %,d pictures kept, %,d MB: %.1f s, peak heap %d MiB%n",
          report.rowsKept(),
          report.rowsRead(),
          Files.size(zip) / 1_000_000,
          seconds,
          report.peakHeapBytes() >> 20);
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        all.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
      }
    }
  }

  /** A few hundred different pictures, each made different once more by bytes behind its end. */
  private static Path write(Path file, int pictures) throws Exception {
    byte[][] some = new byte[DIFFERENT][];
    for (int i = 0; i < DIFFERENT; i++) {
      some[i] = PictureZip.picture(i, 640, 480, i % 2 == 0 ? "jpg" : "png");
    }
    byte[] large = PictureZip.picture(1, 4_000, 3_000, "jpg");
    try (PictureZip zip = new PictureZip(file)) {
      for (int i = 0; i < pictures; i++) {
        byte[] picture = i % 500 == 0 ? large : some[i % DIFFERENT];
        byte[] own = Arrays.copyOf(picture, picture.length + 8);
        ByteBuffer.wrap(own).putLong(picture.length, i);
        zip.add("class-" + i % 10 + "/" + i, own);
      }
    }
    return file;
  }

  private static Process worker(TestControlPlane server, Path folder) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                "target/classes:" + Files.readString(Path.of("target/worker.classpath")).strip(),
                "io.headstart.worker.WorkerMain"));
    builder.environment().put(WorkerEnvironment.ATTEMPT_URL, server.attempt().toString());
    builder.environment().put(WorkerEnvironment.ATTEMPT_TOKEN, TestControlPlane.TOKEN);
    builder
        .environment()
        .put(WorkerEnvironment.SCRATCH, folder.resolve("scratch").toString());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("said.txt").toFile());
    return builder.start();
  }
}
