package io.headstart.dispatch.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of this installation's Jobs and pods without asking. Informers bring news within a
 * moment; {@link #refresh} makes good what they lost, doubled or brought too late. Thread-safe.
 */
final class ClusterView implements AutoCloseable {
  private final Cluster cluster;
  private final Map<String, String> selector;
  private final Map<String, Job> jobs = new ConcurrentHashMap<>();

  /** By name of their Job, a slash and their own: a Job may have more than one. */
  private final ConcurrentNavigableMap<String, Pod> pods = new ConcurrentSkipListMap<>();

  private volatile Map<String, String> refusals = Map.of();
  private @Nullable List<SharedIndexInformer<?>> informers;

  ClusterView(Cluster cluster, Map<String, String> selector) {
    this.cluster = cluster;
    this.selector = selector;
  }

  @Nullable Job job(String name) {
    return jobs.get(name);
  }

  List<Pod> pods(String job) {
    return List.copyOf(pods.subMap(job + "/", job + (char) ('/' + 1)).values());
  }

  /** Why the cluster makes no pod for a Job, as it said it, or null. */
  @Nullable String refusal(String job) {
    return refusals.get(job);
  }

  /** A Job that somebody has just made or fetched. */
  void saw(Job job) {
    jobs.put(job.getMetadata().getName(), job);
  }

  /** Reads everything anew; two requests, a third one when a Job has no pod. */
  Collection<Job> refresh() {
    var client = cluster.client();
    var namespace = cluster.namespace();
    var foundJobs = client.batch().v1().jobs().inNamespace(namespace).withLabels(selector).list();
    var foundPods = client.pods().inNamespace(namespace).withLabels(selector).list();
    replace(jobs, foundJobs.getItems());
    replace(pods, foundPods.getItems());
    boolean anyWithout =
        foundJobs.getItems().stream()
            .anyMatch(
                job -> !PodSight.finished(job) && pods(job.getMetadata().getName()).isEmpty());
    refusals = anyWithout ? refusals(namespace) : Map.of();
    return foundJobs.getItems();
  }

  /** Begins to watch; does nothing when it watches. */
  synchronized void watch() {
    if (informers == null) {
      var client = cluster.client();
      var namespace = cluster.namespace();
      informers =
          List.of(
              begin(
                  client
                      .batch()
                      .v1()
                      .jobs()
                      .inNamespace(namespace)
                      .withLabels(selector)
                      .runnableInformer(0),
                  jobs),
              begin(
                  client.pods().inNamespace(namespace).withLabels(selector).runnableInformer(0),
                  pods));
    }
  }

  private static <T extends HasMetadata> SharedIndexInformer<T> begin(
      SharedIndexInformer<T> informer, Map<String, T> kept) {
    informer.addEventHandler(
        new ResourceEventHandler<T>() {
          @Override
          public void onAdd(T found) {
            kept.put(key(found), found);
          }

          @Override
          public void onUpdate(T before, T after) {
            kept.put(key(after), after);
          }

          @Override
          public void onDelete(T gone, boolean unseen) {
            kept.remove(key(gone));
          }
        });
    informer.exceptionHandler((started, error) -> true); // goes on trying
    var unused = informer.start();
    return informer;
  }

  private static <T extends HasMetadata> void replace(Map<String, T> kept, List<T> found) {
    kept.keySet().retainAll(found.stream().map(ClusterView::key).collect(Collectors.toSet()));
    found.forEach(one -> kept.put(key(one), one));
  }

  private static String key(HasMetadata object) {
    var name = object.getMetadata().getName();
    return object instanceof Pod
        ? WorkerJob.attempt(object).map(WorkerJob::name).orElse("") + "/" + name
        : name;
  }

  private Map<String, String> refusals(String namespace) {
    Map<String, String> said = new ConcurrentHashMap<>();
    cluster
        .client()
        .v1()
        .events()
        .inNamespace(namespace)
        .withField("reason", "FailedCreate")
        .list()
        .getItems()
        .forEach(
            event -> {
              if (event.getMessage() != null && event.getInvolvedObject().getName() != null) {
                said.put(event.getInvolvedObject().getName(), event.getMessage());
              }
            });
    return said;
  }

  @Override
  public synchronized void close() {
    if (informers != null) {
      informers.forEach(SharedIndexInformer::close);
    }
  }
}
