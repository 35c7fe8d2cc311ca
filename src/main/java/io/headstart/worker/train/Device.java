package io.headstart.worker.train;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a run is trained on; kept with its result, since figures can be compared only with it. */
final class Device {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Path NVIDIA = Path.of("/proc/driver/nvidia/gpus");
  private static final Path STATUS = Path.of("/proc/self/status");

  private Device() {}

  /** Names and values for people, in the order of the names. */
  static Map<String, String> describe() {
    Engine engine = Engine.getEngine("PyTorch");
    Map<String, String> facts = new TreeMap<>();
    facts.put("engine", "DJL " + Engine.getDjlVersion());
    facts.put("pytorch", engine.getVersion());
    facts.put("device", engine.defaultDevice().isGpu() ? engine.defaultDevice().toString() : "cpu");
    gpus().ifPresent(gpus -> facts.put("gpu", gpus));
    facts.put("processor", processor());
    facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("threads", Integer.toString(JniUtils.getNumThreads()));
    facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put(
        "determinism", "same bytes with the same seed, processor, number of threads and versions");
    return facts;
  }

  /** On which of these the last bits of a result depend. */
  static String decisive() {
    Map<String, String> facts = describe();
    return Stream.of("engine", "pytorch", "device", "gpu", "processor", "threads")
        .filter(facts::containsKey)
        .map(name -> name + " " + facts.get(name))
        .collect(Collectors.joining(", "));
  }

  /** Most memory that this process held at once, in bytes; 0 where the system doesn't tell. */
  static long peakBytes() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  /** The models of the GPUs, as their driver names them; empty where there is no driver. */
  private static Optional<String> gpus() {
    if (!Files.isDirectory(NVIDIA)) {
      return Optional.empty();
    }
    try (Stream<Path> folders = Files.list(NVIDIA)) {
      List<String> models = new ArrayList<>();
      for (Path folder : folders.sorted().toList()) {
        Files.readAllLines(folder.resolve("information")).stream()
            .filter(line -> line.startsWith("Model:"))
            .map(line -> line.substring("Model:".length()).strip())
            .forEach(models::add);
      }
      return models.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", models));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .orElse("unknown");
    } catch (IOException | RuntimeException e) {
      return "unknown";
    }
  }
}
