package io.headstart.dispatch.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is told before the first worker is to start, with the way out. */
class ClusterCheckTest {
  private final PlayedCluster cluster = new PlayedCluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void whenAllIsWellNothingIsSaid() {
    assertEquals(List.of(), problems(Settings.of()));
  }

  @Test
  void eachMissingVerbIsNamed() {
    cluster.deny("delete jobs");
    cluster.deny("create secrets");
    cluster.deny("list jobs");
    assertEquals(
        List.of(
            "This server may not do in namespace workers what it needs: list, delete jobs; create"
                + " secrets; bind its account to the Role of k8s/base/role.yaml there"),
        problems(Settings.of()));
  }

  @Test
  void aNamespaceThatIsMissingIsNamed() {
    assertEquals(
        List.of(
            "The namespace elsewhere does not exist; create it, or correct"
                + " headstart.dispatch.kubernetes.namespace"),
        problems(Settings.of("namespace", "elsewhere")));
  }

  @Test
  void anApiServerThatDoesNotAnswerIsNamed() {
    var config = Settings.of();
    var nowhere =
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withMasterUrl("http://127.0.0.1:9/")
            .withRequestRetryBackoffLimit(0)
            .build();
    try (var client = new KubernetesClientBuilder().withConfig(nowhere).build()) {
      var said = new ClusterCheck(config, Settings.dispatch(), new Cluster(config, client)).all();
      assertEquals(1, said.size());
      assertTrue(
          said.get(0).startsWith("The API server http://127.0.0.1:9/ does not answer"),
          said.get(0));
    }
  }

  @Test
  void aKubeconfigThatIsMissingOrNoneIsNamed(@TempDir Path folder) throws IOException {
    var missing = folder.resolve("nowhere");
    assertEquals(
        List.of(
            "The kubeconfig %s can't be read; correct headstart.dispatch.kubernetes.kubeconfig, or leave it out inside a cluster"
                .formatted(missing)),
        without(Settings.of("kubeconfig", missing.toString())));
    var garbage = Files.writeString(folder.resolve("garbage"), "clusters: [a, b");
    var said = without(Settings.of("kubeconfig", garbage.toString()));
    assertTrue(said.get(0).startsWith("The kubeconfig can't be understood ("), said.get(0));
  }

  @Test
  void everySettingThatCantBeReadIsNamedAtOnce() {
    var said =
        problems(
            Settings.of(
                "image", "",
                "scratch", "a lot",
                "classes.training.memory", "8 GB",
                "classes.training.node-selector", "gpu"));
    assertEquals(
        Set.of("image", "scratch", "classes.training.memory", "classes.training.node-selector"),
        said.stream()
            .map(
                text -> text.replaceFirst("(?s).*headstart.dispatch.kubernetes.([a-z.-]+).*", "$1"))
            .collect(Collectors.toSet()),
        said::toString);
  }

  @Test
  void theRoleGivesExactlyWhatIsNeeded() throws IOException {
    var role =
        Serialization.unmarshal(Files.readString(Path.of("k8s", "base", "role.yaml")), Role.class);
    assertEquals(
        ClusterCheck.RIGHTS,
        role.getRules().stream()
            .map(
                rule ->
                    new ClusterCheck.Right(
                        rule.getApiGroups().get(0), rule.getResources().get(0), rule.getVerbs()))
            .toList());
  }

  private List<String> problems(KubernetesConfig config) {
    return new ClusterCheck(config, Settings.dispatch(), new Cluster(config, cluster.client()))
        .all();
  }

  private static List<String> without(KubernetesConfig config) {
    return new ClusterCheck(config, Settings.dispatch(), new Cluster(config)).all();
  }
}
