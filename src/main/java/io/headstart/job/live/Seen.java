package io.headstart.job.live;

import io.headstart.job.FeedEvent;
import io.headstart.job.JobFeed;
import io.headstart.job.JobRef;
import io.headstart.job.JobView;
import io.headstart.platform.tenancy.TeamWork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one tick has read of one job; its feed is read once for each place that pages have. */
final class Seen {
  private final JobRef job;
  final @Nullable JobView view;
  private final @Nullable String waits;
  private final TeamWork work;
  private final JobFeed feed;
  private final Map<Long, List<FeedEvent>> read = new HashMap<>();

  Seen(JobRef job, @Nullable JobView view, @Nullable String waits, TeamWork work, JobFeed feed) {
    this.job = job;
    this.view = view;
    this.waits = waits;
    this.work = work;
    this.feed = feed;
  }

  Told told() {
    return Told.of(Objects.requireNonNull(view), waits);
  }

  /** Entries after {@code after}; nothing is read when the job had none when it was looked at. */
  List<FeedEvent> since(long after) {
    return Objects.requireNonNull(view).lastEvent() <= after
        ? List.of()
        : read.computeIfAbsent(after, id -> work.call(job.team(), () -> feed.since(job, id)));
  }
}
