package io.headstart.job.live;

import io.headstart.job.FeedEvent;
import io.headstart.job.JobFeed;
import io.headstart.job.JobRef;
import io.headstart.job.JobView;
import io.headstart.protocol.Heartbeat;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One open page: where it is in the job's feed, and what it was told last. Used by one thread. */
final class LiveStream {
  /** A proxy may cut a connection that says nothing; in nanoseconds. */
  private static final long SILENCE = 15_000_000_000L;

  private final JobRef job;
  private final Sse sse;
  private final MultiEmitter<? super OutboundSseEvent> emitter;
  private long after;
  private long spoke = System.nanoTime();
  private @Nullable Map<String, Object> state;
  private @Nullable Map<String, Object> progress;

  LiveStream(JobRef job, long after, Sse sse, MultiEmitter<? super OutboundSseEvent> emitter) {
    this.job = job;
    this.after = after;
    this.sse = sse;
    this.emitter = emitter;
  }

  JobRef job() {
    return job;
  }

  long after() {
    return after;
  }

  void close() {
    emitter.complete();
  }

  /** Tells what is new: levels (state, progress) when they changed, entries of the feed by id. */
  void tell(Told told, JobView view, List<FeedEvent> entries) {
    Map<String, Object> stateNow =
        Map.of("state", told.state(), "word", word(told), "reason", told.reason());
    if (!stateNow.equals(state)) {
      state = stateNow;
      send("state", null, stateNow);
    }
    List<FeedEvent> alike = new ArrayList<>();
    for (FeedEvent entry : entries) {
      if (!alike.isEmpty() && alike.get(0).getClass() != entry.getClass()) {
        flush(alike);
      }
      alike.add(entry);
    }
    flush(alike);
    Map<String, Object> progressNow = progress(view);
    if (progressNow != null && !progressNow.equals(progress)) {
      progress = progressNow;
      send("progress", null, progressNow);
    }
    if (view.state().isDone() && entries.size() < JobFeed.PAGE && after >= view.lastEvent()) {
      send("end", null, Map.of());
      close();
    } else if (System.nanoTime() - spoke > SILENCE) {
      spoke = System.nanoTime();
      emitter.emit(sse.newEventBuilder().comment("still here").build());
    }
  }

  /** Entries of one kind in a row are one event, whose id is that of the last. */
  private void flush(List<FeedEvent> alike) {
    if (alike.isEmpty()) {
      return;
    }
    long id = alike.get(alike.size() - 1).id();
    FeedEvent first = alike.get(0);
    if (first instanceof FeedEvent.Point) {
      send("points", id, Map.of("points", alike.stream().map(LiveStream::point).toList()));
    } else if (first instanceof FeedEvent.Line) {
      send("log", id, Map.of("lines", alike.stream().map(LiveStream::line).toList()));
    } else if (state != null) {
      send("state", id, state);
    }
    after = id;
    alike.clear();
  }

  private static LivePoint point(FeedEvent entry) {
    return LivePoint.from(((FeedEvent.Point) entry).point());
  }

  private static Map<String, Object> line(FeedEvent entry) {
    Heartbeat.LogLine line = ((FeedEvent.Line) entry).line();
    return Map.of("number", entry.id(), "at", line.at(), "text", line.text());
  }

  private static @Nullable Map<String, Object> progress(JobView view) {
    Heartbeat.Progress now = view.progress();
    if (now == null) {
      return null;
    }
    Optional<Eta> eta = Eta.of(now);
    return Map.of(
        "phase", now.phase(),
        "done", now.done(),
        "total", now.total(),
        "unit", now.unit(),
        "epoch", now.epoch(),
        "epochs", now.epochs(),
        "etaLowSeconds", eta.map(Eta::lowSeconds).map(Object.class::cast).orElse(""),
        "etaHighSeconds", eta.map(Eta::highSeconds).map(Object.class::cast).orElse(""));
  }

  private static String word(Told told) {
    String name = told.state().name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private void send(String name, @Nullable Long id, Map<String, Object> data) {
    OutboundSseEvent.Builder event =
        sse.newEventBuilder().name(name).mediaType(MediaType.APPLICATION_JSON_TYPE).data(data);
    if (id != null) {
      event.id(Long.toString(id));
    }
    spoke = System.nanoTime();
    emitter.emit(event.build());
  }
}
