package io.headstart.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.dispatch.AdmitQueuedJobs.Told;
import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.job.QueuePlaces;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.testsupport.CountingKind;
import io.headstart.testsupport.Invariants;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(QueueProfile.class)
class AdmissionRaceTest {
  @Inject QueueFixture queue;
  @Inject AdmitQueuedJobs admits;
  @Inject Invariants invariants;
  @Inject TeamWork work;
  @Inject QueuePlaces places;
  @Inject CountingKind kind;

  @Test
  void twoDispatchersAdmitEachJobOnceAndNoMoreThanThereIsRoomFor() throws Exception {
    var slotClass = queue.slotClass(10);
    var teams = Stream.generate(queue::team).limit(3).toList();
    teams.forEach(team -> queue.quota(team, slotClass, 6, 50));
    var jobs = new ArrayList<JobRef>();
    for (var team : teams) {
      IntStream.range(0, 8).forEach(i -> jobs.add(queue.enqueue(team, slotClass)));
    }
    var admitted = new ArrayList<AttemptRef>();
    for (var answer : together(8, () -> admits.admit(Told.THE_FIRST))) {
      admitted.addAll(answer);
    }
    admitted.addAll(admits.admit(Told.THE_FIRST));
    var mine = admitted.stream().filter(one -> jobs.contains(one.job())).toList();
    assertEquals(10, mine.size());
    assertEquals(10, new HashSet<>(mine).size(), "each once");
    assertEquals(
        List.of(), admits.admit(Told.THE_FIRST), "a trigger that fires twice changes nothing");
    for (var team : teams) {
      long held = mine.stream().filter(one -> one.job().team().equals(team)).count();
      assertTrue(held >= 3 && held <= 4, "teams share: " + held);
      invariants.hold(team);
    }
  }

  @Test
  void whoeverSubmitsAtOnceTakesNoMorePlacesThanThereAre() throws Exception {
    var team = queue.team();
    var slotClass = queue.slotClass(1);
    queue.quota(team, slotClass, 1, 5);
    var answers =
        together(
            16,
            () -> {
              try {
                queue.enqueue(team, slotClass);
                return "queued";
              } catch (Problem e) {
                return e.status() + " " + e.type();
              }
            });
    assertEquals(5, answers.stream().filter("queued"::equals).count());
    assertEquals(11, answers.stream().filter("409 queue-full"::equals).count());
    invariants.hold(team);
  }

  @Test
  void aJobOverItsTeamsLimitStaysQueuedAndSaysWhy() {
    var team = queue.team();
    var slotClass = queue.slotClass(8);
    queue.quota(team, slotClass, 1, 5);
    var first = queue.enqueue(team, slotClass);
    var second = queue.enqueue(team, slotClass);
    queue.dispatch();
    assertEquals(JobState.STARTING, queue.job(first).state());
    assertEquals(JobState.QUEUED, queue.job(second).state());
    var place = work.call(team, () -> places.of(second)).orElseThrow();
    assertTrue(place.words().startsWith("1 of 1 slot of team Team t"), place.words());
    assertEquals(1, place.place());
    assertEquals(List.of(first), place.holders());
    assertEquals(
        queue.job(second).waitingDetail() + " (1 of this team); 1st in line", place.words());

    queue.quota(team, slotClass, 2, 5);
    queue.dispatch();
    assertEquals(JobState.STARTING, queue.job(second).state(), "a new limit holds at once");
    invariants.hold(team);
  }

  @Test
  void aJobThatCanNeverRunFailsWithTheLimitNamed() {
    var team = queue.team();
    var slotClass = queue.slotClass(2);
    var job = queue.enqueue(team, slotClass, 3, 0);
    queue.dispatch();
    assertEquals(JobState.FAILED, queue.job(job).state());
    assertEquals("REFUSED", queue.job(job).reasonCode());
    assertTrue(queue.job(job).reasonDetail().contains("this installation has 2"));
    assertEquals("FAILED", kind.end(job));
    invariants.hold(team);
  }

  @Test
  void lessCapacityEndsNothingButBeginsNothingEither() {
    var team = queue.team();
    var slotClass = queue.slotClass(2);
    var jobs = Stream.generate(() -> queue.enqueue(team, slotClass)).limit(3).toList();
    queue.dispatch();
    queue.capacity(slotClass, 1);
    queue.dispatch();
    assertEquals(
        List.of(JobState.STARTING, JobState.STARTING, JobState.QUEUED),
        jobs.stream().map(job -> queue.job(job).state()).toList());
    assertEquals(
        "2 of 1 slot of the class %s are in use".formatted(slotClass),
        queue.job(jobs.get(2)).waitingDetail());
    invariants.hold(team);
  }

  @Test
  void limitsThatMakeNoSenseAreNamed() {
    var team = queue.team();
    var wrong = assertThrows(Problem.class, () -> queue.quota(team, "training", -1, -1));
    assertEquals(
        List.of("slots", "guaranteed", "queuedJobs"),
        wrong.items().stream().map(Problem.Item::field).toList());
    assertEquals(404, assertThrows(Problem.class, () -> queue.quota(team, "none", 1, 1)).status());
  }

  private static <T> List<T> together(int threads, Callable<T> task) throws Exception {
    var pool = Executors.newFixedThreadPool(threads);
    try {
      var answers = new ArrayList<T>();
      var tasks = Stream.generate(() -> task).limit(threads).toList();
      for (var answer : pool.invokeAll(tasks)) {
        answers.add(answer.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }
}
