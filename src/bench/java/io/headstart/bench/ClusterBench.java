package io.headstart.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.headstart.protocol.ExitCode;
import io.headstart.testsupport.ClusterInstallation;
import io.headstart.testsupport.Letters;
import io.headstart.testsupport.Owner;
import io.headstart.testsupport.PlayedNodes;
import io.headstart.testsupport.RealCluster;
import io.headstart.testsupport.WorkerClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The dispatch of one packaged server on the cluster that {@code KUBECONFIG} names, with workers
 * that are played on nodes which exist in the cluster's books alone: everything is real but what
 * happens inside of pods. Run it where the API server may be kept busy.
 *
 * <ul>
 *   <li>{@code queue 200 64 300}: so many runs of two seconds on so many GPUs; prints the seconds
 *       until the last has ended, and the bound by arithmetic. The last number is of runs that the
 *       server has done before, as one in use has; 0 measures one that has just started.
 *   <li>{@code live 1000}: so many that run at once, each with a heartbeat every five seconds;
 *       prints the server's resident memory and its heap after a collection.
 * </ul>
 *
 * <pre>
 * ./mvnw -q package -DskipTests dependency:build-classpath -Dmdep.outputFile=target/test.classpath
 * java -Dheadstart.app=target/quarkus-app/quarkus-run.jar \
 *     -cp target/test-classes:target/classes:$(cat target/test.classpath) \
 *     src/bench/java/io/headstart/bench/ClusterBench.java queue 200 64 300
 * </pre>
 */
public final class ClusterBench {
  private static final Path IMAGE = Path.of("k8s/images/control-plane/Dockerfile");
  private static final Pattern OPTION = Pattern.compile("\"(-XX:[^\"]+)\"");
  private static final int MILLIS = 2_000;
  private static final int GPUS_OF_A_NODE = 8;
  private static final int PODS_OF_A_NODE = 100;
  private static final int BEAT_SECONDS = 5;

  private final ScheduledExecutorService time = Executors.newScheduledThreadPool(16);
  private final Queue<Runnable> ends = new ConcurrentLinkedQueue<>();
  private final AtomicInteger ended = new AtomicInteger();
  private volatile boolean timed;
  private volatile boolean beating;
  private volatile PlayedNodes nodes;
  private int warming;

  private ClusterBench() {}

  /** {@code queue JOBS GPUS [JOBS BEFORE]} or {@code live JOBS}. */
  public static void main(String[] arguments) throws Exception {
    int jobs = Integer.parseInt(arguments[1]);
    if (arguments[0].equals("queue")) {
      ClusterBench bench = new ClusterBench();
      bench.warming = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
      bench.measure(jobs, Integer.parseInt(arguments[2]), 1);
    } else {
      new ClusterBench().measure(jobs, jobs, 0);
    }
    System.exit(0); // clients' threads are none of ours
  }

  private void measure(int jobs, int slots, int gpus) throws Exception {
    Path folder = Files.createTempDirectory("cluster-bench");
    RealCluster cluster = new RealCluster();
    int count = gpus > 0 ? slots / GPUS_OF_A_NODE : slots / PODS_OF_A_NODE + 1;
    Map<String, String> room =
        Map.of("cpu", "128", "memory", "256Gi", "pods", "110", "nvidia.com/gpu", "8");
    try (PlayedNodes played = new PlayedNodes(cluster, count, room, 64, this::begun);
        ClusterInstallation installation =
            new ClusterInstallation(
                cluster,
                folder,
                Map.of(
                    "HEADSTART_QUOTA_SLOTS", "" + slots,
                    "HEADSTART_QUOTA_QUEUED_JOBS", "" + (Math.max(jobs, warming) + 1)),
                options(played, gpus))) {
      nodes = played;
      ClusterInstallation.Server server = installation.start(1).get(0);
      Owner owner = installation.owner();
      long dataset = owner.accepted(Letters.write(folder.resolve("letters.csv"), 60));
      if (gpus > 0) {
        queue(installation, owner, dataset, jobs, slots);
      } else {
        live(installation, server, owner, dataset, jobs);
      }
      installation.rows().holdInvariants();
    }
  }

  private static String[] options(PlayedNodes played, int gpus) throws IOException {
    Map<String, String> options = new HashMap<>(played.settings("training"));
    String prefix = "headstart.dispatch.kubernetes.classes.training.";
    options.put(prefix + "gpus", "" + gpus);
    options.put(prefix + "cpu", "1");
    options.put(prefix + "memory", "1Gi");
    return Stream.concat(
            Stream.concat(
                ofTheImage(),
                Stream.of(System.getProperty("headstart.bench.java", "").split(" "))
                    .filter(option -> !option.isBlank())),
            options.entrySet().stream().map(one -> "-D" + one.getKey() + "=" + one.getValue()))
        .toArray(String[]::new);
  }

  /** What the image says, in the 1 GiB that {@code k8s/} gives: Java would choose so there. */
  private static Stream<String> ofTheImage() throws IOException {
    Stream<String> said =
        OPTION.matcher(Files.readString(IMAGE)).results().map(found -> found.group(1));
    return Stream.concat(
        said, Stream.of("-XX:TieredStopAtLevel=4", "-XX:+UseSerialGC", "-Xmx512m"));
  }

  /** A played worker has claimed its attempt. */
  private void begun(Pod pod, WorkerClient worker) {
    Runnable end = () -> end(pod, worker);
    if (timed) {
      var unused = time.schedule(end, MILLIS, TimeUnit.MILLISECONDS);
      return;
    }
    ends.add(end);
    if (beating) {
      var unused = time.scheduleAtFixedRate(() -> beat(worker), 0, BEAT_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void beat(WorkerClient worker) {
    if (beating) {
      worker.beat();
    }
  }

  private void end(Pod pod, WorkerClient worker) {
    WorkerClient.Answer answer = worker.fail(ExitCode.BAD_INPUT, "played", "Played to its end.");
    if (answer.status() != 204) {
      throw new IllegalStateException(answer.toString());
    }
    ended.incrementAndGet();
    nodes.end(pod, ExitCode.BAD_INPUT.code());
  }

  private void queue(
      ClusterInstallation installation, Owner owner, long dataset, int jobs, int gpus)
      throws Exception {
    warm(installation, owner, dataset, gpus);
    submit(owner, dataset, 1); // keeps the only slot until all others wait
    await(() -> ends.size() == 1);
    submit(owner, dataset, jobs);
    timed = true;
    installation.capacity("training", gpus);
    long began = System.nanoTime();
    ends.remove().run();
    await(() -> ended.get() == warming + jobs + 1);
    double seconds = (System.nanoTime() - began) / 1e9;
    double bound = Math.ceil(1.0 * jobs / gpus) * MILLIS / 1e3;
    System.out.printf(
        Locale.ROOT,
        "%d runs of %d ms on %d GPUs: %.2f s; bound %.1f s; %.2f times%n",
        jobs,
        MILLIS,
        gpus,
        seconds,
        bound,
        seconds / bound);
    System.out.println(
        "seconds from admission to claim, median and p99: "
            + installation
                .rows()
                .ask(
                    """
                    select round(cast(percentile_cont(0.5) within group (order by s) as numeric), 3),
                      round(cast(percentile_cont(0.99) within group (order by s) as numeric), 3)
                    from (select extract(epoch from a.started_at - a.created_at) as s
                      from attempts a join jobs j on j.team_id = a.team_id and j.id = a.job_id
                      where j.kind = 'train' order by a.created_at offset %d) t"""
                        .formatted(warming + 1)));
    System.out.println(
        "n-th: second of admission, of claim, of end: "
            + installation
                .rows()
                .ask(
                    """
                    select n, round(cast(c as numeric), 2), round(cast(s as numeric), 2),
                      round(cast(e as numeric), 2)
                    from (select row_number() over (order by a.started_at) as n,
                        extract(epoch from a.created_at - min(a.created_at) over ()) as c,
                        extract(epoch from a.started_at - min(a.created_at) over ()) as s,
                        extract(epoch from a.ended_at - min(a.created_at) over ()) as e
                      from (select a.* from attempts a
                        join jobs j on j.team_id = a.team_id and j.id = a.job_id
                        where j.kind = 'train' order by a.created_at offset %d) a) t
                    where n %% 8 = 1 order by n"""
                        .formatted(warming + 1)));
  }

  /** The first runs of a server make it load and compile what those after them find. */
  private void warm(ClusterInstallation installation, Owner owner, long dataset, int gpus)
      throws Exception {
    timed = true;
    installation.capacity("training", gpus);
    submit(owner, dataset, warming);
    await(() -> ended.get() == warming);
    timed = false;
    installation.capacity("training", 1);
  }

  private void live(
      ClusterInstallation installation,
      ClusterInstallation.Server server,
      Owner owner,
      long dataset,
      int jobs)
      throws Exception {
    beating = true;
    say(server, "idle");
    installation.capacity("training", jobs);
    submit(owner, dataset, jobs);
    long began = System.nanoTime();
    await(() -> ends.size() == jobs);
    System.out.printf(Locale.ROOT, "all run after %.0f s more%n", (System.nanoTime() - began) / 1e9);
    for (int i = 0; i < 3; i++) {
      Thread.sleep(30_000); // a reconciliation and six heartbeats of each
      say(server, jobs + " live");
    }
    beating = false;
    ends.forEach(time::execute);
    await(() -> ended.get() == jobs);
  }

  private static void say(ClusterInstallation.Server server, String when) throws Exception {
    String pid = Long.toString(server.program().process().pid());
    String before = memory(pid);
    said("jcmd", pid, "GC.run");
    System.out.printf(
        "%s: %s; heap after a collection: %s%n",
        when,
        before,
        said("jcmd", pid, "GC.heap_info").lines().filter(line -> line.contains("used")).toList());
  }

  private static String memory(String pid) throws Exception {
    return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
        .filter(line -> line.startsWith("VmRSS") || line.startsWith("VmHWM"))
        .map(line -> line.replaceAll("\\s+", " "))
        .toList()
        .toString();
  }

  private static String said(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void submit(Owner owner, long dataset, int count) throws Exception {
    List<Callable<Long>> starts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int seed = i;
      starts.add(() -> owner.start(Map.of("dataset", dataset, "frozenBlocks", 6, "seed", seed)));
    }
    ExecutorService some = Executors.newFixedThreadPool(4);
    try {
      for (Future<Long> start : some.invokeAll(starts)) {
        start.get();
      }
    } finally {
      some.shutdownNow();
    }
  }

  private static void await(Callable<Boolean> holds) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
    while (!holds.call()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not within ten minutes");
      }
      Thread.sleep(5);
    }
  }
}
