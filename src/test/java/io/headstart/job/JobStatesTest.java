package io.headstart.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.testsupport.Invariants;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;

/** The database refuses what the enums refuse, whoever asks. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class JobStatesTest {
  @Inject QueueFixture queue;
  @Inject TeamWork work;
  @Inject StatelessSession session;
  @Inject Invariants invariants;

  @Test
  void aJobTakesLegalStepsOnly() {
    var team = queue.team();
    var slotClass = queue.slotClass(1);
    var wrong = new ArrayList<String>();
    var paths = paths();
    for (var from : JobState.values()) {
      for (var to : JobState.values()) {
        if (from == to) {
          continue;
        }
        boolean accepted = accepts(team, slotClass, paths.get(from), to);
        if (accepted != from.next().contains(to)) {
          wrong.add(from + " to " + to + " accepted: " + accepted);
        }
      }
    }
    assertEquals(List.of(), wrong);
    invariants.hold(team);
  }

  /** Walks a new job to a state and tries one step more; nothing of it stays. */
  private boolean accepts(TeamRef team, String slotClass, List<JobState> path, JobState to) {
    return tried(
        team,
        () -> {
          var job = UUID.randomUUID();
          session
              .createNativeMutationQuery(
                  """
                  insert into jobs (team_id, id, kind, slot_class, slots, priority, longest_seconds,
                    state, reason_code, reason_detail, max_attempts)
                  values (:team, :id, 'counting', :class, 1, 0, 60, 'QUEUED', 'X', 'x', 3)""")
              .setParameter("team", team.id())
              .setParameter("id", job)
              .setParameter("class", slotClass)
              .executeUpdate();
          path.forEach(state -> move(job, state));
          return () -> move(job, to);
        });
  }

  /** Whether the database takes the step that is prepared; nothing of either stays. */
  private boolean tried(TeamRef team, Supplier<Runnable> prepare) {
    var accepted = new AtomicBoolean();
    assertThrows(
        Undone.class,
        () ->
            work.run(
                team,
                () -> {
                  var step = prepare.get();
                  try {
                    step.run();
                    accepted.set(true);
                  } catch (RuntimeException e) {
                    assertTrue(causes(e).contains("does not go from"), causes(e));
                  }
                  throw new Undone();
                }));
    return accepted.get();
  }

  private static final class Undone extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private void move(UUID job, JobState to) {
    session
        .createNativeMutationQuery(
            """
            update jobs set state = :to,
              ended_at = case when :done then clock_timestamp() end,
              result_attempt = case when :to = 'SUCCEEDED' then 1 end
            where id = :job""")
        .setParameter("to", to.name())
        .setParameter("done", to.isDone())
        .setParameter("job", job)
        .executeUpdate();
  }

  /** A shortest legal way from QUEUED to each state. */
  private static Map<JobState, List<JobState>> paths() {
    var paths = new EnumMap<JobState, List<JobState>>(JobState.class);
    paths.put(JobState.QUEUED, List.of());
    var todo = new ArrayDeque<>(List.of(JobState.QUEUED));
    while (!todo.isEmpty()) {
      var state = todo.remove();
      for (var next : state.next()) {
        if (!paths.containsKey(next)) {
          var path = new ArrayList<>(paths.get(state));
          path.add(next);
          paths.put(next, path);
          todo.add(next);
        }
      }
    }
    return paths;
  }

  @Test
  void anAttemptTakesLegalStepsOnly() {
    var team = queue.team();
    var results = new HashMap<String, Boolean>();
    for (var from : AttemptState.values()) {
      for (var to : AttemptState.values()) {
        if (from != to) {
          results.put(from + ">" + to, attemptAccepts(team, from, to));
        }
      }
    }
    results.forEach(
        (step, accepted) -> {
          var parts = step.split(">", -1);
          assertEquals(
              AttemptState.valueOf(parts[0]).next().contains(AttemptState.valueOf(parts[1])),
              accepted,
              step);
        });
    invariants.hold(team);
  }

  private boolean attemptAccepts(TeamRef team, AttemptState from, AttemptState to) {
    var job = queue.enqueue(team, queue.slotClass(1));
    queue.dispatch();
    return tried(
        team,
        () -> {
          if (from == AttemptState.SUCCEEDED) {
            moveAttempt(job, AttemptState.RUNNING);
          }
          if (from != AttemptState.CREATED) {
            moveAttempt(job, from);
          }
          return () -> moveAttempt(job, to);
        });
  }

  private void moveAttempt(JobRef job, AttemptState to) {
    session
        .createNativeMutationQuery(
            """
            update attempts set state = :to,
              ended_at = case when :live then null else clock_timestamp() end,
              gone_at = case when :live then null else clock_timestamp() end,
              manifest_verified_at = clock_timestamp()
            where job_id = :job""")
        .setParameter("to", to.name())
        .setParameter("live", to.isLive())
        .setParameter("job", job.id())
        .executeUpdate();
  }

  @Test
  void nobodyChangesWhatHasHappened() {
    var team = queue.team();
    var job = queue.enqueue(team, queue.slotClass(1));
    for (var statement :
        List.of(
            "delete from job_events where job_id = :job",
            "update job_events set to_state = 'X' where job_id = :job",
            "delete from jobs where id = :job")) {
      var refused =
          assertThrows(
              RuntimeException.class,
              () ->
                  work.run(
                      team,
                      () ->
                          session
                              .createNativeMutationQuery(statement)
                              .setParameter("job", job.id())
                              .executeUpdate()));
      assertTrue(causes(refused).contains("permission denied"), causes(refused));
    }
  }

  private static String causes(Throwable e) {
    var text = new StringBuilder();
    for (var cause = e; cause != null; cause = cause.getCause()) {
      text.append(cause.getMessage()).append('\n');
    }
    return text.toString();
  }
}
