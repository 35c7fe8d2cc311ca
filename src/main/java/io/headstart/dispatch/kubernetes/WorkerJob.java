package io.headstart.dispatch.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.headstart.dispatch.Demand;
import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.protocol.WorkerEnvironment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The Job of an attempt, and the Secret that holds its token. Both follow from the attempt and the
 * settings alone, so that whoever makes them again makes the same.
 */
final class WorkerJob {
  static final String INSTALLATION = "headstart.io/installation";
  static final String TEAM = "headstart.io/team";
  static final String JOB = "headstart.io/job";
  static final String ATTEMPT = "headstart.io/attempt";

  /** The server ends a job that runs too long; the cluster only one that no server looks after. */
  private static final Duration SLACK = Duration.ofMinutes(5);

  /** Name of the token in the Secret. */
  static final String TOKEN = "token";

  private final KubernetesConfig config;
  private final String installation;
  private final WorkerPod pod;

  /**
   * Jobs of one installation.
   *
   * @param installation label that tells its Jobs from those of others in the same namespace
   * @param grace how long a worker has to clean up when it is asked to end
   */
  WorkerJob(KubernetesConfig config, String installation, Duration grace) {
    this.config = config;
    this.installation = installation;
    this.pod = new WorkerPod(config, grace);
  }

  /** Name of the Job and of the Secret. */
  static String name(AttemptRef attempt) {
    return "hs-%s-%d".formatted(attempt.job().id(), attempt.number());
  }

  /** The attempt that an object's labels name, if they do. */
  static Optional<AttemptRef> attempt(HasMetadata object) {
    var labels = object.getMetadata().getLabels();
    try {
      return labels != null && labels.containsKey(TEAM) && labels.containsKey(JOB)
          ? Optional.of(
              new AttemptRef(
                  new JobRef(
                      new TeamRef(UUID.fromString(labels.get(TEAM))),
                      UUID.fromString(labels.get(JOB))),
                  Integer.parseInt(labels.getOrDefault(ATTEMPT, ""))))
          : Optional.empty();
    } catch (IllegalArgumentException foreign) {
      return Optional.empty();
    }
  }

  /** What all objects of this installation's workers are found by. */
  Map<String, String> selector() {
    return Map.of(INSTALLATION, installation);
  }

  /**
   * The Job.
   *
   * @param environment what the worker gets; its token is left out
   */
  Job job(AttemptRef attempt, Demand demand, Map<String, String> environment) {
    var longest = demand.longest().plus(config.startDeadline()).plus(SLACK);
    return new JobBuilder()
        .withNewMetadata()
        .withName(name(attempt))
        .withLabels(labels(attempt))
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withCompletions(1)
        .withParallelism(1)
        .withPodReplacementPolicy("Failed")
        .withActiveDeadlineSeconds(longest.toSeconds())
        .withTtlSecondsAfterFinished(Math.toIntExact(config.keepEnded().toSeconds()))
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels(attempt))
        .endMetadata()
        .withSpec(pod.spec(name(attempt), demand, environment))
        .endTemplate()
        .endSpec()
        .build();
  }

  /**
   * The Secret, which goes when its Job goes.
   *
   * @param owner the Job as the cluster knows it
   */
  Secret secret(Job owner, AttemptRef attempt, Map<String, String> environment) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name(attempt))
        .withLabels(labels(attempt))
        .addNewOwnerReference()
        .withApiVersion("batch/v1")
        .withKind("Job")
        .withName(owner.getMetadata().getName())
        .withUid(owner.getMetadata().getUid())
        .endOwnerReference()
        .endMetadata()
        .withType("Opaque")
        .withImmutable(true)
        .withData(
            Map.of(TOKEN, base64(environment.getOrDefault(WorkerEnvironment.ATTEMPT_TOKEN, ""))))
        .build();
  }

  /** Whether a Secret that was found holds the same token and goes with the same Job. */
  static boolean isSame(Secret found, Secret wanted) {
    return wanted.getData().equals(found.getData())
        && found.getMetadata().getOwnerReferences().stream()
            .anyMatch(
                owner ->
                    wanted
                        .getMetadata()
                        .getOwnerReferences()
                        .get(0)
                        .getUid()
                        .equals(owner.getUid()));
  }

  private Map<String, String> labels(AttemptRef attempt) {
    var labels = new TreeMap<String, String>();
    labels.put("app.kubernetes.io/name", "headstart-worker");
    labels.put("app.kubernetes.io/managed-by", "headstart");
    labels.put(INSTALLATION, installation);
    labels.put(TEAM, attempt.job().team().id().toString());
    labels.put(JOB, attempt.job().id().toString());
    labels.put(ATTEMPT, Integer.toString(attempt.number()));
    return labels;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
