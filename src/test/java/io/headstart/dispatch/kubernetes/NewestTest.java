package io.headstart.dispatch.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** News that overtake each other. */
class NewestTest {
  private final Newest<Pod> pods = new Newest<>(pod -> pod.getMetadata().getName());

  @Test
  void whatIsOlderThanWhatIsKnownIsIgnored() {
    pods.saw(pod("a", 7, "Failed"));
    pods.saw(pod("a", 5, "Running"));
    assertEquals("Failed", phase("a"));
    pods.saw(pod("a", 8, "Succeeded"));
    assertEquals("Succeeded", phase("a"));
  }

  @Test
  void whatAListDoesNotHoldIsGoneAndNothingOlderBringsItBack() {
    pods.saw(pod("a", 5, "Running"));
    pods.listed(List.of(pod("b", 6, "Running")), "9", Set.of());
    assertNull(pods.get("a"));
    pods.saw(pod("a", 7, "Running")); // a watch that is late
    assertNull(pods.get("a"));
    pods.saw(pod("a", 12, "Running")); // made anew
    assertEquals("Running", phase("a"));
  }

  @Test
  void whatCameWhileAListWasOnItsWayStays() {
    var before = pods.beforeList();
    pods.saw(pod("new", 11, "Running"));
    pods.saw(pod("ended", 12, "Failed"));
    pods.gone(pod("deleted", 13, "Running"));
    pods.listed(List.of(pod("ended", 3, "Running"), pod("deleted", 4, "Running")), "10", before);
    assertEquals("Running", phase("new"));
    assertEquals("Failed", phase("ended"));
    assertNull(pods.get("deleted"));
  }

  @Test
  void anEndThatWasToldWronglyHoldsUntilTheNextList() {
    pods.saw(pod("a", 5, "Running"));
    pods.gone(pod("a", 5, "Running"));
    pods.saw(pod("a", 5, "Running"));
    assertNull(pods.get("a"));
    pods.listed(List.of(pod("a", 5, "Running")), "9", pods.beforeList());
    assertEquals("Running", phase("a"));
  }

  @Test
  void theEndOfAnEarlierOneOfTheSameNameIsNotItsOwn() {
    pods.saw(pod("a", 20, "Running"));
    var earlier = pod("a", 6, "Failed");
    earlier.getMetadata().setUid("another");
    pods.gone(earlier);
    assertEquals("Running", phase("a"));
  }

  @Test
  void aClusterThatWasRestoredFromABackupIsBelieved() {
    pods.listed(List.of(pod("a", 900, "Failed"), pod("b", 901, "Failed")), "1000", Set.of());
    pods.gone(pod("a", 1001, "Failed"));
    pods.listed(List.of(pod("a", 70, "Running")), "80", Set.of());
    assertEquals("Running", phase("a"));
    assertNull(pods.get("b"));
    pods.saw(pod("a", 81, "Failed"));
    assertEquals("Failed", phase("a"));
  }

  @Test
  void versionsThatAreNoNumbersAreBelieved() {
    pods.listed(List.of(pod("a", 5, "Running")), "", Set.of());
    var odd = pod("a", 0, "Failed");
    odd.getMetadata().setResourceVersion("odd");
    pods.saw(odd);
    assertEquals("Failed", phase("a"));
    pods.listed(List.of(), null, Set.of());
    assertNull(pods.get("a"));
  }

  @Test
  void thoseOfOneJobAreFoundByWhatTheirKeysBeginWith() {
    pods.saw(pod("hs-1/a", 1, "Running"));
    pods.saw(pod("hs-1/b", 2, "Running"));
    pods.saw(pod("hs-10/a", 3, "Running"));
    assertEquals(2, pods.all("hs-1/").size());
  }

  private String phase(String name) {
    return pods.get(name).getStatus().getPhase();
  }

  private static Pod pod(String name, long version, String phase) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withUid("uid of " + name)
        .withResourceVersion(Long.toString(version))
        .endMetadata()
        .withNewStatus()
        .withPhase(phase)
        .endStatus()
        .build();
  }
}
