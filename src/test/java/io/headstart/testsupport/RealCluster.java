package io.headstart.testsupport;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The cluster that {@code KUBECONFIG} names, for tests that end in {@code ClusterIT}: a namespace
 * of its own that enforces the strictest pod security, and an account that has no more rights than
 * the Role that is shipped.
 *
 * <p>Workers run from the image that {@code HEADSTART_TEST_WORKER_IMAGE} names. Without it they run
 * with this machine's Java, for clusters whose nodes run pods as processes of this machine. Pods
 * must reach this machine by the name or address that {@code HEADSTART_TEST_HOST} gives, by default
 * 127.0.0.1. How the cluster is broken for a test, {@link ClusterFaults} says.
 */
public final class RealCluster implements AutoCloseable {
  private static final String PREFIX = "HEADSTART_DISPATCH_KUBERNETES_";
  private static final Path ROLE = Path.of("k8s", "base", "role.yaml");

  private final Config admins = Config.autoConfigure(null);
  private final KubernetesClient admin = new KubernetesClientBuilder().withConfig(admins).build();
  private final String namespace = "hs-test-" + UUID.randomUUID().toString().substring(0, 8);
  private final Config account;

  /** Makes the namespace and the account. */
  public RealCluster() {
    admin
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("headstart")
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .create();
    var role = role();
    role.getMetadata().setNamespace(namespace);
    admin.resource(role).create();
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName("headstart")
                .withNamespace(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", role.getMetadata().getName())
                .addNewSubject("", "ServiceAccount", "headstart", namespace)
                .build())
        .create();
    var token =
        admin
            .serviceAccounts()
            .inNamespace(namespace)
            .withName("headstart")
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    account =
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withMasterUrl(admins.getMasterUrl())
            .withCaCertData(admins.getCaCertData())
            .withCaCertFile(admins.getCaCertFile())
            .withNamespace(namespace)
            .withOauthToken(token)
            .build();
  }

  private static Role role() {
    try {
      return Serialization.unmarshal(Files.readString(ROLE), Role.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** May do anything. */
  public KubernetesClient admin() {
    return admin;
  }

  public String namespace() {
    return namespace;
  }

  /** A client of the account; the caller closes it. */
  public KubernetesClient client() {
    return new KubernetesClientBuilder().withConfig(account).build();
  }

  /** Writes the account's kubeconfig. */
  public Path kubeconfig(Path file) throws IOException {
    var authority =
        admins.getCaCertData() == null
            ? Base64.getEncoder()
                .encodeToString(Files.readAllBytes(Path.of(admins.getCaCertFile())))
            : base64(admins.getCaCertData());
    return Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: test
        clusters: [{name: test, cluster: {server: "%s", certificate-authority-data: "%s"}}]
        users: [{name: test, user: {token: "%s"}}]
        contexts: [{name: test, context: {cluster: test, user: test, namespace: %s}}]
        """
            .formatted(admins.getMasterUrl(), authority, account.getOauthToken(), namespace));
  }

  /** Image and command of workers, as settings of the launcher. */
  public static Map<String, String> worker() {
    var image = System.getenv("HEADSTART_TEST_WORKER_IMAGE");
    if (image != null) {
      return Map.of("image", image);
    }
    return Map.of(
        "image",
        "headstart-worker",
        "command",
        String.join(
            ",",
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-jar",
                Path.of(System.getProperty("headstart.app")).toAbsolutePath().toString())));
  }

  /**
   * Settings of a packaged server whose workers run here, by name of environment variables.
   *
   * @param folder where the account's kubeconfig may lie
   * @param port on this machine where workers reach the server
   */
  public Map<String, String> settings(Path folder, int port) throws IOException {
    Map<String, String> settings = new HashMap<>();
    worker().forEach((name, value) -> settings.put(PREFIX + name.toUpperCase(Locale.ROOT), value));
    settings.put(PREFIX + "KUBECONFIG", kubeconfig(folder.resolve("kubeconfig")).toString());
    String host = System.getenv().getOrDefault("HEADSTART_TEST_HOST", "127.0.0.1");
    settings.put("HEADSTART_DISPATCH_LAUNCHER", "kubernetes");
    settings.put("HEADSTART_DISPATCH_WORKER_URL", "http://" + host + ":" + port);
    settings.put("HEADSTART_DEMO_ENABLED", "false");
    return settings;
  }

  /** The running pod of a run or check, by the id of its job. */
  public Optional<Pod> pod(String job) {
    return admin
        .pods()
        .inNamespace(namespace)
        .withLabel("headstart.io/job", job)
        .list()
        .getItems()
        .stream()
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .findFirst();
  }

  /** All Jobs of the namespace. */
  public List<Job> jobs() {
    return admin.batch().v1().jobs().inNamespace(namespace).list().getItems();
  }

  /** Whether a Job has ended, well or not, with all its pods. */
  public static boolean isOver(Job job) {
    return job.getStatus().getConditions().stream()
        .anyMatch(one -> Set.of("Complete", "Failed").contains(one.getType()));
  }

  /** Lets the namespace hold no more of something than so many; the caller takes it away again. */
  public ResourceQuota limit(String name, String what, int most) {
    var quota =
        admin.resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .addToHard(what, new Quantity(Integer.toString(most)))
                .endSpec()
                .build());
    var made = quota.create();
    Await.until("the quota counts", () -> !quota.get().getStatus().getHard().isEmpty());
    return made;
  }

  private static String base64(String pemOrBase64) {
    return pemOrBase64.startsWith("-----")
        ? Base64.getEncoder().encodeToString(pemOrBase64.getBytes(StandardCharsets.UTF_8))
        : pemOrBase64;
  }

  @Override
  public void close() {
    admin.namespaces().withName(namespace).delete();
    admin.close();
  }
}
