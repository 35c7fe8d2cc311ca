package io.headstart.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headstart.catalog.Manifest;
import io.headstart.dataset.VersionView;
import io.headstart.job.NewJob;
import io.headstart.job.QueuePreview;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.CheckReport;
import io.headstart.protocol.Protocol;
import io.headstart.run.estimate.Estimate;
import io.headstart.run.estimate.Measured;
import io.headstart.run.estimate.Shape;
import io.headstart.run.features.KeptFeatures;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells what will become of a run before it is started; writes nothing. */
@ApplicationScoped
public class PlanRun {
  /** Runs that are looked at; the newest tell best how fast this machine is now. */
  private static final int LATEST = 40;

  private final CheckNewRun check;
  private final ReadRuns read;
  private final QueuePreview queue;
  private final TeamWork work;
  private final RunConfig config;
  private final FeaturesOfRun features;

  PlanRun(
      CheckNewRun check,
      ReadRuns read,
      QueuePreview queue,
      TeamWork work,
      RunConfig config,
      FeaturesOfRun features) {
    this.check = check;
    this.read = read;
    this.features = features;
    this.queue = queue;
    this.work = work;
    this.config = config;
  }

  private record Known(RunSettings settings, Estimate estimate, @Nullable Long keptFrom) {}

  /**
   * What will become of it. Must not be called inside team work.
   *
   * @param asked the settings
   * @param server base address of this server, for the same request in a shell
   * @param slug of the team, for the same
   * @return empty while something is wrong with the settings
   */
  public Optional<RunPlan> of(NewRun asked, TeamRef team, URI server, String slug) {
    Known known;
    try {
      known = work.call(team, () -> known(asked));
    } catch (Problem refused) {
      return Optional.empty();
    }
    RunSettings settings = known.settings();
    NewJob job =
        new NewJob(
            Protocol.TRAIN,
            NewJob.TRAINING,
            1,
            settings.priority().order(),
            null,
            config.mayTake());
    return Optional.of(
        new RunPlan(
            new RunPlan.Length(settings.seeds(), settings.learning().patience() > 0),
            known.estimate(),
            known.keptFrom(),
            queue.of(team, job, settings.seeds()),
            curl(asked, server, slug)));
  }

  private Known known(NewRun asked) {
    RunSettings settings = check.check(asked);
    Manifest base = settings.base().manifest();
    CheckReport.ClassCount counts = settings.version().counts();
    PictureChoice pictures = settings.pictures();
    Long keptFrom = features.of(settings).map(KeptFeatures.Kept::run).orElse(null);
    Shape planned =
        new Shape(
            base.blocks().size(),
            settings.frozenBlocks(),
            counts.train(),
            counts.validation(),
            counts.test(),
            settings.epochs(),
            settings.batchSize(),
            pictures == null ? settings.maxTokens() : pictures.side(),
            pictures != null,
            pictures == null ? 1 : pictures.cachedViews(),
            keptFrom != null);
    List<Measured> measured =
        read.finishedOn(settings.base().id(), LATEST).stream().map(PlanRun::measured).toList();
    return new Known(settings, Estimate.of(planned, measured, base.name()), keptFrom);
  }

  private static Measured measured(ReadRuns.Finished finished) {
    RunView run = finished.run();
    VersionView version = run.version();
    RunView.Settings settings = run.settings();
    PictureChoice pictures = settings.pictures();
    Duration took =
        Duration.between(
            Objects.requireNonNull(run.job().startedAt()),
            Objects.requireNonNull(run.job().endedAt()));
    return new Measured(
        run.number(),
        new Shape(
            run.blocks(),
            settings.frozenBlocks(),
            version.counts().train(),
            version.counts().validation(),
            version.counts().test(),
            finished.result().epochsDone(),
            settings.batchSize(),
            pictures == null
                ? Objects.requireNonNullElse(settings.maxTokens(), 1)
                : pictures.side(),
            pictures != null,
            pictures == null ? 1 : pictures.cachedViews(),
            finished.result().featuresFrom() != null),
        finished.result().seconds(),
        took.toMillis() / 1000.0,
        finished.result().peakBytes());
  }

  /** The request as a line for a shell. Every value was checked, so that no quote is among them. */
  private static String curl(NewRun asked, URI server, String slug) {
    ObjectNode body = Protocol.json().createObjectNode();
    for (Map.Entry<String, String> field : new TreeMap<>(asked.fields()).entrySet()) {
      String text = field.getValue().strip();
      if (text.equals("true") || text.equals("false")) {
        body.put(field.getKey(), text.equals("true"));
      } else if (text.matches("-?[0-9]{1,18}")) {
        body.put(field.getKey(), Long.parseLong(text));
      } else if (text.matches("[-+0-9.eE]{1,30}")) {
        body.put(field.getKey(), Double.parseDouble(text));
      } else if (!text.isEmpty()) {
        body.put(field.getKey(), text);
      }
    }
    return "curl -H \"Authorization: Bearer $TOKEN\" -H \"Content-Type: application/json\" \\\n  -d '"
        + body
        + "' \\\n  "
        + server.resolve("/api/v1/teams/" + slug + "/runs");
  }
}
