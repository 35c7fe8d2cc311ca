package io.headstart.dispatch.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leads a pod to itself is told when the server starts. */
class PodAddressesTest {
  private static final String SERVER = "headstart.dispatch.worker-url";
  private static final String STORE = "headstart.storage.endpoint";
  private static final String STORE_OF_WORKERS = "headstart.storage.worker-endpoint";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:9000",
        "http://127.0.0.1:9000",
        "http://127.0.1.1:9000",
        "http://[::1]:9000",
        "http://0.0.0.0:9000"
      })
  void thisMachinesOwnAddressesAreNamedWithTheWayOut(String own) {
    assertEquals(
        List.of(
            "Pods can't reach this server at %s, which is a pod's own address to them; set headstart.dispatch.worker-url to the address of its Service."
                .formatted(own),
            "Pods can't reach the object store at %s, which is a pod's own address to them; set headstart.storage.worker-endpoint to an address that pods reach."
                .formatted(own)),
        warnings(SERVER, own, STORE, own));
  }

  @Test
  void whatPodsReachIsLeftInPeace() {
    assertEquals(
        List.of(),
        warnings(SERVER, "http://headstart.headstart.svc:8080", STORE, "http://192.0.2.7:9000"));
    assertEquals(
        List.of(),
        warnings(STORE, "http://localhost:9000", STORE_OF_WORKERS, "https://store.invalid"));
  }

  private static List<String> warnings(String... namesAndValues) {
    return new PodAddresses(Settings.dispatch(namesAndValues), Settings.storage(namesAndValues))
        .warnings();
  }
}
