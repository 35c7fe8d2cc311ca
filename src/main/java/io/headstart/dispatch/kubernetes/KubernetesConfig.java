package io.headstart.dispatch.kubernetes;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the launcher {@code kubernetes} runs workers; unused with any other. */
@ConfigMapping(prefix = "headstart.dispatch.kubernetes")
public interface KubernetesConfig {
  /**
   * File that says how to reach the cluster. Not set: the account that a cluster gives to this
   * server's pod, or what {@code KUBECONFIG} or {@code ~/.kube/config} name.
   */
  Optional<Path> kubeconfig();

  /** Context of that file. Not set: its current one. */
  Optional<String> context();

  /** Namespace of the workers. Not set: that of the context, or of this server's pod. */
  Optional<String> namespace();

  /** Image of workers; must be set. */
  Optional<String> image();

  /** Command of a worker, parts separated by commas. Not set: what the image starts by itself. */
  Optional<List<String>> command();

  /** Names of the secrets by which the image is pulled, separated by commas. */
  Optional<List<String>> imagePullSecrets();

  /** User id, and group id, that workers run as; never 0. */
  @WithDefault("10001")
  long user();

  /** Largest size of a worker's scratch folder, a Kubernetes quantity. */
  @WithDefault("20Gi")
  String scratch();

  /** Largest size of a worker's {@code /tmp}, where native libraries are unpacked. */
  @WithDefault("4Gi")
  String temporary();

  /** Variables that workers get, {@code NAME=value} separated by commas; nothing secret. */
  Optional<List<String>> environment();

  /** A worker that has not begun after this long, for want of an image or of room, is given up. */
  @WithDefault("PT15M")
  Duration startDeadline();

  /** Jobs that have ended stay in the cluster for this long. */
  @WithDefault("PT24H")
  Duration keepEnded();

  /** What a slot of a class of capacity is in the cluster, by the class's name. */
  @WithDefaults
  Map<String, SlotClass> classes();

  /** What workers of one class of capacity get, and where they run. */
  interface SlotClass {
    /** GPUs of one slot; workers without any never see one. */
    @WithDefault("0")
    int gpus();

    /** Name under which nodes offer GPUs. */
    @WithDefault("nvidia.com/gpu")
    String gpuResource();

    /** Processors that one slot asks for, a Kubernetes quantity. */
    @WithDefault("2")
    String cpu();

    /** Memory of one slot, which a worker that takes more is killed for. */
    @WithDefault("8Gi")
    String memory();

    /** Image of this class's workers. Not set: the one for all. */
    Optional<String> image();

    /** Labels of its nodes, {@code name=value} separated by commas. */
    Optional<List<String>> nodeSelector();

    /**
     * Taints that its workers tolerate, separated by commas: {@code name=value:Effect}, {@code
     * name:Effect} or {@code name}.
     */
    Optional<List<String>> tolerations();

    /** Priority class of its workers. */
    Optional<String> priorityClass();
  }
}
