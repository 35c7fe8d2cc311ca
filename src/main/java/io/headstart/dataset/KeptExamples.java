package io.headstart.dataset;

import io.headstart.platform.tenancy.TeamContext;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.Example;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Split;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Beginnings of a version's examples of validation and test, for pages. They are taken out of the
 * rows in the store when they are first asked for; the rows are what our own check wrote, never the
 * user's file.
 */
@ApplicationScoped
public class KeptExamples {
  /** Characters kept of a text. */
  static final int LENGTH = 400;

  private static final int BATCH = 500;

  private final ObjectStore store;
  private final DatasetVersions versions;
  private final EntityManager database;
  private final TeamContext context;
  private final TeamWork work;

  KeptExamples(
      ObjectStore store,
      DatasetVersions versions,
      EntityManager database,
      TeamContext context,
      TeamWork work) {
    this.store = store;
    this.versions = versions;
    this.database = database;
    this.context = context;
    this.work = work;
  }

  /** A row to keep. */
  private record Kept(long id, String beginning) {}

  /**
   * The beginnings of these examples, by id; of a picture the name of its entry. Those of a deleted
   * data set are missing. Must be called outside of a transaction: reading the rows takes its time.
   *
   * @param version of the request's team
   * @param ids of examples of validation or test
   */
  public Map<Long, String> of(VersionView version, Collection<Long> ids) {
    TeamRef team = context.team();
    if (ids.isEmpty() || version.deleted()) {
      return Map.of();
    }
    if (!work.call(team, () -> isKept(version.id()))) {
      keep(team, version);
    }
    return work.call(team, () -> read(version.id(), ids));
  }

  private boolean isKept(UUID version) {
    return !database
        .createNativeQuery("select 1 from dataset_example_sets where version_id = ?1")
        .setParameter(1, version)
        .getResultList()
        .isEmpty();
  }

  /** Two at once do the same work twice and write each row once. */
  private void keep(TeamRef team, VersionView version) {
    InputStream rows = store.get(new ObjectKey(version.rows().key())).orElse(null);
    if (rows == null) {
      return; // its data set is being deleted
    }
    List<Kept> batch = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(rows, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        Example example = Protocol.json().readValue(line, Example.class);
        if (example.split() != Split.TRAIN) {
          batch.add(new Kept(example.id(), beginning(example.text())));
        }
        if (batch.size() == BATCH) {
          write(team, version.id(), batch);
          batch.clear();
        }
      }
      write(team, version.id(), batch);
    } catch (IOException e) {
      throw new UncheckedIOException("the rows of " + version.title() + " can't be read", e);
    }
    work.run(
        team,
        () ->
            database
                .createNativeQuery(
                    "insert into dataset_example_sets (team_id, version_id) values (?1, ?2)"
                        + " on conflict do nothing")
                .setParameter(1, team.id())
                .setParameter(2, version.id())
                .executeUpdate());
  }

  /** A NUL, which no column of text can hold, is shown as what can't be read. */
  private static String beginning(String whole) {
    String text = whole.replace('\0', '\uFFFD');
    if (text.codePointCount(0, text.length()) <= LENGTH) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, LENGTH)) + "…";
  }

  private void write(TeamRef team, UUID version, List<Kept> batch) throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    String json = Protocol.json().writeValueAsString(batch);
    work.run(
        team,
        () -> {
          if (!versions.hold(version)) {
            return; // deleted meanwhile: nothing of it may come back
          }
          database
              .createNativeQuery(
                  """
                  insert into dataset_examples (team_id, version_id, example_id, beginning)
                  select ?1, ?2, e.id, e.beginning
                  from jsonb_to_recordset(cast(?3 as jsonb)) as e (id bigint, beginning text)
                  on conflict do nothing
                  """)
              .setParameter(1, team.id())
              .setParameter(2, version)
              .setParameter(3, json)
              .executeUpdate();
        });
  }

  private Map<Long, String> read(UUID version, Collection<Long> ids) {
    Map<Long, String> found = new HashMap<>();
    List<?> rows =
        database
            .createNativeQuery(
                "select example_id, beginning from dataset_examples"
                    + " where version_id = ?1 and example_id in ?2",
                Object[].class)
            .setParameter(1, version)
            .setParameter(2, ids)
            .getResultList();
    for (Object row : rows) {
      Object[] cells = (Object[]) row;
      found.put(((Number) cells[0]).longValue(), (String) cells[1]);
    }
    return found;
  }
}
