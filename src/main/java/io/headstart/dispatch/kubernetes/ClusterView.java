package io.headstart.dispatch.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of this installation's Jobs and pods without asking. Informers bring news within a
 * moment; {@link #refresh} makes good what they lost, doubled or brought too late. Those that
 * succeeded are left out: a worker has committed before its pod succeeds, and nobody asks for it
 * any more, while the cluster keeps it for a day. Of the others nothing is kept but what {@link
 * PodSight} reads. Thread-safe.
 */
final class ClusterView implements AutoCloseable {
  /** Objects of one answer: a cluster's thousands at once would take hundreds of megabytes. */
  private static final long PAGE = 250;

  /** A list in pages was interrupted for so long that the cluster forgot it. */
  private static final int EXPIRED = 410;

  private final Cluster cluster;
  private final Map<String, String> selector;
  private final Newest<Job> jobs = new Newest<>(job -> job.getMetadata().getName());

  /** By name of their Job, a slash and their own: a Job may have more than one. */
  private final Newest<Pod> pods =
      new Newest<>(
          pod ->
              WorkerJob.attempt(pod).map(WorkerJob::name).orElse("")
                  + "/"
                  + pod.getMetadata().getName());

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
    return pods.all(job + "/");
  }

  /** Why the cluster makes no pod for a Job, as it said it, or null. */
  @Nullable String refusal(String job) {
    return refusals.get(job);
  }

  /** A Job that somebody has just made or fetched. */
  void saw(Job job) {
    trim(job);
    jobs.saw(job);
  }

  /** Reads everything anew; two requests for each {@link #PAGE}, one more when a Job has no pod. */
  Collection<Job> refresh() {
    var foundJobs = list(jobs, wantedJobs(), ClusterView::trim);
    list(pods, wantedPods(), ClusterView::trim);
    boolean anyWithout =
        foundJobs.stream()
            .anyMatch(
                job -> !PodSight.finished(job) && pods(job.getMetadata().getName()).isEmpty());
    refusals = anyWithout ? refusals(cluster.namespace()) : Map.of();
    return foundJobs;
  }

  private FilterWatchListDeletable<Job, JobList, ScalableResource<Job>> wantedJobs() {
    return cluster
        .client()
        .batch()
        .v1()
        .jobs()
        .inNamespace(cluster.namespace())
        .withLabels(selector)
        .withField("status.successful", "0");
  }

  private FilterWatchListDeletable<Pod, PodList, PodResource> wantedPods() {
    return cluster
        .client()
        .pods()
        .inNamespace(cluster.namespace())
        .withLabels(selector)
        .withoutField("status.phase", "Succeeded");
  }

  private static <T extends HasMetadata, L extends KubernetesResourceList<T>> List<T> list(
      Newest<T> kept, Listable<L> wanted, Consumer<T> trim) {
    var goneBefore = kept.beforeList();
    var found = new ArrayList<T>();
    Long limit = PAGE;
    String next = null;
    L page;
    do {
      try {
        page = wanted.list(new ListOptionsBuilder().withLimit(limit).withContinue(next).build());
      } catch (KubernetesClientException e) {
        if (e.getCode() != EXPIRED || next == null) {
          throw e;
        }
        found.clear();
        limit = null;
        page = wanted.list(new ListOptionsBuilder().build());
      }
      page.getItems().forEach(trim);
      found.addAll(page.getItems());
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    kept.listed(found, page.getMetadata().getResourceVersion(), goneBefore);
    return found;
  }

  /** Begins to watch; does nothing when it watches. */
  synchronized void watch() {
    if (informers == null) {
      informers =
          List.of(
              begin(wantedJobs().withLimit(PAGE).runnableInformer(0), jobs, ClusterView::trim),
              begin(wantedPods().withLimit(PAGE).runnableInformer(0), pods, ClusterView::trim));
    }
  }

  /** The informer keeps the same objects, so that what is trimmed here is trimmed there. */
  private static <T extends HasMetadata> SharedIndexInformer<T> begin(
      SharedIndexInformer<T> informer, Newest<T> kept, Consumer<T> trim) {
    informer.addEventHandler(
        new ResourceEventHandler<T>() {
          @Override
          public void onAdd(T found) {
            trim.accept(found);
            kept.saw(found);
          }

          @Override
          public void onUpdate(T before, T after) {
            trim.accept(after);
            kept.saw(after);
          }

          @Override
          public void onDelete(T gone, boolean unseen) {
            kept.gone(gone);
          }
        });
    informer.exceptionHandler((started, error) -> true); // goes on trying
    var unused = informer.start();
    return informer;
  }

  private static void trim(Job job) {
    trim(job.getMetadata());
    job.setSpec(null);
  }

  private static void trim(Pod pod) {
    trim(pod.getMetadata());
    if (pod.getSpec() != null) {
      var spec = new PodSpec();
      spec.setNodeName(pod.getSpec().getNodeName());
      spec.setContainers(
          pod.getSpec().getContainers().stream()
              .limit(1)
              .map(worker -> new ContainerBuilder().withImage(worker.getImage()).build())
              .toList());
      pod.setSpec(spec);
    }
  }

  private static void trim(ObjectMeta metadata) {
    metadata.setManagedFields(List.of());
    metadata.setAnnotations(Map.of());
    metadata.setOwnerReferences(List.of());
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
