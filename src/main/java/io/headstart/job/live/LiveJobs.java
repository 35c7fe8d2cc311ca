package io.headstart.job.live;

import io.headstart.job.JobFeed;
import io.headstart.job.JobRef;
import io.headstart.job.JobView;
import io.headstart.job.Jobs;
import io.headstart.job.QueuePlace;
import io.headstart.job.QueuePlaces;
import io.headstart.platform.Ending;
import io.headstart.platform.tenancy.TeamWork;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Event streams of open pages. One thread per server looks once a second at the jobs that they
 * show, as team work of each job's team, so the load grows with what is shown and not with what
 * runs. The ids of events are the numbers of the job's feed: whoever comes back with the last one
 * gets what follows it, each entry once.
 */
@ApplicationScoped
public class LiveJobs {
  private static final Logger LOG = Logger.getLogger(LiveJobs.class);

  private final Set<LiveStream> open = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService poller =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "live-jobs");
            thread.setDaemon(true);
            return thread;
          });

  private final TeamWork work;
  private final Jobs jobs;
  private final JobFeed feed;
  private final QueuePlaces places;
  private final Ending ending;
  private final ScheduledFuture<?> ticks;

  LiveJobs(TeamWork work, Jobs jobs, JobFeed feed, QueuePlaces places, Ending ending) {
    this.work = work;
    this.jobs = jobs;
    this.feed = feed;
    this.places = places;
    this.ending = ending;
    ticks = poller.scheduleWithFixedDelay(this::poll, 1, 1, TimeUnit.SECONDS);
  }

  void stop(@Observes ShutdownEvent stopped) {
    ticks.cancel(false);
    poller.shutdownNow();
    open.forEach(LiveStream::close);
  }

  /**
   * The stream of a job: events {@code state}, {@code progress}, {@code points}, {@code log}, and
   * {@code end} when it's done. The caller has checked that the job is the viewer's team's.
   *
   * @param after number of the last entry that the page has, 0 for none
   */
  public Multi<OutboundSseEvent> events(JobRef job, long after, Sse sse) {
    return Multi.createFrom()
        .emitter(
            emitter -> {
              LiveStream stream = new LiveStream(job, after, sse, emitter);
              open.add(stream);
              emitter.onTermination(() -> open.remove(stream));
              // The first look needn't wait for the tick.
              poller.execute(() -> look(stream, new HashMap<>()));
            });
  }

  /** Number of open pages, for the operator's measurements. */
  public int openPages() {
    return open.size();
  }

  private void poll() {
    if (ending.begun()) { // the end waits for open requests, and pages come back by themselves
      open.forEach(LiveStream::close);
      return;
    }
    Map<JobRef, Seen> seen = new HashMap<>();
    open.forEach(stream -> look(stream, seen));
  }

  /** Pages of one job share what was read for it in this tick. */
  private void look(LiveStream stream, Map<JobRef, Seen> seen) {
    try {
      Seen now = seen.computeIfAbsent(stream.job(), this::read);
      if (now.view == null) {
        stream.close();
        return;
      }
      stream.tell(now.told(), now.view, now.since(stream.after()));
    } catch (RuntimeException e) {
      // The page stays open: the next tick tries again.
      LOG.debugf(e, "Can't look at job %s", stream.job().id());
    }
  }

  private Seen read(JobRef job) {
    return work.call(
        job.team(),
        () -> {
          JobView view = jobs.find(job.id()).orElse(null);
          String waits = places.of(job).map(QueuePlace::words).orElse(null);
          return new Seen(job, view, waits, work, feed);
        });
  }
}
