package io.headstart.dispatch.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The way to the cluster. Reads its settings at the first use and connects not before. */
@ApplicationScoped
class Cluster {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int REQUEST_MILLIS = 5_000;

  /** Whoever asks for many things one after the other must not wait for each of them. */
  private static final Duration REST = Duration.ofSeconds(5);

  private final KubernetesConfig config;
  private @Nullable KubernetesClient client;
  private volatile long silentUntil = System.nanoTime();

  @Inject
  Cluster(KubernetesConfig config) {
    this.config = config;
  }

  /** A way that is there already. */
  Cluster(KubernetesConfig config, KubernetesClient client) {
    this.config = config;
    this.client = client;
  }

  /**
   * The client.
   *
   * @throws Unusable when the settings name no cluster
   */
  synchronized KubernetesClient client() {
    if (client == null) {
      client = new KubernetesClientBuilder().withConfig(settings()).build();
    }
    return client;
  }

  /** Namespace of the workers. */
  String namespace() {
    return config
        .namespace()
        .or(() -> java.util.Optional.ofNullable(client().getConfiguration().getNamespace()))
        .orElse("default");
  }

  /** Address of the API server. */
  String address() {
    return client().getConfiguration().getMasterUrl();
  }

  /** Whether it did not answer a moment ago. */
  boolean isSilent() {
    return System.nanoTime() - silentUntil < 0;
  }

  /** It did not answer. */
  void fellSilent() {
    silentUntil = System.nanoTime() + REST.toNanos();
  }

  private Config settings() {
    var context = config.context().orElse(null);
    Config settings;
    try {
      settings =
          config.kubeconfig().isPresent()
              ? Config.fromKubeconfig(context, readable(config.kubeconfig().get()).toFile())
              : Config.autoConfigure(context);
    } catch (RuntimeException e) {
      throw e instanceof Unusable unusable ? unusable : new Unusable(unreadable(e), e);
    }
    if (context != null
        && (settings.getCurrentContext() == null
            || !context.equals(settings.getCurrentContext().getName()))) {
      throw new Unusable(
          "The kubeconfig has no context %s; correct headstart.dispatch.kubernetes.context"
              .formatted(context),
          null);
    }
    settings.setConnectionTimeout(CONNECT_MILLIS);
    settings.setRequestTimeout(REQUEST_MILLIS);
    settings.setRequestRetryBackoffLimit(1);
    settings.setUserAgent("headstart");
    return settings;
  }

  private static Path readable(Path kubeconfig) {
    if (!Files.isReadable(kubeconfig)) {
      throw new Unusable(
          "The kubeconfig %s can't be read; correct headstart.dispatch.kubernetes.kubeconfig, or leave it out inside a cluster"
              .formatted(kubeconfig.toAbsolutePath()),
          null);
    }
    return kubeconfig;
  }

  private static String unreadable(RuntimeException e) {
    return "The kubeconfig can't be understood (%s); name a valid one by headstart.dispatch.kubernetes.kubeconfig"
        .formatted(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
  }

  @PreDestroy
  synchronized void close() {
    if (client != null) {
      client.close();
    }
  }

  /** The settings name no cluster; the message is a sentence for people, without full stop. */
  static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unusable(String sentence, @Nullable Throwable cause) {
      super(sentence, cause);
    }
  }
}
