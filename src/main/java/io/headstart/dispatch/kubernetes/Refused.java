package io.headstart.dispatch.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Locale;

/**
 * The API server said no, or nothing.
 *
 * @param cluster whom was asked
 * @param error what came back
 */
record Refused(Cluster cluster, KubernetesClientException error) {
  /** Whether it is certain that nothing was done. */
  boolean isCertain() {
    int code = error.getCode();
    return code >= 400 && code < 500 && code != 409 && code != 429;
  }

  /** For people, without full stop, with the way out. */
  String sentence() {
    String said = error.getStatus() == null ? "" : text(error.getStatus().getMessage());
    return switch (error.getCode()) {
      case 401 ->
          "The API server %s does not accept this server's credentials; renew its kubeconfig or its service account"
              .formatted(cluster.address());
      case 403 ->
          said.contains("exceeded quota")
              ? "The quota of namespace %s does not let it in (%s); it starts when others end, or an admin raises the ResourceQuota"
                  .formatted(cluster.namespace(), Reasons.reasonOf(said))
              : "The cluster does not allow it (%s); bind this server's account to the Role of k8s/base/role.yaml in namespace %s"
                  .formatted(said, cluster.namespace());
      case 404 ->
          "The namespace %s does not exist; create it, or correct headstart.dispatch.kubernetes.namespace"
              .formatted(cluster.namespace());
      case 400, 422 -> "The cluster refuses it: %s".formatted(said);
      case 0, -1 ->
          "The API server %s does not answer (%s); check the address in the kubeconfig and the network"
              .formatted(cluster.address(), cause());
      default ->
          "The API server %s answers with status %d%s"
              .formatted(cluster.address(), error.getCode(), said.isEmpty() ? "" : ": " + said);
    };
  }

  private String cause() {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName().replaceFirst("Exception$", "").toLowerCase(Locale.ROOT)
        + ": "
        + text(root.getMessage());
  }

  private static String text(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text.strip().replaceAll("\\s+", " ");
  }
}
