package io.headstart.worker.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.modelfile.safetensors.SafetensorsFile;
import io.headstart.protocol.ConvertResult;
import io.headstart.protocol.ConvertSpec;
import io.headstart.protocol.ExitCode;
import io.headstart.protocol.ModelForm;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.TrainSpec;
import io.headstart.worker.link.Attempt;
import io.headstart.worker.link.AttemptEnded;
import io.headstart.worker.link.Work;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A job of kind {@link Protocol#CONVERT}: makes another form of a run's archive. */
public final class ConvertWork implements Work {
  @Override
  public JsonNode run(Attempt attempt) throws Exception {
    ConvertSpec spec = Protocol.json().treeToValue(attempt.spec().settings(), ConvertSpec.class);
    attempt.log("Fetching the model of run " + spec.run() + ".");
    Path archive = attempt.input(TrainSpec.ARCHIVE);
    Path folder = Files.createDirectories(attempt.scratch().resolve("form"));
    Path file = folder.resolve(spec.form().file());
    long tensors;
    try {
      tensors = write(spec.form(), archive, folder, file);
    } catch (Unsuitable e) {
      throw new AttemptEnded(ExitCode.BAD_INPUT, "form-unsuitable", e.sentence(), e);
    }
    attempt.log("Uploading %d tensors, %d bytes.".formatted(tensors, Files.size(file)));
    attempt.upload(spec.form().file(), file);
    return Protocol.json().valueToTree(new ConvertResult(tensors));
  }

  /**
   * Makes a form of an archive.
   *
   * @param folder an existing folder for what is needed meanwhile
   * @return number of tensors
   * @throws Unsuitable if the model has no such form
   */
  static int write(ModelForm form, Path archive, Path folder, Path file)
      throws IOException, Unsuitable {
    RunArchive run = RunArchive.read(archive, folder);
    return switch (form) {
      case SAFETENSORS -> safetensors(run, file);
      case HUGGINGFACE -> new HuggingFaceFolder(run).write(file, folder);
    };
  }

  private static int safetensors(RunArchive run, Path file) throws IOException, Unsuitable {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt");
    metadata.put("names", "those of the initializers of model.onnx");
    metadata.putAll(run.metadata());
    SafetensorsFile tensors = new SafetensorsFile(metadata);
    if (run.model().initializers().containsKey(SafetensorsFile.METADATA)) {
      throw new Unsuitable(
          "One of its tensors is named "
              + SafetensorsFile.METADATA
              + ", which means something else in a safetensors file. Take the archive.");
    }
    run.model().initializers().forEach(tensors::add);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      tensors.write(out);
    }
    return tensors.count();
  }
}
