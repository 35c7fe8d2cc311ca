package io.headstart.job;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job to be queued.
 *
 * @param kind name of its {@link JobKind}
 * @param slotClass class of capacity that it draws on: {@link #TRAINING} or {@link #SMALL}
 * @param slots how many slots (GPUs, or places on a CPU-only machine) it holds at once
 * @param priority larger goes first within its team
 * @param createdBy the user, or null for Headstart itself
 * @param longest it is ended after this long
 */
public record NewJob(
    String kind,
    String slotClass,
    int slots,
    int priority,
    @Nullable UUID createdBy,
    Duration longest) {
  /** Runs. */
  public static final String TRAINING = "training";

  /** Checks and other small work; its own class, so that it never waits for training. */
  public static final String SMALL = "small";
}
