package io.headstart.dispatch.kubernetes;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.headstart.dispatch.DispatchConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds what keeps this server from running workers in the cluster, before the first one does. */
@ApplicationScoped
class ClusterCheck {
  /** All that this server does in the cluster; the Role gives exactly this. */
  static final List<Right> RIGHTS =
      List.of(
          new Right("batch", "jobs", List.of("create", "get", "list", "watch", "delete")),
          new Right("", "pods", List.of("list", "watch")),
          new Right("", "secrets", List.of("create", "get", "delete")),
          new Right("", "events", List.of("list")));

  private final KubernetesConfig config;
  private final DispatchConfig dispatch;
  private final Cluster cluster;

  ClusterCheck(KubernetesConfig config, DispatchConfig dispatch, Cluster cluster) {
    this.config = config;
    this.dispatch = dispatch;
    this.cluster = cluster;
  }

  /** What the settings lack, one sentence each without full stop; asks nobody. */
  List<String> settings() {
    var problems = new ArrayList<String>();
    if (config.image().isEmpty()) {
      problems.add("The workers' image is not known; set headstart.dispatch.kubernetes.image");
    }
    if (dispatch.workerUrl().isEmpty()) {
      problems.add(
          "Pods don't know how to reach this server; set headstart.dispatch.worker-url to the address of its Service");
    }
    if (config.user() <= 0) {
      problems.add("Workers never run as root; set headstart.dispatch.kubernetes.user above 0");
    }
    check(problems, "scratch", () -> quantity(config.scratch()));
    check(problems, "temporary", () -> quantity(config.temporary()));
    check(problems, "environment", () -> Labels.pairs(config.environment().orElse(List.of())));
    config
        .classes()
        .forEach(
            (name, slot) -> {
              var prefix = "classes." + name + ".";
              check(problems, prefix + "cpu", () -> quantity(slot.cpu()));
              check(problems, prefix + "memory", () -> quantity(slot.memory()));
              check(
                  problems,
                  prefix + "node-selector",
                  () -> Labels.pairs(slot.nodeSelector().orElse(List.of())));
              check(
                  problems,
                  prefix + "tolerations",
                  () -> slot.tolerations().orElse(List.of()).forEach(Labels::toleration));
            });
    return problems;
  }

  /** Asks the cluster too. */
  List<String> all() {
    var problems = settings();
    try {
      if (!namespaceIsThere()) {
        problems.add(
            "The namespace %s does not exist; create it, or correct headstart.dispatch.kubernetes.namespace"
                .formatted(cluster.namespace()));
        return problems;
      }
      var missing = missing();
      if (!missing.isEmpty()) {
        problems.add(
            "This server may not do in namespace %s what it needs: %s; bind its account to the Role of k8s/base/role.yaml there"
                .formatted(cluster.namespace(), words(missing)));
      }
    } catch (Cluster.Unusable e) {
      problems.add(String.valueOf(e.getMessage()));
    } catch (KubernetesClientException e) {
      problems.add(new Refused(cluster, e).sentence());
    }
    return problems;
  }

  /** True too for an account that may not look at namespaces. */
  private boolean namespaceIsThere() {
    try {
      return cluster.client().namespaces().withName(cluster.namespace()).get() != null;
    } catch (KubernetesClientException e) {
      if (e.getCode() == 403) {
        return true;
      }
      throw e;
    }
  }

  private Map<String, List<String>> missing() {
    Map<String, List<String>> missing = new LinkedHashMap<>();
    for (var right : RIGHTS) {
      for (var verb : right.verbs()) {
        if (!may(right, verb)) {
          missing.computeIfAbsent(right.resource(), key -> new ArrayList<>()).add(verb);
        }
      }
    }
    return missing;
  }

  private boolean may(Right right, String verb) {
    var review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withNamespace(cluster.namespace())
            .withGroup(right.group())
            .withResource(right.resource())
            .withVerb(verb)
            .endResourceAttributes()
            .endSpec()
            .build();
    var answer =
        cluster.client().authorization().v1().selfSubjectAccessReview().create(review).getStatus();
    return answer != null && Boolean.TRUE.equals(answer.getAllowed());
  }

  private static String words(Map<String, List<String>> missing) {
    var words = new ArrayList<String>();
    missing.forEach((resource, verbs) -> words.add(String.join(", ", verbs) + " " + resource));
    return String.join("; ", words);
  }

  private static void quantity(String text) {
    var ignored = new Quantity(text).getNumericalAmount();
  }

  private static void check(List<String> problems, String setting, Runnable reads) {
    try {
      reads.run();
    } catch (IllegalArgumentException e) {
      problems.add(
          "The setting headstart.dispatch.kubernetes.%s can't be read: %s"
              .formatted(setting, e.getMessage()));
    }
  }

  /** Verbs on one kind of object. */
  record Right(String group, String resource, List<String> verbs) {}
}
