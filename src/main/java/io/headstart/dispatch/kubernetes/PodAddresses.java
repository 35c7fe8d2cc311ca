package io.headstart.dispatch.kubernetes;

import io.headstart.dispatch.DispatchConfig;
import io.headstart.storage.StorageConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Warns of addresses that lead a pod to itself. No refusal: a cluster whose nodes lend their own
 * network to pods is odd, but works.
 */
@ApplicationScoped
class PodAddresses {
  private static final Logger LOG = Logger.getLogger(PodAddresses.class);

  private final DispatchConfig dispatch;
  private final StorageConfig storage;

  PodAddresses(DispatchConfig dispatch, StorageConfig storage) {
    this.dispatch = dispatch;
    this.storage = storage;
  }

  void look(@Observes StartupEvent started) {
    if (dispatch.automatic() && dispatch.launcher().equals(KubernetesLauncher.NAME)) {
      // By itself: names are looked up, and a start must not wait for a name server.
      Thread looks = new Thread(() -> warnings().forEach(LOG::warn), "addresses of pods");
      looks.setDaemon(true);
      looks.start();
    }
  }

  /** One sentence for each address, with the way out. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    dispatch
        .workerUrl()
        .filter(PodAddresses::isThisMachine)
        .ifPresent(
            url ->
                warnings.add(
                    "Pods can't reach this server at %s, which is a pod's own address to them; set headstart.dispatch.worker-url to the address of its Service."
                        .formatted(url)));
    URI store = storage.workerEndpoint().orElseGet(storage::endpoint);
    if (isThisMachine(store)) {
      warnings.add(
          "Pods can't reach the object store at %s, which is a pod's own address to them; set headstart.storage.worker-endpoint to an address that pods reach."
              .formatted(store));
    }
    return warnings;
  }

  /** Whether the host is this machine by whatever name; one that nobody knows here is not told. */
  private static boolean isThisMachine(URI address) {
    String host = address.getHost();
    if (host == null) {
      return false;
    }
    try {
      return Stream.of(InetAddress.getAllByName(host))
          .allMatch(one -> one.isLoopbackAddress() || one.isAnyLocalAddress());
    } catch (UnknownHostException elsewhere) {
      return false;
    }
  }
}
