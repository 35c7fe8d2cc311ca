package io.headstart.dispatch.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The manifests in {@code k8s}, each of their objects read as its kind. */
final class Manifests {
  static final Path ROOT = Path.of("k8s");
  private static final String MODEL = "io.fabric8.kubernetes.api.model";

  private Manifests() {}

  /** Files of objects, without those that only kustomize reads. */
  static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.endsWith("kustomization.yaml"))
          .sorted()
          .toList();
    }
  }

  /** The objects of a file. */
  static List<HasMetadata> of(Path file) throws IOException {
    List<HasMetadata> objects = new ArrayList<>();
    for (String text : Files.readString(file).split("(?m)^---$")) {
      objects.add(Serialization.unmarshal(text));
    }
    return objects;
  }

  /** All objects of one kind. */
  static <T extends HasMetadata> List<T> all(Class<T> kind) throws IOException {
    List<T> found = new ArrayList<>();
    for (Path file : files()) {
      of(file).stream().filter(kind::isInstance).map(kind::cast).forEach(found::add);
    }
    return found;
  }

  /** Pods that are made of them: the namespace, and what each is made from. */
  static List<Map.Entry<String, PodTemplateSpec>> pods() throws IOException {
    List<Map.Entry<String, PodTemplateSpec>> pods = new ArrayList<>();
    all(Deployment.class).forEach(one -> pods.add(pod(one, one.getSpec().getTemplate())));
    all(StatefulSet.class).forEach(one -> pods.add(pod(one, one.getSpec().getTemplate())));
    all(Job.class).forEach(one -> pods.add(pod(one, one.getSpec().getTemplate())));
    all(CronJob.class)
        .forEach(one -> pods.add(pod(one, one.getSpec().getJobTemplate().getSpec().getTemplate())));
    return pods;
  }

  private static Map.Entry<String, PodTemplateSpec> pod(HasMetadata owner, PodTemplateSpec pod) {
    return Map.entry(owner.getMetadata().getNamespace(), pod);
  }

  /** Names that an object has and its kind doesn't know, each with where it stands. */
  static List<String> unknown(Object object, String at) {
    List<String> found = new ArrayList<>();
    if (object instanceof Collection<?> items) {
      int number = 0;
      for (Object item : items) {
        found.addAll(unknown(item, at + "[" + number++ + "]"));
      }
    } else if (object instanceof Map<?, ?> map) {
      map.forEach((name, value) -> found.addAll(unknown(value, at + "." + name)));
    } else if (object != null && object.getClass().getPackageName().startsWith(MODEL)) {
      for (Method getter : object.getClass().getMethods()) {
        if (getter.getName().startsWith("get") && getter.getParameterCount() == 0) {
          found.addAll(unknown(object, getter, at));
        }
      }
    }
    return found;
  }

  private static List<String> unknown(Object object, Method getter, String at) {
    try {
      Object value = getter.invoke(object);
      if (getter.getName().equals("getAdditionalProperties")) {
        return ((Map<?, ?>) Objects.requireNonNullElse(value, Map.of()))
            .keySet().stream().map(name -> at + "." + name).toList();
      }
      return getter.getDeclaringClass().getPackageName().startsWith(MODEL)
          ? unknown(value, at + "." + getter.getName().substring("get".length()))
          : List.of();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(at + " " + getter, e);
    }
  }
}
