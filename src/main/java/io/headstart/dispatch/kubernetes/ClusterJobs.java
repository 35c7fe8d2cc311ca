package io.headstart.dispatch.kubernetes;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import io.headstart.dispatch.Demand;
import io.headstart.dispatch.LaunchUnclear;
import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.platform.tenancy.TeamRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the cluster for one attempt. Every method asks the API server and throws {@link
 * KubernetesClientException} when it refuses or does not answer, and {@link Cluster.Unusable} when
 * the settings name no cluster. Thread-safe.
 */
final class ClusterJobs {
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;

  private final Cluster cluster;
  private final WorkerJob workers;

  ClusterJobs(Cluster cluster, WorkerJob workers) {
    this.cluster = cluster;
    this.workers = workers;
  }

  /**
   * Makes the Job and its Secret, or finds those that were made before: the Job first, so that the
   * Secret has an owner; its pod waits for the Secret.
   *
   * @throws LaunchUnclear when an earlier Job of that name is still being deleted
   */
  Job create(AttemptRef attempt, Demand demand, Map<String, String> environment) {
    var job = createJob(attempt, demand, environment);
    createSecret(job, attempt, environment);
    return job;
  }

  /**
   * Does all of {@link #create} but the asking, so that a server's first one is as quick as those
   * after it: a node that finds a pod before its Secret looks again only after some ten seconds.
   */
  void rehearse() {
    var nobody = new UUID(0, 0);
    var attempt = new AttemptRef(new JobRef(new TeamRef(nobody), nobody), 1);
    var format = cluster.client().getKubernetesSerialization();
    var job = workers.job(attempt, new Demand("", 1, Duration.ZERO), Map.of());
    var read = format.unmarshal(format.asJson(all().resource(job).item()), Job.class);
    var secrets = cluster.client().secrets().inNamespace(cluster.namespace());
    var secret = secrets.resource(workers.secret(read, attempt, Map.of())).item();
    var unused = format.unmarshal(format.asJson(secret), Secret.class);
  }

  private Job createJob(AttemptRef attempt, Demand demand, Map<String, String> environment) {
    var wanted = workers.job(attempt, demand, environment);
    try {
      return all().resource(wanted).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT) {
        throw e;
      }
      var found = find(WorkerJob.name(attempt));
      if (found == null || found.getMetadata().getDeletionTimestamp() != null) {
        throw new LaunchUnclear("An earlier Job of the same name is being deleted", e);
      }
      return found;
    }
  }

  private void createSecret(Job job, AttemptRef attempt, Map<String, String> environment) {
    var secrets = cluster.client().secrets().inNamespace(cluster.namespace());
    var wanted = workers.secret(job, attempt, environment);
    try {
      secrets.resource(wanted).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() == CONFLICT) {
        var found = secrets.withName(WorkerJob.name(attempt)).get();
        if (found != null && !WorkerJob.isSame(found, wanted)) {
          secrets.withName(WorkerJob.name(attempt)).delete(); // of a life before a restore
          secrets.resource(wanted).create();
        }
      } else {
        if (new Refused(cluster, e).isCertain()) {
          delete(WorkerJob.name(attempt));
        }
        throw e;
      }
    }
  }

  /** A Job as the cluster knows it, or null when there is none. */
  @Nullable Job find(String name) {
    return all().withName(name).get();
  }

  /** The pods of an attempt; there may be more than one. */
  List<Pod> pods(AttemptRef attempt) {
    return cluster
        .client()
        .pods()
        .inNamespace(cluster.namespace())
        .withLabels(workers.selector())
        .withLabel(WorkerJob.JOB, attempt.job().id().toString())
        .withLabel(WorkerJob.ATTEMPT, Integer.toString(attempt.number()))
        .list()
        .getItems();
  }

  /**
   * Deletes a Job, its Secret and its pods; in the foreground, so that it is there until its pods
   * have ended. One that is not there is no error.
   */
  void delete(String name) {
    try {
      var unused =
          all().withName(name).withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
    } catch (KubernetesClientException e) {
      if (e.getCode() != NOT_FOUND) {
        throw e;
      }
    }
  }

  private NonNamespaceOperation<Job, JobList, ScalableResource<Job>> all() {
    return cluster.client().batch().v1().jobs().inNamespace(cluster.namespace());
  }
}
