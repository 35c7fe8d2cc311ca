package io.headstart.worker.train;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headstart.protocol.ExitCode;
import org.junit.jupiter.api.Test;

/** Nothing is trained on the processor unseen. */
class ReservedGpusTest {
  @Test
  void withoutAReservationNothingIsAsked() {
    assertDoesNotThrow(() -> ReservedGpus.check(0));
  }

  @Test
  void gpusThatCanBeUsedAreFine() {
    assertDoesNotThrow(() -> ReservedGpus.check(2, 2, "gpu(0)"));
  }

  @Test
  void aReservationThatPyTorchCantUseFailsWithTheWayOut() {
    var failed = assertThrows(TrainingFailed.class, () -> ReservedGpus.check(1, 0, null));
    assertEquals(
        "1 GPU was reserved for this run, but PyTorch can use none on the machine that its worker"
            + " ran on; an admin checks that the worker's image has CUDA and that the node's driver"
            + " works.",
        failed.sentence());
    assertEquals(ExitCode.TRANSIENT, failed.exit());
  }

  @Test
  void fewerThanReservedAndFallingBackFailToo() {
    assertThrows(TrainingFailed.class, () -> ReservedGpus.check(4, 3, "gpu(0)"));
    assertThrows(TrainingFailed.class, () -> ReservedGpus.check(1, 1, null));
  }

  @Test
  void realPyTorchOnAMachineWithFewerIsCaught() {
    assertThrows(TrainingFailed.class, () -> ReservedGpus.check(1_000));
  }
}
