package io.headstart.dispatch.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.headstart.dispatch.Demand;
import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.protocol.WorkerEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a worker's Job looks like to the cluster, whole. */
class WorkerJobTest {
  private static final AttemptRef ATTEMPT =
      new AttemptRef(
          new JobRef(
              new TeamRef(UUID.fromString("7d444840-9dc0-11d1-b245-5ffdce74fad2")),
              UUID.fromString("0a1b2c3d-0000-4000-8000-000000000001")),
          2);
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          WorkerEnvironment.ATTEMPT_URL,
          "http://headstart:8080/worker/v1/jobs/0a1b2c3d-0000-4000-8000-000000000001/attempts/2",
          WorkerEnvironment.ATTEMPT_TOKEN,
          "hsa_secret",
          WorkerEnvironment.THREADS_WAIT,
          WorkerEnvironment.THREADS_SLEEP);
  private static final KubernetesConfig CONFIG =
      Settings.of(
          "image-pull-secrets", "registry",
          "classes.training.gpus", "2",
          "classes.training.image", "registry.example/headstart-worker-gpu:1",
          "classes.training.node-selector", "gpu=a100",
          "classes.training.tolerations", "nvidia.com/gpu:NoSchedule,team=ml:NoExecute",
          "classes.training.priority-class", "training");

  private final WorkerJob jobs = new WorkerJob(CONFIG, "0123abcd", Duration.ofSeconds(20));

  @Test
  void aRunOnGpus() throws IOException {
    var job = jobs.job(ATTEMPT, new Demand("training", 2, Duration.ofHours(24)), ENVIRONMENT);
    assertEquals(golden("run.yaml"), Serialization.asYaml(job));
  }

  @Test
  void aCheckSeesNoGpu() {
    var job = jobs.job(ATTEMPT, new Demand("small", 1, Duration.ofHours(1)), ENVIRONMENT);
    assertFalse(Serialization.asYaml(job).contains("gpu"), Serialization.asYaml(job));
  }

  @Test
  void theSecretGoesWithItsJob() throws IOException {
    var owner =
        new JobBuilder()
            .withNewMetadata()
            .withName(WorkerJob.name(ATTEMPT))
            .withUid("uid-of-the-job")
            .endMetadata()
            .build();
    assertEquals(
        golden("secret.yaml"), Serialization.asYaml(jobs.secret(owner, ATTEMPT, ENVIRONMENT)));
  }

  @Test
  void theLabelsNameTheAttempt() {
    var job = jobs.job(ATTEMPT, new Demand("small", 1, Duration.ofHours(1)), ENVIRONMENT);
    assertEquals(Optional.of(ATTEMPT), WorkerJob.attempt(job));
    job.getMetadata().getLabels().put(WorkerJob.JOB, "somebody else's");
    assertEquals(Optional.empty(), WorkerJob.attempt(job));
  }

  private static String golden(String name) throws IOException {
    try (var file = WorkerJobTest.class.getResourceAsStream("/kubernetes/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
