package io.headstart.dispatch.workerapi;

import io.headstart.dispatch.DispatchConfig;
import io.headstart.job.AttemptObjects;
import io.headstart.job.AttemptRef;
import io.headstart.job.Checkpoints;
import io.headstart.job.JobView;
import io.headstart.job.StoredObject;
import io.headstart.job.Work;
import io.headstart.protocol.JobSpec;
import io.headstart.protocol.ManifestEntry;
import io.headstart.protocol.ObjectRef;
import io.headstart.protocol.Protocol;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.PresignedUrls;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the spec of an attempt, with a signed address for each object that it reads. */
@ApplicationScoped
class SpecWriter {
  private final PresignedUrls urls;
  private final DispatchConfig config;

  SpecWriter(PresignedUrls urls, DispatchConfig config) {
    this.urls = urls;
    this.config = config;
  }

  JobSpec write(
      AttemptRef attempt, JobView job, Work work, Checkpoints.@Nullable Checkpoint resume) {
    return new JobSpec(
        Protocol.VERSION,
        job.kind(),
        job.ref().id().toString(),
        attempt.number(),
        work.settings(),
        work.inputs().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, input -> input(input.getValue()))),
        resume == null ? null : checkpoint(resume),
        config.heartbeat(),
        config.lease(),
        job.longest());
  }

  private ObjectRef input(StoredObject object) {
    return new ObjectRef(
        urls.workerGet(new ObjectKey(object.key())), object.size(), object.sha256());
  }

  private JobSpec.Checkpoint checkpoint(Checkpoints.Checkpoint resume) {
    var folder = AttemptObjects.folder(resume.attempt());
    return new JobSpec.Checkpoint(
        resume.epoch(),
        resume.files().stream()
            .collect(
                Collectors.toMap(
                    ManifestEntry::name,
                    file ->
                        new ObjectRef(
                            urls.workerGet(folder.below(file.name())),
                            file.size(),
                            file.sha256()))));
  }
}
