package io.headstart.worker.train;

import ai.djl.ndarray.NDList;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.TrainSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is on disk after an epoch: enough to go on as if nothing had happened. Arrays are
 * safetensors; the state is JSON and carries the hash of the settings, so that a checkpoint of
 * another run is refused.
 */
final class Checkpoint {
  private static final String STATE = "state.json";
  private static final String CURRENT = "current.safetensors";
  private static final String BEST = "best.safetensors";

  /** The name under which a checkpoint has the series up to its epoch. */
  static final String SERIES = TrainSpec.SERIES;

  private final Path folder;
  private final String settings;

  /**
   * Where a run stands.
   *
   * @param settings hash of the settings that it was trained with
   * @param epoch the epoch that has ended, from 1; 0 before the first
   * @param step steps done
   * @param bestEpoch epoch of the lowest validation loss so far, the first of equal ones
   * @param bestLoss that loss
   */
  record State(String settings, int epoch, long step, int bestEpoch, double bestLoss) {
    boolean isBest() {
      return epoch == bestEpoch;
    }
  }

  /**
   * Keeps checkpoints in a folder.
   *
   * @param scratch parent of the folder
   */
  Checkpoint(Path scratch, TrainSpec spec) throws IOException {
    this.folder = Files.createDirectories(scratch.resolve("checkpoint"));
    this.settings = hash(spec);
  }

  /** State before the first step. */
  State begin() {
    return new State(settings, 0, 0, 0, Double.POSITIVE_INFINITY);
  }

  /**
   * Writes the checkpoint of an epoch over the one before.
   *
   * @return its files by name
   */
  Map<String, Path> write(State state, Engine engine, Journal journal) throws IOException {
    encode(engine.state(), folder.resolve(CURRENT));
    if (state.isBest()) {
      encode(engine.parameters(), folder.resolve(BEST));
    }
    Protocol.json().writeValue(folder.resolve(STATE).toFile(), state);
    copy(journal.series(), folder.resolve(SERIES));
    copy(journal.logFile(), folder.resolve(TrainSpec.LOG));
    Map<String, Path> files = new LinkedHashMap<>();
    for (String name : new String[] {STATE, CURRENT, BEST, SERIES, TrainSpec.LOG}) {
      files.put(name, folder.resolve(name));
    }
    return files;
  }

  /**
   * Takes a checkpoint over: state, parameters and moments.
   *
   * @param from a folder with the files of a checkpoint
   * @throws TrainingFailed when it belongs to other settings or is damaged
   */
  State resume(Path from, Engine engine) throws IOException, TrainingFailed {
    try {
      State state = Protocol.json().readValue(from.resolve(STATE).toFile(), State.class);
      if (!settings.equals(state.settings())) {
        throw new TrainingFailed(
            ExitCode.BAD_INPUT,
            "checkpoint-of-other-settings",
            "The checkpoint was written with other settings than this run has, so training can't go"
                + " on from it. Start the run again.");
      }
      engine.restore(engine.state(), Files.readAllBytes(from.resolve(CURRENT)));
      copy(from.resolve(BEST), folder.resolve(BEST));
      return state;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new TrainingFailed(
          ExitCode.BAD_INPUT,
          "checkpoint-unreadable",
          "The checkpoint can't be read (" + e.getMessage() + "). Start the run again.",
          e);
    }
  }

  /** Sets the parameters to those of the best epoch. */
  void restoreBest(Engine engine) throws IOException {
    engine.restore(engine.parameters(), Files.readAllBytes(folder.resolve(BEST)));
  }

  private static void encode(NDList arrays, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      arrays.encode(out, NDList.Encoding.SAFETENSORS);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String hash(TrainSpec spec) {
    try {
      byte[] json = Protocol.json().writeValueAsBytes(spec.with(null));
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
