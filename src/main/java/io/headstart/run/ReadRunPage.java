package io.headstart.run;

import io.headstart.job.FeedEvent;
import io.headstart.job.JobFeed;
import io.headstart.job.Jobs;
import io.headstart.job.live.LivePoint;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.protocol.Heartbeat;
import io.headstart.run.experiment.Experiment;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Reads what the page of one run shows. */
@ApplicationScoped
public class ReadRunPage {
  /** Lines of the log on the page; the whole log is in the store. */
  private static final int LINES = 2_000;

  private final ReadRuns read;
  private final Jobs jobs;
  private final JobFeed feed;
  private final Runs runs;
  private final ScratchPairs pairs;

  ReadRunPage(ReadRuns read, Jobs jobs, JobFeed feed, Runs runs, ScratchPairs pairs) {
    this.runs = runs;
    this.pairs = pairs;
    this.read = read;
    this.jobs = jobs;
    this.feed = feed;
  }

  /**
   * The run of that number.
   *
   * @throws Problem 404 when the team has none
   */
  @InTeam
  public RunPage of(long number) {
    RunView run = read.one(number);
    RunResult saved = run.outcome() == null ? null : read.result(number);
    List<RunPage.Line> log = feed.log(run.ref(), 0, LINES).stream().map(ReadRunPage::line).toList();
    Map<String, List<Heartbeat.Point>> series = feed.points(run.ref());
    Run row = runs.numbered(number).orElseThrow(Problem::notFound);
    return new RunPage(
        run,
        saved == null ? null : saved.result(),
        saved,
        RunPage.Epoch.of(series),
        !series.isEmpty(),
        log,
        jobs.attempts(run.ref()),
        pairs.of(List.of(row.id)).get(row.id),
        saved == null || row.fromScratch ? null : pairs.underWay(row).orElse(null),
        row.fromScratch ? pairs.comparedWith(row) : List.of(),
        run.experiment().isEmpty() ? null : new Experiment(read.all(run.experiment())));
  }

  /** Points of a run's series, thinned so that spikes stay. */
  @InTeam
  public List<LivePoint> points(long number) {
    return feed.points(read.one(number).ref()).values().stream()
        .flatMap(List::stream)
        .map(LivePoint::from)
        .toList();
  }

  private static RunPage.Line line(FeedEvent.Line entry) {
    return new RunPage.Line(entry.id(), entry.line().at(), entry.line().text());
  }
}
