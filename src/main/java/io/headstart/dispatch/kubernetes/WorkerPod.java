package io.headstart.dispatch.kubernetes;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.headstart.dispatch.Demand;
import io.headstart.protocol.WorkerEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a worker's pod is made of: image, variables, what it asks for and may take, where it runs.
 * Nothing in it may become root, talk to the API server or write anywhere but to its own volumes.
 */
final class WorkerPod {
  private static final String SCRATCH = "/scratch";
  private static final String TEMPORARY = "/tmp";

  private final KubernetesConfig config;
  private final Duration grace;

  WorkerPod(KubernetesConfig config, Duration grace) {
    this.config = config;
    this.grace = grace;
  }

  /**
   * The spec.
   *
   * @param secret name of the Secret that holds the token
   * @param environment what the worker gets; its token is left out
   */
  PodSpec spec(String secret, Demand demand, Map<String, String> environment) {
    var slot = slot(demand);
    return new PodSpecBuilder()
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
        .withEnv(variables(secret, demand, environment))
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
        .build();
  }

  private List<EnvVar> variables(String secret, Demand demand, Map<String, String> environment) {
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
            .withNewSecretKeyRef(WorkerJob.TOKEN, secret, false)
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
}
