package io.headstart.dispatch.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.headstart.dispatch.Demand;
import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.platform.tenancy.TeamRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the manifests against each other, against the code and against what README says to do. */
class ManifestsTest {
  private static final String NAMESPACE = "kubernetes.io/metadata.name";
  private static final Path SETTINGS = Manifests.ROOT.resolve("base/application.properties");
  private static final Path GPU = Manifests.ROOT.resolve("overlays/gpu/application.properties");
  private static final Pattern ROW =
      Pattern.compile("^\\| `(headstart\\.[^`]+)`", Pattern.MULTILINE);
  private static final Pattern SECRET =
      Pattern.compile(
          "create secret generic ([a-z-]+)((?: \\\\?\\s*--from-literal=[^ \\\\\\n]+)+)");
  private static final Pattern KEY = Pattern.compile("--from-literal=([a-z-]+)=");

  @Test
  void noManifestHasAFieldThatItsKindDoesNotKnow() throws IOException {
    List<String> unknown = new ArrayList<>();
    for (Path file : Manifests.files()) {
      for (HasMetadata object : Manifests.of(file)) {
        unknown.addAll(Manifests.unknown(object, file + " " + object.getKind()));
      }
    }
    assertEquals(List.of(), unknown);
  }

  /** Beside base and overlays lie examples and what is optional, which README names. */
  @Test
  void everyFileIsInAKustomizationOrNamedByReadme() throws IOException {
    for (Path file : Manifests.files()) {
      String by =
          file.getParent().equals(Manifests.ROOT)
              ? Files.readString(Path.of("README.md"))
              : Files.readString(file.resolveSibling("kustomization.yaml"));
      String name =
          file.getParent().equals(Manifests.ROOT)
              ? file.toString()
              : "- " + file.getFileName() + "\n";
      assertTrue(by.contains(name), file::toString);
    }
  }

  @Test
  void selectorsChoosePodsThatAreThere() throws IOException {
    for (Service service : Manifests.all(Service.class)) {
      PodTemplateSpec pod = chosen(namespace(service), service.getSpec().getSelector());
      service.getSpec().getPorts().forEach(port -> assertHasPort(pod, port.getTargetPort()));
    }
    for (PodDisruptionBudget budget : Manifests.all(PodDisruptionBudget.class)) {
      chosen(namespace(budget), budget.getSpec().getSelector().getMatchLabels());
    }
  }

  @Test
  void networkPoliciesNamePodsAndPortsThatAreThere() throws IOException {
    for (NetworkPolicy policy : Manifests.all(NetworkPolicy.class)) {
      Map<String, String> of = policy.getSpec().getPodSelector().getMatchLabels();
      PodTemplateSpec pod = of == null || of.isEmpty() ? null : chosen(namespace(policy), of);
      for (var rule : policy.getSpec().getIngress()) {
        rule.getFrom().forEach(peer -> assertChosen(peer, namespace(policy), List.of()));
        rule.getPorts().forEach(port -> assertHasPort(pod, port.getPort()));
      }
      for (var rule : policy.getSpec().getEgress()) {
        rule.getTo().forEach(peer -> assertChosen(peer, namespace(policy), rule.getPorts()));
      }
    }
  }

  @Test
  void nothingReachesWorkersAndTheyReachServerAndStoreOnly() throws IOException {
    Set<String> reached = new TreeSet<>();
    boolean closed = false;
    for (NetworkPolicy policy : Manifests.all(NetworkPolicy.class)) {
      if (namespace(policy).equals("headstart-workers")) {
        assertEquals(List.of(), policy.getSpec().getIngress(), policy.getMetadata().getName());
        closed |=
            policy.getSpec().getPodSelector().getMatchLabels().isEmpty()
                && policy.getSpec().getEgress().isEmpty()
                && policy.getSpec().getPolicyTypes().equals(List.of("Ingress", "Egress"));
        for (var rule : policy.getSpec().getEgress()) {
          assertFalse(rule.getTo().isEmpty(), "to anywhere");
          rule.getTo().forEach(peer -> reached.add(name(peer)));
        }
      }
    }
    assertTrue(closed, "what isn't allowed is refused");
    assertEquals(Set.of("kube-system", "headstart headstart", "headstart minio"), reached);
  }

  @Test
  void whatPodsReferToIsThereOrMadeAsReadmeSays() throws IOException {
    Map<String, Set<String>> secrets = secretsOfReadme();
    Set<String> maps = generated();
    Set<String> accounts =
        Manifests.all(ServiceAccount.class).stream()
            .map(one -> namespace(one) + "/" + one.getMetadata().getName())
            .collect(Collectors.toSet());
    for (var entry : Manifests.pods()) {
      var spec = entry.getValue().getSpec();
      if (spec.getServiceAccountName() != null) {
        assertTrue(accounts.contains(entry.getKey() + "/" + spec.getServiceAccountName()));
      } else {
        assertEquals(false, spec.getAutomountServiceAccountToken());
      }
      spec.getVolumes().stream()
          .filter(volume -> volume.getConfigMap() != null)
          .forEach(volume -> assertTrue(maps.contains(volume.getConfigMap().getName())));
      Set<String> volumes = new HashSet<>();
      spec.getVolumes().forEach(volume -> volumes.add(volume.getName()));
      for (Container container : spec.getContainers()) {
        container.getEnv().forEach(variable -> assertKnown(variable, secrets));
        container.getVolumeMounts().stream()
            .filter(mount -> !mount.getName().equals("data")) // a claim of its own
            .forEach(mount -> assertTrue(volumes.contains(mount.getName()), mount::getName));
      }
    }
    for (RoleBinding binding : Manifests.all(RoleBinding.class)) {
      var subject = binding.getSubjects().get(0);
      assertTrue(accounts.contains(subject.getNamespace() + "/" + subject.getName()));
    }
  }

  @Test
  void settingsAreThoseOfTheTable() throws IOException {
    Set<String> known = known();
    Properties base = properties(SETTINGS);
    Properties gpu = properties(GPU);
    for (String name : gpu.stringPropertyNames()) {
      String row = name.replaceFirst("(kubernetes\\.classes\\.)(training|small)\\.", "$1<class>.");
      assertTrue(known.contains(row), name);
    }
    base.forEach((name, value) -> assertEquals(value, gpu.get(name), String.valueOf(name)));
    Set<String> priorities =
        Manifests.all(PriorityClass.class).stream()
            .map(one -> one.getMetadata().getName())
            .collect(Collectors.toSet());
    assertEquals(
        priorities,
        gpu.stringPropertyNames().stream()
            .filter(name -> name.endsWith(".priority-class"))
            .map(gpu::getProperty)
            .collect(Collectors.toSet()));
  }

  @Test
  void addressesInSettingsAreServices() throws IOException {
    Properties settings = properties(SETTINGS);
    Set<String> services = new HashSet<>();
    for (Service service : Manifests.all(Service.class)) {
      String name = service.getMetadata().getName();
      int port = service.getSpec().getPorts().get(0).getPort();
      services.add("//" + name + ":" + port);
      services.add("//" + name + "." + namespace(service) + ".svc:" + port);
    }
    for (String name :
        List.of(
            "headstart.database.url",
            "headstart.storage.endpoint",
            "headstart.storage.worker-endpoint",
            "headstart.dispatch.worker-url")) {
      String address = settings.getProperty(name).replaceFirst("^[a-z:]+(//[^/]+).*", "$1");
      assertTrue(services.contains(address), name + " " + services);
    }
    assertTrue(settings.getProperty("headstart.dispatch.worker-url").contains(".headstart.svc"));
  }

  @Test
  void podsAreAsStrictAsTheirNamespaceDemands() throws IOException {
    for (var entry : Manifests.pods()) {
      var spec = entry.getValue().getSpec();
      assertEquals(true, spec.getSecurityContext().getRunAsNonRoot());
      assertEquals("RuntimeDefault", spec.getSecurityContext().getSeccompProfile().getType());
      for (Container container : spec.getContainers()) {
        var security = container.getSecurityContext();
        assertEquals(false, security.getAllowPrivilegeEscalation(), container.getName());
        assertEquals(List.of("ALL"), security.getCapabilities().getDrop());
        if (container.getImage().startsWith("headstart:")) {
          assertEquals(true, security.getReadOnlyRootFilesystem(), container.getName());
        }
      }
    }
  }

  @Test
  void theTrialsDatabaseIsMadeAsEveryOther() throws IOException {
    Path trial = Manifests.ROOT.resolve("overlays/dev");
    assertEquals(
        Files.readString(Path.of("src/main/resources/db/roles.sql")),
        Files.readString(trial.resolve("roles.sql")));
    assertEquals(
        Files.readString(Path.of("docker/role-passwords.sh")),
        Files.readString(trial.resolve("role-passwords.sh")));
  }

  private static void assertKnown(EnvVar variable, Map<String, Set<String>> secrets) {
    if (variable.getValueFrom() != null) {
      SecretKeySelector secret = variable.getValueFrom().getSecretKeyRef();
      assertTrue(
          secrets.getOrDefault(secret.getName(), Set.of()).contains(secret.getKey()),
          () -> "README makes no " + secret.getKey() + " in secret " + secret.getName());
    }
    if (variable.getName().startsWith("HEADSTART_")) {
      try {
        assertTrue(
            known().stream().map(ManifestsTest::variable).anyMatch(variable.getName()::equals),
            variable::getName);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static String variable(String setting) {
    return setting.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static Set<String> known() throws IOException {
    Set<String> known = new HashSet<>();
    Matcher row = ROW.matcher(Files.readString(Path.of("README.md")));
    while (row.find()) {
      known.add(row.group(1));
    }
    return known;
  }

  private static Map<String, Set<String>> secretsOfReadme() throws IOException {
    Map<String, Set<String>> secrets = new java.util.HashMap<>();
    Matcher command = SECRET.matcher(Files.readString(Path.of("README.md")));
    while (command.find()) {
      Matcher key = KEY.matcher(command.group(2));
      while (key.find()) {
        secrets.computeIfAbsent(command.group(1), name -> new HashSet<>()).add(key.group(1));
      }
    }
    return secrets;
  }

  /** Names of ConfigMaps that kustomize makes of files. */
  private static Set<String> generated() throws IOException {
    Set<String> names = new HashSet<>();
    for (String of : List.of("base", "overlays/dev")) {
      Path file = Manifests.ROOT.resolve(of).resolve("kustomization.yaml");
      Matcher map = Pattern.compile("  - name: ([a-z-]+)").matcher(Files.readString(file));
      while (map.find()) {
        names.add(map.group(1));
      }
    }
    return names;
  }

  private static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return properties;
  }

  private static String namespace(HasMetadata object) {
    return object.getMetadata().getNamespace();
  }

  private static String name(NetworkPolicyPeer peer) {
    String namespace = peer.getNamespaceSelector().getMatchLabels().get(NAMESPACE);
    return peer.getPodSelector() == null
        ? namespace
        : namespace + " " + String.join(" ", peer.getPodSelector().getMatchLabels().values());
  }

  private static void assertChosen(
      NetworkPolicyPeer peer, String own, List<NetworkPolicyPort> ports) {
    String namespace =
        peer.getNamespaceSelector() == null
            ? own
            : peer.getNamespaceSelector().getMatchLabels().get(NAMESPACE);
    if (peer.getPodSelector() != null) {
      try {
        PodTemplateSpec pod = chosen(namespace, peer.getPodSelector().getMatchLabels());
        ports.forEach(port -> assertHasPort(pod, port.getPort()));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** The pods of a namespace that have these labels; workers as the launcher makes them. */
  private static PodTemplateSpec chosen(String namespace, Map<String, String> labels)
      throws IOException {
    List<Map.Entry<String, PodTemplateSpec>> pods = new ArrayList<>(Manifests.pods());
    pods.add(Map.entry("headstart-workers", worker()));
    return pods.stream()
        .filter(pod -> pod.getKey().equals(namespace))
        .map(Map.Entry::getValue)
        .filter(pod -> pod.getMetadata().getLabels().entrySet().containsAll(labels.entrySet()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no pod in " + namespace + " has " + labels));
  }

  private static PodTemplateSpec worker() {
    var attempt = new AttemptRef(new JobRef(new TeamRef(UUID.randomUUID()), UUID.randomUUID()), 1);
    return new WorkerJob(Settings.of("classes.small.gpus", "0"), "0123abcd", Duration.ZERO)
        .job(attempt, new Demand("small", 1, Duration.ofHours(1)), Map.of())
        .getSpec()
        .getTemplate();
  }

  private static void assertHasPort(PodTemplateSpec pod, IntOrString port) {
    List<ContainerPort> ports = pod.getSpec().getContainers().get(0).getPorts();
    assertTrue(
        ports.stream()
            .anyMatch(
                one ->
                    port.getStrVal() == null
                        ? one.getContainerPort().equals(port.getIntVal())
                        : one.getName().equals(port.getStrVal())),
        () -> port + " of " + ports);
  }
}
