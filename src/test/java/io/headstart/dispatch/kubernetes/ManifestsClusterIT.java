package io.headstart.dispatch.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.headstart.testsupport.RealCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a real API server says of the manifests, without keeping any of them. */
class ManifestsClusterIT {
  @Test
  void theApiServerTakesEveryManifest() throws Exception {
    List<String> refused = new ArrayList<>();
    int tried = 0;
    try (RealCluster cluster = new RealCluster()) {
      for (Path file : Manifests.files()) {
        for (HasMetadata object : Manifests.of(file)) {
          if (object.getMetadata().getNamespace() != null) {
            object.getMetadata().setNamespace(cluster.namespace());
          }
          tried++;
          refused.addAll(tried(cluster, object, file.toString()));
        }
      }
      // Of what makes pods nobody asks whether the namespace takes them: so they are tried as well.
      for (var entry : Manifests.pods()) {
        var template = entry.getValue();
        template.getSpec().setServiceAccountName(null); // made above, but not kept
        Pod pod =
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(cluster.namespace())
                .withName("try-" + tried++)
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
        pod.getSpec()
            .getContainers()
            .forEach(one -> one.getVolumeMounts().removeIf(at -> at.getName().equals("data")));
        refused.addAll(tried(cluster, pod, "pod of " + template.getMetadata().getLabels()));
      }
    }
    assertEquals(List.of(), refused);
  }

  private static List<String> tried(RealCluster cluster, HasMetadata object, String what) {
    try {
      cluster.admin().resource(object).dryRun().fieldValidation(Validation.STRICT).create();
      return List.of();
    } catch (KubernetesClientException e) {
      boolean isThere = e.getCode() == 409;
      return isThere ? List.of() : List.of(what + " " + object.getKind() + ": " + e.getMessage());
    }
  }
}
