package io.headstart.testsupport;

import io.headstart.job.JobRef;
import io.headstart.protocol.Protocol;
import io.headstart.testsupport.TestTeam.As;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

/** Runs that have succeeded, on a team's data set 1, by the API and the hand-made worker. */
@ApplicationScoped
public class MadeRuns {
  @Inject AcceptedData data;
  @Inject HandMadeWorker worker;

  /** Gives the team its data set and runs 1 to {@code count}. */
  public void of(TestTeam team, int count) {
    data.of(team);
    for (int i = 0; i < count; i++) {
      succeeded(team);
    }
  }

  /** One more run, of which 112 of 120 test examples are right. */
  public void succeeded(TestTeam team) {
    JobRef job = started(team);
    worker.begin(job);
    worker.trained(job, 100, 12, 2, 6);
  }

  /** One more run, which waits. */
  public JobRef started(TestTeam team) {
    team.api(As.MEMBER).body(Map.of("dataset", 1)).post("/runs").then().statusCode(201);
    return worker.newest(team, Protocol.TRAIN);
  }
}
