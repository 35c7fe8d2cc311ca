package io.headstart.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.headstart.platform.problem.Problem;
import io.headstart.protocol.Prediction;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Split;
import io.headstart.run.evidence.PairedCounts;
import jakarta.persistence.EntityManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a run and its baseline said of each example, as its worker wrote it. Our own format, never a
 * user's file.
 *
 * @param lines one JSON array of up to {@value #BATCH} predictions each, ready for the database
 * @param test the run against the baseline on the test split
 * @param head the run against the head alone on the test split; null where there is none
 */
record Predictions(List<String> lines, PairedCounts test, @Nullable PairedCounts head) {
  private static final int BATCH = 1_000;

  /** More than a run can have: 15 + 15 % of the largest upload's shortest rows. */
  private static final int MOST = 5_000_000;

  /**
   * Reads them as a stream; closes it.
   *
   * @throws Problem 422 when they can't be right
   */
  static Predictions read(InputStream content) {
    List<String> batches = new ArrayList<>();
    StringBuilder batch = new StringBuilder();
    long[] cells = new long[4];
    long[] head = new long[4];
    int count = 0;
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        Prediction prediction = Protocol.json().readValue(line, Prediction.class);
        if (++count > MOST) {
          throw wrong("There are more than " + MOST + " predictions");
        }
        if (prediction.split() == Split.TEST) {
          boolean run = prediction.predicted() == prediction.label();
          boolean base = prediction.baseline() == prediction.label();
          cells[(run ? 0 : 2) + (base ? 0 : 1)]++;
          Integer headOnly = prediction.headOnly();
          if (headOnly != null) {
            head[(run ? 0 : 2) + (headOnly == prediction.label() ? 0 : 1)]++;
          }
        }
        batch.append(batch.isEmpty() ? "[" : ",").append(line);
        if (count % BATCH == 0) {
          batches.add(batch.append(']').toString());
          batch.setLength(0);
        }
      }
    } catch (JsonProcessingException e) {
      throw wrong("Prediction " + (count + 1) + " can't be read: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException("the predictions can't be read from the store", e);
    }
    if (!batch.isEmpty()) {
      batches.add(batch.append(']').toString());
    }
    PairedCounts test = counts(cells);
    PairedCounts alone = counts(head);
    if (alone.total() != 0 && alone.total() != test.total()) {
      throw wrong(
          "The head alone answers %d of %d test examples".formatted(alone.total(), test.total()));
    }
    return new Predictions(batches, test, alone.total() == 0 ? null : alone);
  }

  private static PairedCounts counts(long[] cells) {
    return new PairedCounts(cells[0], cells[1], cells[2], cells[3]);
  }

  /** Writes them as rows of a run; part of the open transaction. */
  void store(EntityManager database, UUID team, UUID run) {
    for (String batch : lines) {
      database
          .createNativeQuery(
              """
              insert into run_predictions (team_id, run_id, split, example_id, label, predicted,
                  baseline, head_only, probabilities)
              select ?1, ?2, p.split, p.id, p.label, p.predicted, p.baseline, p."headOnly",
                  p.probabilities
              from jsonb_to_recordset(cast(?3 as jsonb)) as p (split text, id bigint,
                  label bigint, predicted bigint, baseline bigint, "headOnly" bigint,
                  probabilities jsonb)
              """)
          .setParameter(1, team)
          .setParameter(2, run)
          .setParameter(3, batch)
          .executeUpdate();
    }
  }

  private static Problem wrong(String why) {
    return new Problem(422, "outcome-refused", why);
  }
}
