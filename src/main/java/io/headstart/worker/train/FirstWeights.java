package io.headstart.worker.train;

import io.headstart.modelfile.onnx.OnnxModel;
import io.headstart.protocol.TrainSpec;
import io.headstart.worker.graph.BaseNetwork;
import io.headstart.worker.graph.ModelRefused;
import io.headstart.worker.graph.TrainableNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The weights that training begins with: the base model's, those of a finished run, or fresh ones.
 */
final class FirstWeights {
  private final TrainSpec spec;
  private final TrainFiles files;
  private final Journal journal;

  FirstWeights(TrainSpec spec, TrainFiles files, Journal journal) {
    this.spec = spec;
    this.files = files;
    this.journal = journal;
  }

  /**
   * A base model's network with a head and these weights.
   *
   * @throws ModelRefused when the run to begin with has none that fit
   */
  TrainableNetwork on(BaseNetwork base) throws IOException {
    int classes = spec.classes().size();
    if (spec.fromScratch()) {
      return base.fromScratch(classes, spec.pooling(), spec.seed());
    }
    TrainSpec.Source source = spec.source();
    Path archive = files.source();
    if (source == null || archive == null) {
      return base.withHead(classes, spec.pooling(), spec.seed(), spec.frozenBlocks());
    }
    journal.log(
        "beginning with the weights of run "
            + source.run()
            + (source.keepsHead() ? ", its head included" : " and a new head"));
    Path model = unpacked(archive, source.run());
    TrainableNetwork network =
        base.withWeightsOf(
            OnnxModel.read(model),
            source.keepsHead(),
            classes,
            spec.pooling(),
            spec.seed(),
            spec.frozenBlocks());
    Files.delete(model);
    return network;
  }

  private Path unpacked(Path archive, long run) throws IOException {
    Path model = files.scratch().resolve("source.onnx");
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      ZipEntry entry = zip.getEntry(TrainSpec.MODEL);
      if (entry == null) {
        throw new ModelRefused("The archive of run " + run + " has no " + TrainSpec.MODEL + ".");
      }
      try (InputStream in = zip.getInputStream(entry)) {
        Files.copy(in, model, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return model;
  }
}
