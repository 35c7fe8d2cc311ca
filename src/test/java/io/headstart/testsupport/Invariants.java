package io.headstart.testsupport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.StatelessSession;

/** Asserts that the rows are as they must be at any moment; called after every step of a test. */
@ApplicationScoped
public class Invariants {
  private final io.headstart.dispatch.Invariants rules;
  private final TeamWork work;
  private final StatelessSession session;

  Invariants(io.headstart.dispatch.Invariants rules, TeamWork work, StatelessSession session) {
    this.rules = rules;
    this.work = work;
    this.session = session;
  }

  /** All rules that can be asked over teams. */
  public void hold() {
    assertEquals(List.of(), rules.violations());
  }

  /**
   * Those, and that this team's feeds are dense: only a point measured anew or thinned out of a
   * series of more than 1,500 leaves a gap.
   */
  public void hold(TeamRef team) {
    hold();
    var gaps =
        work.call(
            team,
            () ->
                session
                    .createNativeQuery(
                        """
                        select cast(j.id as text) from jobs j
                        where j.feed_seq <>
                            (select count(*) from job_events e where e.job_id = j.id)
                            + (select count(*) from job_log l where l.job_id = j.id)
                            + (select count(*) from job_points p where p.job_id = j.id)
                          and not exists (select 1 from attempts a
                            where a.job_id = j.id and a.number > 1)
                          and not exists (select 1 from job_points p
                            where p.job_id = j.id and p.step > 1500)""",
                        String.class)
                    .list());
    assertEquals(List.of(), gaps, "jobs whose feed is not dense");
  }
}
