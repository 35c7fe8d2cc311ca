package io.headstart.dispatch.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.headstart.dispatch.Demand;
import io.headstart.dispatch.DispatchConfig;
import io.headstart.dispatch.LaunchFailed;
import io.headstart.dispatch.LaunchUnclear;
import io.headstart.dispatch.Launched;
import io.headstart.dispatch.Launcher;
import io.headstart.dispatch.Offer;
import io.headstart.dispatch.RetryClass;
import io.headstart.dispatch.Sighting;
import io.headstart.job.AttemptRef;
import io.headstart.platform.InstallationKey;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts each worker as a Job of a Kubernetes cluster. Nothing is remembered here: Jobs have names
 * that follow from their attempts, and what the cluster says of them is read again all the time, so
 * any server of the installation goes on where another one stopped. Connects to nothing before it
 * is in use.
 */
@ApplicationScoped
public class KubernetesLauncher implements Launcher {
  private static final Logger LOG = Logger.getLogger(KubernetesLauncher.class);
  private static final int LABEL_BYTES = 8;

  /** Its name in the setting {@code headstart.dispatch.launcher}. */
  static final String NAME = "kubernetes";

  private final KubernetesConfig config;
  private final Cluster cluster;
  private final ClusterCheck check;
  private final ClusterJobs jobs;
  private final ClusterView view;
  private final ClusterNodes nodes;

  private volatile List<String> problems = List.of("The cluster has not been asked yet");
  private volatile boolean wasReady;
  private volatile boolean rehearsed;

  /** A worker that has just committed is about to end by itself: it has until the next round. */
  private volatile Set<AttemptRef> unwantedBefore = Set.of();

  KubernetesLauncher(
      KubernetesConfig config,
      DispatchConfig dispatch,
      Cluster cluster,
      ClusterCheck check,
      InstallationKey key) {
    this.config = config;
    this.cluster = cluster;
    this.check = check;
    var id = HexFormat.of().formatHex(key.sign("kubernetes/installation"), 0, LABEL_BYTES);
    var workers = new WorkerJob(config, id, dispatch.stopGrace());
    jobs = new ClusterJobs(cluster, workers);
    view = new ClusterView(cluster, workers.selector());
    nodes = new ClusterNodes(config, cluster);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> sharedPlace() {
    try {
      return Optional.of("namespace " + cluster.namespace());
    } catch (Cluster.Unusable noCluster) {
      return Optional.of("no namespace");
    }
  }

  @Override
  public Optional<Duration> startDeadline() {
    return Optional.of(config.startDeadline());
  }

  @Override
  public Optional<Offer> offer(String slotClass) {
    return Optional.of(nodes.offer(slotClass));
  }

  @Override
  public Launched launch(AttemptRef attempt, Demand demand, Map<String, String> environment) {
    var wrong = check.settings();
    if (!wrong.isEmpty()) {
      throw refused(wrong.get(0), null);
    }
    if (cluster.isSilent()) {
      throw new LaunchUnclear(
          "The API server %s did not answer a moment ago".formatted(cluster.address()), null);
    }
    try {
      var job = jobs.create(attempt, demand, environment);
      view.saw(job);
      return new Launched(null, Instant.parse(job.getMetadata().getCreationTimestamp()));
    } catch (KubernetesClientException e) {
      var said = new Refused(cluster, e);
      if (said.isCertain()) {
        throw refused(said.sentence(), e);
      }
      cluster.fellSilent();
      throw new LaunchUnclear(said.sentence(), e);
    } catch (Cluster.Unusable e) {
      throw refused(String.valueOf(e.getMessage()), e);
    }
  }

  private static LaunchFailed refused(String sentence, @Nullable Exception cause) {
    return new LaunchFailed(
        RetryClass.PLATFORM, sentence, cause == null ? new IllegalStateException(sentence) : cause);
  }

  @Override
  public Sighting look(AttemptRef attempt, Launched launched) {
    var name = WorkerJob.name(attempt);
    var job = view.job(name);
    var pods = view.pods(name);
    try {
      if (job != null && !(pods.isEmpty() && (PodSight.finished(job) || PodSight.isDeleted(job)))) {
        return PodSight.of(job, pods, view.refusal(name));
      }
      return launched.since() == null ? new Sighting.Unknown() : ask(attempt);
    } catch (KubernetesClientException | Cluster.Unusable e) {
      cluster.fellSilent();
      return new Sighting.Unknown();
    }
  }

  /** That something is gone is believed only when the cluster says so when it is asked. */
  private Sighting ask(AttemptRef attempt) {
    if (cluster.isSilent()) {
      return new Sighting.Unknown();
    }
    var job = jobs.find(WorkerJob.name(attempt));
    var pods = jobs.pods(attempt);
    if (job != null) {
      view.saw(job);
      return PodSight.of(job, pods, null);
    }
    return pods.stream().allMatch(PodSight::isOver)
        ? new Sighting.Gone(null, Reasons.jobGone())
        : new Sighting.Alive(Reasons.jobGone());
  }

  /** Its pods have the grace that their spec gives them, then their node kills them. */
  @Override
  public void end(AttemptRef attempt, Launched launched, boolean now) {
    if (cluster.isSilent()) {
      return; // the next sweep asks again
    }
    try {
      jobs.delete(WorkerJob.name(attempt));
    } catch (KubernetesClientException | Cluster.Unusable e) {
      cluster.fellSilent();
      LOG.warnf(
          "Job %s could not be deleted, which is tried again: %s",
          WorkerJob.name(attempt), e.getMessage());
    }
  }

  /** The cluster deletes what has ended, after {@link KubernetesConfig#keepEnded}. */
  @Override
  public void forget(AttemptRef attempt) {}

  @Override
  public void reconcile(UnaryOperator<Set<AttemptRef>> orphans) {
    if (!problems.isEmpty()) {
      say(check.all());
    }
    if (!problems.isEmpty()) {
      return;
    }
    try {
      if (!rehearsed) {
        jobs.rehearse();
        rehearsed = true;
      }
      view.watch();
      var found = new HashSet<AttemptRef>();
      for (var job : view.refresh()) {
        if (!PodSight.finished(job) && !PodSight.isDeleted(job)) {
          WorkerJob.attempt(job).ifPresent(found::add);
        }
      }
      var unwanted = orphans.apply(Set.copyOf(found));
      for (var orphan : unwanted) {
        if (unwantedBefore.contains(orphan)) {
          LOG.infof("Job %s is of an attempt that is over; it is deleted", WorkerJob.name(orphan));
          jobs.delete(WorkerJob.name(orphan));
        }
      }
      unwantedBefore = Set.copyOf(unwanted);
    } catch (KubernetesClientException e) {
      cluster.fellSilent();
      say(List.of(new Refused(cluster, e).sentence()));
    }
  }

  /** What keeps workers from being started, one sentence each; empty when nothing does. */
  List<String> problems() {
    return problems;
  }

  /** Whether it could run workers at some time since this server's start. */
  boolean wasReady() {
    return wasReady;
  }

  private void say(List<String> found) {
    if (!found.equals(problems)) {
      found.forEach(problem -> LOG.errorf("Workers can't be started: %s.", problem));
      if (found.isEmpty()) {
        LOG.infof(
            "Workers run as Jobs in namespace %s of %s", cluster.namespace(), cluster.address());
      }
    }
    problems = List.copyOf(found);
    wasReady |= found.isEmpty();
  }

  @PreDestroy
  void close() {
    view.close();
  }
}
