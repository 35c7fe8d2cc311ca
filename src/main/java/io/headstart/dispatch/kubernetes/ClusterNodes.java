package io.headstart.dispatch.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.headstart.dispatch.Offer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes of the cluster have room for: of each node that is ready, open for new pods, and
 * where workers of the class may run, as many slots as its allocatable processors, memory and GPUs
 * hold, by the one that is short first. What others run there isn't looked at.
 */
final class ClusterNodes {
  /** A page that loads itself anew must not ask for all nodes each time. */
  private static final Duration FRESH = Duration.ofSeconds(30);

  private static final int FORBIDDEN = 403;

  private final KubernetesConfig config;
  private final Cluster cluster;
  private @Nullable List<Node> nodes;
  private long readAt;

  ClusterNodes(KubernetesConfig config, Cluster cluster) {
    this.config = config;
    this.cluster = cluster;
  }

  /** Slots of a class; unknown with a reason where the cluster doesn't say. */
  Offer offer(String slotClass) {
    if (cluster.isSilent()) {
      return Offer.unknown("The API server did not answer a moment ago");
    }
    try {
      return count(
          listed(), Objects.requireNonNull(config.classes().get(slotClass), "all have defaults"));
    } catch (KubernetesClientException e) {
      if (e.getCode() == FORBIDDEN) {
        return Offer.unknown(
            "This server may not list nodes; bind its account to the ClusterRole of"
                + " k8s/nodes.yaml");
      }
      var said = new Refused(cluster, e);
      if (!said.isCertain()) {
        cluster.fellSilent();
      }
      return Offer.unknown(said.sentence());
    } catch (Cluster.Unusable e) {
      return Offer.unknown(String.valueOf(e.getMessage()));
    }
  }

  private synchronized List<Node> listed() {
    if (nodes == null || System.nanoTime() - readAt > FRESH.toNanos()) {
      nodes = cluster.client().nodes().list().getItems();
      readAt = System.nanoTime();
    }
    return nodes;
  }

  private static Offer count(List<Node> nodes, KubernetesConfig.SlotClass slot) {
    var labels = Labels.pairs(slot.nodeSelector().orElse(List.of()));
    var tolerated = slot.tolerations().orElse(List.of()).stream().map(Labels::toleration).toList();
    int slots = 0;
    int machines = 0;
    for (Node node : nodes) {
      if (isReady(node) && suits(node, labels) && isOpen(node, tolerated)) {
        int held = slots(node, slot);
        slots += held;
        machines += held > 0 ? 1 : 0;
      }
    }
    return Offer.of(slots, machines);
  }

  private static boolean isReady(Node node) {
    return node.getStatus() != null // one that has just joined has none
        && node.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  private static boolean suits(Node node, Map<String, String> labels) {
    var own = Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of());
    return own.entrySet().containsAll(labels.entrySet());
  }

  private static boolean isOpen(Node node, List<Toleration> tolerated) {
    var spec = node.getSpec();
    if (spec == null) {
      return true;
    }
    return !Boolean.TRUE.equals(spec.getUnschedulable())
        && spec.getTaints().stream()
            .filter(taint -> !taint.getEffect().equals("PreferNoSchedule"))
            .allMatch(taint -> tolerated.stream().anyMatch(one -> tolerates(one, taint)));
  }

  /** As the scheduler does: the same key, and the same value and effect where they are named. */
  private static boolean tolerates(Toleration one, Taint taint) {
    return taint.getKey().equals(one.getKey())
        && (one.getEffect() == null || one.getEffect().equals(taint.getEffect()))
        && (one.getValue() == null || one.getValue().equals(taint.getValue()));
  }

  private static int slots(Node node, KubernetesConfig.SlotClass slot) {
    int held = times(node, "cpu", new Quantity(slot.cpu()).getNumericalAmount());
    held = Math.min(held, times(node, "memory", new Quantity(slot.memory()).getNumericalAmount()));
    return slot.gpus() == 0
        ? held
        : Math.min(held, times(node, slot.gpuResource(), BigDecimal.valueOf(slot.gpus())));
  }

  private static int times(Node node, String resource, BigDecimal each) {
    var there = node.getStatus().getAllocatable().get(resource);
    return there == null || each.signum() <= 0
        ? 0
        : there.getNumericalAmount().divide(each, 0, RoundingMode.FLOOR).intValue();
  }
}
