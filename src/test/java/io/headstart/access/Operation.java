package io.headstart.access;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A resource method, as callers see it.
 *
 * @param verb GET, POST …
 * @param path with its templates, such as {@code /teams/{team}/runs/{run}}
 * @param json whether it takes a JSON body
 */
record Operation(String verb, String path, boolean json) {
  private static final Pattern NAME = Pattern.compile("\\{([^}]+)}");

  /** All of the program's, found by reflection. */
  static List<Operation> all() throws ClassNotFoundException {
    List<Operation> found = new ArrayList<>();
    for (JavaClass one : ourClasses()) {
      if (one.isAnnotatedWith(Path.class)) {
        Class<?> resource =
            Class.forName(one.getName(), false, Thread.currentThread().getContextClassLoader());
        for (Method method : resource.getDeclaredMethods()) {
          Arrays.stream(method.getAnnotations())
              .map(Annotation::annotationType)
              .filter(type -> type.isAnnotationPresent(HttpMethod.class))
              .forEach(
                  verb ->
                      found.add(
                          new Operation(
                              verb.getAnnotation(HttpMethod.class).value(),
                              whole(resource, method),
                              json(resource, method))));
        }
      }
    }
    found.sort(Comparator.comparing(Operation::path).thenComparing(Operation::verb));
    return found;
  }

  private static String whole(Class<?> resource, Method method) {
    Path own = method.getAnnotation(Path.class);
    String joined =
        resource.getAnnotation(Path.class).value() + "/" + (own == null ? "" : own.value());
    String clean = joined.replaceAll(":[^}]*}", "}").replaceAll(" ", "").replaceAll("//+", "/");
    String rooted = clean.startsWith("/") ? clean : "/" + clean;
    return rooted.length() > 1 && rooted.endsWith("/")
        ? rooted.substring(0, rooted.length() - 1)
        : rooted;
  }

  private static boolean json(Class<?> resource, Method method) {
    return Stream.of(method.getAnnotation(Consumes.class), resource.getAnnotation(Consumes.class))
        .filter(c -> c != null)
        .findFirst()
        .map(c -> Arrays.asList(c.value()).contains("application/json"))
        .orElse(whole(resource, method).startsWith("/api/"));
  }

  /** Names of the templates, in order. */
  List<String> names() {
    return NAME.matcher(path).results().map(m -> m.group(1)).toList();
  }

  boolean reads() {
    return verb.equals("GET") || verb.equals("HEAD");
  }

  boolean isApi() {
    return path.startsWith("/api/");
  }

  boolean isWorkers() {
    return path.startsWith("/worker/");
  }

  /** How the table names it. */
  String key() {
    return verb + " " + path;
  }

  /** Without what they are made of, which nobody asks for here and which takes half a minute. */
  private static JavaClasses ourClasses() {
    return ArchConfiguration.withThreadLocalScope(
        (Function<ArchConfiguration, JavaClasses>)
            configuration -> {
              configuration.setResolveMissingDependenciesFromClassPath(false);
              return new ClassFileImporter()
                  .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                  .importPackages("io.headstart");
            });
  }
}
