package io.headstart.dispatch.kubernetes;

import io.headstart.dispatch.RetryClass;
import io.headstart.dispatch.Why;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The cluster's words in ours: one sentence each, with the way out, and a retry class. */
final class Reasons {
  private static final int LONGEST = 300;

  /** The first sentence is about nodes; those behind it are of claims and of preemption. */
  private static final Pattern PLACES =
      Pattern.compile("^(\\d+)/(\\d+) nodes are available: *(.*?)(\\.( .*)?)?$");

  private static final Pattern REFUSED = Pattern.compile(".*? is forbidden: (.*)", Pattern.DOTALL);

  private static final Pattern UNREACHED =
      Pattern.compile("(?:control-plane|store)-unreachable: (.*)");

  private Reasons() {}

  static Why waits(String image, String reason, String message) {
    return switch (reason) {
      case "ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "RegistryUnavailable" ->
          platform(
              reason,
              "The image %s can't be pulled%s; an admin checks its name, the registry and"
                  + " headstart.dispatch.kubernetes.image-pull-secrets",
              image,
              said(message));
      case "InvalidImageName" ->
          platform(
              reason,
              "The image name %s is not valid; an admin corrects headstart.dispatch.kubernetes.image",
              image);
      case "CreateContainerConfigError" ->
          platform(reason, "Its container can't be set up yet%s", said(message));
      default ->
          platform(
              reason.isEmpty() ? "WAITING" : reason,
              "Its container does not start (%s%s); an admin looks at the pod's events",
              reason,
              message.isEmpty() ? "" : ": " + cut(message));
    };
  }

  static Why noRoom(String reason, String message) {
    if (reason.equals("SchedulingGated")) {
      return platform(reason, "The cluster's own queue has not let it in yet");
    }
    Matcher places = PLACES.matcher(message.strip());
    if (!places.matches()) {
      return platform("UNSCHEDULABLE", "No node has room for it%s", said(message));
    }
    var want = places.group(3);
    boolean fits = want.contains("Insufficient");
    return platform(
        "UNSCHEDULABLE",
        fits
            ? "No node has room for it: of %s %s"
            : "No node fits it: of %s %s; an admin compares"
                + " headstart.dispatch.kubernetes.classes with the labels and taints of the nodes",
        places.group(2).equals("1") ? "1 node" : places.group(2) + " nodes",
        cut(want));
  }

  /** The cluster makes no pod of its Job. */
  static Why refused(String message) {
    var told = reasonOf(message);
    return told.contains("exceeded quota")
        ? platform(
            "QUOTA",
            "The namespace's quota does not let it in (%s); it starts when others end, or an admin"
                + " raises the ResourceQuota",
            cut(told))
        : platform("REFUSED", "The cluster refuses its pod: %s", cut(told));
  }

  static Why evicted(String message) {
    return infrastructure(
        "EVICTED", "The cluster evicted its worker from its node%s", said(message));
  }

  static Why preempted() {
    return infrastructure("PREEMPTED", "Its worker had to give way to a pod of higher priority");
  }

  static Why drained(String node) {
    return infrastructure(
        "DRAINED", "Its worker was evicted%s, as when a node is drained", on(node));
  }

  static Why nodeStops(String node) {
    return infrastructure("NODE_STOPS", "Its node%s was shut down", named(node));
  }

  static Why nodeLost(String node) {
    return infrastructure("NODE_LOST", "Its node%s stopped answering", named(node));
  }

  static Why nodeRefused(String node, String reason, String message) {
    return infrastructure(
        "NODE_REFUSED",
        "Its node%s did not take it (%s%s)",
        named(node),
        reason,
        message.isEmpty() ? "" : ": " + cut(message));
  }

  static Why disrupted(String reason, String message) {
    return infrastructure(
        "DISRUPTED",
        "The cluster ended its worker (%s%s)",
        reason,
        message.isEmpty() ? "" : ": " + cut(message));
  }

  static Why deadline() {
    return new Why(
        RetryClass.TOO_LONG,
        "DEADLINE",
        "The cluster ended it, since it ran for longer than it may; ask an admin for a longer"
            + " limit, or for fewer epochs");
  }

  static Why podGone() {
    return infrastructure("POD_GONE", "Its pod is gone from the cluster, and nobody saw it end");
  }

  static Why jobGone() {
    return infrastructure("JOB_GONE", "Somebody deleted its Job from the cluster");
  }

  /** What a container's end says beyond its exit code; null when that is all. */
  static @Nullable Why exited(int exitCode, String reason, String message) {
    if (reason.equals("OOMKilled")) {
      return new Why(
          RetryClass.RESOURCE,
          "OOM_KILLED",
          "Its worker took more memory than it may and was killed: choose a smaller batch size, or"
              + " ask an admin for more headstart.dispatch.kubernetes.classes.<class>.memory");
    }
    if (reason.equals("StartError") || reason.equals("ContainerCannotRun")) {
      return platform(
          "START_ERROR",
          "Its container could not be started%s; an admin checks the image and"
              + " headstart.dispatch.kubernetes.command",
          said(message));
    }
    return switch (exitCode) {
      case 64 ->
          new Why(
              RetryClass.USER,
              "EXITED",
              "Its worker was called wrongly (exit code 64); an admin checks that image and server"
                  + " are of the same version");
      case 68 -> platform("UNREACHABLE", "%s", unreached(message));
      case 69 ->
          new Why(
              RetryClass.TRANSIENT,
              "EXITED",
              "Its worker lost this server or the object store (exit code 69); an admin checks"
                  + " whether both run");
      case 70 ->
          new Why(
              RetryClass.RESOURCE,
              "EXITED",
              "Its worker ran out of memory (exit code 70): choose a smaller batch size");
      case 137 ->
          new Why(
              RetryClass.LOST,
              "EXITED",
              "Its worker was killed (exit code 137), and nothing says that memory was short");
      default -> null;
    };
  }

  /** What a worker's last line says of whom it could not reach; the lines of its log's end. */
  private static String unreached(String message) {
    var told = UNREACHED.matcher(message);
    return told.find()
        ? cut(told.group(1))
        : "Its worker could not reach this server or the object store (exit code 68); an admin checks"
            + " headstart.dispatch.worker-url, headstart.storage.worker-endpoint and the cluster's"
            + " network policies";
  }

  /** What the API server's refusal says, without the name of what it refused. */
  static String reasonOf(String message) {
    var told = REFUSED.matcher(message);
    return told.matches() ? told.group(1) : message;
  }

  private static Why platform(String code, String sentence, String... parts) {
    return new Why(RetryClass.PLATFORM, code, sentence.formatted((Object[]) parts));
  }

  private static Why infrastructure(String code, String sentence, String... parts) {
    return new Why(RetryClass.INFRASTRUCTURE, code, sentence.formatted((Object[]) parts));
  }

  private static String said(String message) {
    return message.isBlank() ? "" : " (" + cut(message) + ")";
  }

  private static String on(String node) {
    return node.isEmpty() ? "" : " from node " + node;
  }

  private static String named(String node) {
    return node.isEmpty() ? "" : " " + node;
  }

  /** The cluster's words may have any length and many lines. */
  private static String cut(String text) {
    var line = text.strip().replaceAll("\\s+", " ");
    line = line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
