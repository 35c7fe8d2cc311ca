package io.headstart.dispatch.kubernetes;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.headstart.dispatch.Demand;
import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.protocol.WorkerEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

  private static final String TOKEN = "token";
  private static final String SCRATCH = "/scratch";
  private static final String TEMPORARY = "/tmp";

  private final KubernetesConfig config;
  private final String installation;
  private final Duration grace;

  /**
   * Jobs of one installation.
   *
   * @param installation label that tells its Jobs from those of others in the same namespace
   * @param grace how long a worker has to clean up when it is asked to end
   */
  WorkerJob(KubernetesConfig config, String installation, Duration grace) {
    this.config = config;
    this.installation = installation;
    this.grace = grace;
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
        .withTemplate(pod(attempt, demand, environment))
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

  private PodTemplateSpec pod(AttemptRef attempt, Demand demand, Map<String, String> environment) {
    var slot = slot(demand);
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels(attempt))
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(grace.toSeconds())
        .withNodeSelector(Labels.pairs(slot.nodeSelector().orElse(List.of())))
        .withTolerations(
            slot.tolerations().orElse(List.of()).stream().map(Labels::toleration).toList())
        .withPriorityClassName(slot.priorityClass().orElse(null))
        .withImagePullSecrets(
            config.imagePullSecrets().orElse(List.of()).stream()
                .map(LocalObjectReference::new)
                .toList())
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(config.user())
        .withRunAsGroup(config.user())
        .withFsGroup(config.user())
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .addNewContainer()
        .withName("worker")
        .withImage(slot.image().or(config::image).orElseThrow())
        .withCommand(config.command().orElse(List.of()))
        .withArgs("worker")
        .withEnv(variables(attempt, demand, environment))
        .withNewResources()
        .withRequests(resources(demand))
        .withLimits(limits(demand))
        .endResources()
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .addNewVolumeMount()
        .withName("scratch")
        .withMountPath(SCRATCH)
        .endVolumeMount()
        .addNewVolumeMount()
        .withName("tmp")
        .withMountPath(TEMPORARY)
        .endVolumeMount()
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .endContainer()
        .addNewVolume()
        .withName("scratch")
        .withNewEmptyDir()
        .withSizeLimit(new Quantity(config.scratch()))
        .endEmptyDir()
        .endVolume()
        .addNewVolume()
        .withName("tmp")
        .withNewEmptyDir()
        .withSizeLimit(new Quantity(config.temporary()))
        .endEmptyDir()
        .endVolume()
        .endSpec()
        .build();
  }

  private List<EnvVar> variables(
      AttemptRef attempt, Demand demand, Map<String, String> environment) {
    var plain = new TreeMap<>(environment);
    plain.remove(WorkerEnvironment.ATTEMPT_TOKEN);
    plain.put(
        WorkerEnvironment.SCRATCH, SCRATCH + "/work"); // below the mount, so it can be deleted
    plain.put("HOME", TEMPORARY);
    int gpus = slot(demand).gpus() * demand.slots();
    if (gpus > 0) {
      plain.put(WorkerEnvironment.GPUS, Integer.toString(gpus));
    }
    plain.putAll(Labels.pairs(config.environment().orElse(List.of())));
    var variables = new ArrayList<EnvVar>();
    plain.forEach((name, value) -> variables.add(new EnvVar(name, value, null)));
    variables.add(
        new EnvVarBuilder()
            .withName(WorkerEnvironment.ATTEMPT_TOKEN)
            .withNewValueFrom()
            .withNewSecretKeyRef(TOKEN, name(attempt), false)
            .endValueFrom()
            .build());
    return variables;
  }

  private Map<String, Quantity> resources(Demand demand) {
    var resources = limits(demand);
    resources.put("cpu", times(slot(demand).cpu(), demand.slots()));
    return resources;
  }

  /** Processors have no limit: a worker may use what nobody else wants. */
  private Map<String, Quantity> limits(Demand demand) {
    var slot = slot(demand);
    var limits = new LinkedHashMap<String, Quantity>();
    limits.put("memory", times(slot.memory(), demand.slots()));
    if (slot.gpus() > 0) {
      limits.put(slot.gpuResource(), new Quantity(Integer.toString(slot.gpus() * demand.slots())));
    }
    return limits;
  }

  private static Quantity times(String quantity, int slots) {
    return slots == 1 ? new Quantity(quantity) : new Quantity(quantity).multiply(slots);
  }

  private KubernetesConfig.SlotClass slot(Demand demand) {
    var slot = config.classes().get(demand.slotClass());
    if (slot == null) {
      throw new IllegalStateException("every class has defaults: " + demand.slotClass());
    }
    return slot;
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
    return java.util.Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
