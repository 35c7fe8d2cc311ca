package io.headstart.worker.train;

import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Modality;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrainSpec;
import io.headstart.worker.baseline.BagOfWords;
import io.headstart.worker.baseline.Baseline;
import io.headstart.worker.task.Examples;
import io.headstart.worker.task.RowsUnusable;
import io.headstart.worker.task.TextExamples;
import io.headstart.worker.task.TextTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * Texts, cut into tokens.
 *
 * @param spec of the run
 * @param files with a tokenizer
 */
record TextTask(TrainSpec spec, TrainFiles files) implements Task {
  @Override
  public Modality modality() {
    return Modality.TEXT;
  }

  @Override
  public Examples examples() throws IOException, RowsUnusable, TrainingFailed {
    try (TextTokenizer tokenizer = tokenizer()) {
      return TextExamples.read(files.rows(), tokenizer, spec.classes());
    }
  }

  private TextTokenizer tokenizer() throws TrainingFailed {
    Path file = Objects.requireNonNull(files.tokenizer(), "a text encoder needs its tokenizer");
    try {
      return TextTokenizer.open(file, spec.maxTokens());
    } catch (IOException e) {
      throw new TrainingFailed(
          ExitCode.BAD_INPUT,
          "tokenizer-unreadable",
          "The base model's tokenizer can't be read ("
              + e.getMessage()
              + "). Import the base model again with its tokenizer.json.",
          e);
    }
  }

  @Override
  public Baseline baseline(Examples examples) {
    return new BagOfWords(files.rows(), spec.classes(), files.scratch());
  }

  @Override
  public String read(Examples examples) {
    return String.format(
        Locale.ROOT,
        "read %d training, %d validation and %d test examples; %d longer than %d tokens",
        examples.of(Split.TRAIN).size(),
        examples.of(Split.VALIDATION).size(),
        examples.of(Split.TEST).size(),
        examples.cut(),
        spec.maxTokens());
  }

  @Override
  public String lessMemory() {
    return "cut texts at fewer than " + spec.maxTokens() + " tokens";
  }

  @Override
  public int views() {
    return 1;
  }
}
