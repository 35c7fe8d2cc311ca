package io.headstart.worker.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.headstart.protocol.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the GPUs that a run holds can be used, before it fetches anything. Without this
 * PyTorch would train on the processor unseen, while the GPUs stand idle.
 */
public final class ReservedGpus {
  private ReservedGpus() {}

  /**
   * Does nothing when none were reserved.
   *
   * @param reserved how many were
   * @throws TrainingFailed with the way out; another machine may be better
   */
  public static void check(int reserved) throws TrainingFailed {
    if (reserved > 0) {
      Engine engine = Engine.getEngine("PyTorch");
      check(reserved, engine.getGpuCount(), engine.defaultDevice().isGpu() ? tried(engine) : null);
    }
  }

  /**
   * Judges what was found.
   *
   * @param usable how many PyTorch sees
   * @param device the one that was computed on, or null when PyTorch falls back to the processor
   */
  static void check(int reserved, int usable, @Nullable String device) throws TrainingFailed {
    if (usable < reserved || device == null) {
      throw new TrainingFailed(
          ExitCode.TRANSIENT,
          "gpu-unusable",
          String.format(
              "%d %s reserved for this run, but PyTorch can use %s on the machine that its worker"
                  + " ran on; an admin checks that the worker's image has CUDA and that the node's"
                  + " driver works.",
              reserved,
              reserved == 1 ? "GPU was" : "GPUs were",
              usable == 0 || device == null ? "none" : "only " + usable));
    }
  }

  /** Computes something there: a driver may name GPUs that it can't use. */
  private static @Nullable String tried(Engine engine) {
    try (NDManager manager = engine.newBaseManager(engine.defaultDevice())) {
      float sum = manager.ones(new Shape(8, 8)).sum().getFloat();
      return sum == 64 ? engine.defaultDevice().toString() : null;
    } catch (RuntimeException e) {
      return null;
    }
  }
}
