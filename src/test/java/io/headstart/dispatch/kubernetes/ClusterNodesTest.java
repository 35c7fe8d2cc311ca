package io.headstart.dispatch.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import io.headstart.dispatch.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes as a cluster describes them, and the slots of a class that they hold. */
class ClusterNodesTest {
  private static final String[] A100 = {
    "classes.training.gpus", "1",
    "classes.training.cpu", "4",
    "classes.training.memory", "16Gi",
    "classes.training.node-selector", "gpu=a100",
    "classes.training.tolerations", "nvidia.com/gpu:NoSchedule"
  };

  private final PlayedCluster cluster = new PlayedCluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void whatIsShortFirstDecidesNodeByNode() {
    node("eight-gpus").has("64", "512Gi", 8).add();
    node("few-cores").has("9500m", "512Gi", 8).add();
    node("little-memory").has("64", "40Gi", 8).add();
    node("no-gpu").has("64", "512Gi", 0).add();
    assertEquals(Offer.of(8 + 2 + 2, 3), offer(A100));
  }

  @Test
  void nodesWhereWorkersMayNotRunDoNotCount() {
    node("counts").has("64", "512Gi", 8).add();
    node("other-cards").label("v100").has("64", "512Gi", 8).add();
    node("cordoned").has("64", "512Gi", 8).cordoned().add();
    node("down").has("64", "512Gi", 8).notReady().add();
    node("for-others").has("64", "512Gi", 8).taint("team", "vision", "NoExecute").add();
    cluster
        .client()
        .resource(new NodeBuilder().withNewMetadata().withName("joins").endMetadata().build())
        .create();
    node("rather-not").has("64", "512Gi", 8).taint("slow", "", "PreferNoSchedule").add();
    assertEquals(Offer.of(16, 2), offer(A100));
  }

  @Test
  void aClassWithoutGpusCountsProcessorsAndMemory() {
    node("plain").has("7900m", "30Gi", 0).add();
    assertEquals(Offer.of(3, 1), offer());
    assertEquals(Offer.of(0, 0), offer("classes.training.gpus", "1"));
  }

  @Test
  void whoMayNotListNodesIsToldWhatToBind() {
    cluster.refuse("GET", "nodes", 403, "nodes is forbidden");
    assertEquals(
        Offer.unknown(
            "This server may not list nodes; bind its account to the ClusterRole of"
                + " k8s/nodes.yaml"),
        offer(A100));
  }

  private Offer offer(String... settings) {
    return cluster.launcher(Settings.of(settings)).offer("training").orElseThrow();
  }

  private Made node(String name) {
    return new Made(name);
  }

  /** A node of eight cards with a taint that keeps others away, unless said otherwise. */
  private final class Made {
    private final String name;
    private final Map<String, Quantity> allocatable = new HashMap<>();
    private final List<Taint> taints = new ArrayList<>();
    private String label = "a100";
    private boolean cordoned;
    private String ready = "True";

    private Made(String name) {
      this.name = name;
    }

    private Made has(String cpu, String memory, int gpus) {
      allocatable.put("cpu", new Quantity(cpu));
      allocatable.put("memory", new Quantity(memory));
      if (gpus > 0) {
        allocatable.put("nvidia.com/gpu", new Quantity(Integer.toString(gpus)));
        taints.add(new Taint("NoSchedule", "nvidia.com/gpu", null, "present"));
      }
      return this;
    }

    private Made label(String value) {
      label = value;
      return this;
    }

    private Made taint(String key, String value, String effect) {
      taints.add(new Taint(effect, key, null, value));
      return this;
    }

    private Made cordoned() {
      cordoned = true;
      return this;
    }

    private Made notReady() {
      ready = "Unknown";
      return this;
    }

    private void add() {
      cluster
          .client()
          .resource(
              new NodeBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .addToLabels("gpu", label)
                  .endMetadata()
                  .withNewSpec()
                  .withUnschedulable(cordoned)
                  .withTaints(taints)
                  .endSpec()
                  .withNewStatus()
                  .withAllocatable(allocatable)
                  .addNewCondition()
                  .withType("Ready")
                  .withStatus(ready)
                  .endCondition()
                  .endStatus()
                  .build())
          .create();
    }
  }
}
