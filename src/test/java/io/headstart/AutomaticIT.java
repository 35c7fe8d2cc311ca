package io.headstart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headstart.testsupport.Await;
import io.headstart.testsupport.EmbeddedParts;
import io.headstart.testsupport.Letters;
import io.headstart.testsupport.Owner;
import io.headstart.testsupport.SharedProgram;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server as it runs: nobody calls the dispatcher but Quartz and what happens. That a worker's
 * death is seen and another one launched shows {@link KillIT}. Its name has it run before those
 * that leave a worker behind, which waits for questions.
 */
public class AutomaticIT {
  private static final String ALIVE =
      "select count(*) from jobs where state in ('STARTING', 'RUNNING', 'CANCELLING')";

  private final Owner owner = SharedProgram.get().owner();
  private final EmbeddedParts parts = SharedProgram.get().parts();

  @TempDir Path folder;

  @AfterEach
  void theInvariantsHold() throws SQLException {
    slots(1); // also when a test broke off
    parts.holdInvariants();
  }

  @Test
  void aJobThatNobodyHeardOfIsFoundByTheTickAndOneThatIsCancelledEnds() throws Exception {
    // A job that ends has the queue looked at, too.
    Await.until("nothing is under way", () -> parts.ask(ALIVE).equals(List.of("0")));
    slots(0);
    long dataset = owner.uploaded(Letters.write(folder.resolve("letters.csv"), 60));
    Await.until(
        "it was looked at",
        () ->
            parts
                .ask(
                    "select count(*) from jobs where state = 'QUEUED' and waiting_detail is not null")
                .equals(List.of("1")));
    slots(1);
    owner.awaitChecked(dataset);

    owner.accept(dataset);
    long run = owner.start(Map.of("dataset", dataset, "frozenBlocks", 6, "epochs", 50));
    owner.awaitRun(run, "running", at -> at.get("state").asText().equals("RUNNING"));
    owner.cancel(run);
    Await.until("cancelled", () -> owner.run(run).get("state").asText().equals("CANCELLED"));
  }

  @Test
  void theTickStandsInTheDatabaseOnce() {
    assertEquals(
        List.of("1"),
        parts.ask("select count(*) from quartz.qrtz_job_details where job_name like 'dispatch%'"));
  }

  @Test
  void quartzLocksByTheRowsThatTheMigrationMade() {
    assertEquals(
        List.of("STATE_ACCESS", "TRIGGER_ACCESS"),
        parts.ask("select lock_name from quartz.qrtz_locks order by lock_name"),
        "under one scheduler's name");
  }

  /** What checks may take at once, as somebody sets it whom no server hears. */
  private void slots(int slots) throws SQLException {
    parts.change("update capacity_classes set slots = " + slots + " where slot_class = 'small'");
  }
}
