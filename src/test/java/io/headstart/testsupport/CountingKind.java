package io.headstart.testsupport;

import io.headstart.job.JobKind;
import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.job.Work;
import io.headstart.platform.problem.Problem;
import io.headstart.protocol.Outcome;
import io.headstart.protocol.Protocol;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A kind of job for tests of the queue: it needs nothing, and writes down how its jobs ended. A
 * result {@code "refuse"} can't be right.
 */
@ApplicationScoped
public class CountingKind implements JobKind {
  public static final String NAME = "counting";

  private final Map<JobRef, String> ends = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Work work(JobRef job) {
    return new Work(Protocol.json().createObjectNode().put("count", 3), Map.of());
  }

  @Override
  public Runnable takeIn(JobRef job, String prefix, Outcome outcome) {
    if ("refuse".equals(outcome.result().asText())) {
      throw new Problem(422, "result-wrong", "The counting went wrong");
    }
    return () -> ends.merge(job, "took in " + outcome.result(), (a, b) -> a + ", " + b);
  }

  @Override
  public void endedWithout(JobRef job, JobState state) {
    ends.merge(job, state.name(), (a, b) -> a + ", " + b);
  }

  /** How a job ended, once for each time that it was said; empty while it has not. */
  public String end(JobRef job) {
    return ends.getOrDefault(job, "");
  }
}
