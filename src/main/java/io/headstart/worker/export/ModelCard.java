package io.headstart.worker.export;

import io.headstart.protocol.PictureSettings;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import io.headstart.worker.task.Sample;
import io.headstart.worker.task.Splits;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A model card in the form that model hubs read: YAML front matter, then Markdown. */
final class ModelCard {
  private final TrainSpec spec;
  private final TrainResult result;
  private final Splits examples;
  private final @Nullable PictureSettings pictures;
  private final StringBuilder out = new StringBuilder();

  ModelCard(TrainSpec spec, TrainResult result, Splits examples) {
    this.spec = spec;
    this.result = result;
    this.examples = examples;
    this.pictures = spec.pictures();
  }

  String markdown() {
    frontMatter();
    line("# %s classifier of run %d", pictures == null ? "Text" : "Picture", spec.run());
    line("");
    line(
        "Puts a %s into one of %d classes. It was trained from %s `%s` on the data set %s.",
        pictures == null ? "text" : "picture",
        spec.classes().size(),
        spec.fromScratch()
            ? "fresh weights in the graph of"
            : spec.source() != null
                ? "what run " + spec.source().run() + " had made of the base model"
                : "the base model",
        code(spec.baseModel()),
        plain(spec.dataset()));
    origin();
    results();
    data();
    settings();
    limits();
    use();
    return out.toString();
  }

  private void frontMatter() {
    line("---");
    line("library_name: onnx");
    String task = pictures == null ? "text-classification" : "image-classification";
    line("pipeline_tag: %s", task);
    if (!spec.fromScratch()) {
      line("base_model: %s", yaml(spec.baseModel()));
    }
    TrainSpec.Origin origin = spec.origin();
    if (origin != null) {
      line("base_model_licence: %s", yaml(origin.licence()));
    }
    line("tags: [headstart, %s, onnx]", spec.fromScratch() ? "from-scratch" : "fine-tuned");
    line("model-index:");
    line("- name: %s", yaml("run " + spec.run()));
    line("  results:");
    line("  - task: {type: %s}", task);
    line("    dataset: {type: own, name: %s, split: test}", yaml(spec.dataset()));
    line("    metrics:");
    line("    - {type: accuracy, value: %s}", share(result.test()));
    line("    - {type: loss, value: %s}", number(result.testLoss()));
    line("---");
    line("");
  }

  private void origin() {
    TrainSpec.Origin origin = spec.origin();
    if (origin == null) {
      return;
    }
    section("Base model");
    line("| | |");
    line("|---|---|");
    setting("name", plain(spec.baseModel()));
    setting("licence", plain(origin.licence()));
    setting("source", plain(origin.source()));
    line("");
    line(
        "Its licence goes on to hold for what was taken over from it; the rights in the data set"
            + " are its owner's.");
  }

  private void results() {
    section("Results");
    line("| | right | of | accuracy |");
    line("|---|---:|---:|---:|");
    row("this model, test", result.test());
    TrainResult.Count headOnly = result.headOnly();
    if (headOnly != null) {
      row(TrainResult.HEAD_ONLY + " on the base model's features, test", headOnly);
    }
    row(result.withoutTransferBy() + ", test", result.withoutTransfer());
    row("largest training class always, test", result.majority());
    row("this model, validation (chose the epoch)", result.validation());
    line("");
    line(
        "Mean cross-entropy: %s on test, %s on validation.",
        number(result.testLoss()), number(result.validationLoss()));
  }

  private void row(String name, TrainResult.Count count) {
    line("| %s | %d | %d | %s |", name, count.correct(), count.total(), share(count));
  }

  private void data() {
    section("Training data");
    line("| class | training | validation | test |");
    line("|---|---:|---:|---:|");
    for (int k = 0; k < spec.classes().size(); k++) {
      line(
          "| %s | %d | %d | %d |",
          plain(spec.classes().get(k)),
          count(Split.TRAIN, k),
          count(Split.VALIDATION, k),
          count(Split.TEST, k));
    }
    line("");
    if (pictures == null) {
      line(
          "%d texts are longer than %d tokens and were cut there.",
          result.truncated(), spec.maxTokens());
    } else {
      line(
          "The shorter side of each picture was scaled to %d pixels, and the middle square taken;"
              + " `preprocessing.json` says it exactly.",
          pictures.side());
    }
    line("SHA-256 of the rows: `%s`.", spec.datasetSha256());
  }

  private long count(Split split, int label) {
    List<Sample> of = examples.of(split);
    return of.stream().filter(example -> example.label() == label).count();
  }

  private void settings() {
    section("How it was trained");
    line("| | |");
    line("|---|---|");
    setting("weights at the beginning", beginning());
    setting("frozen blocks", spec.frozenBlocks());
    setting("trained parameters", result.parametersTrained());
    setting("frozen parameters", result.parametersFrozen());
    setting("learning rate, head", spec.headLearningRate());
    setting("learning rate, body", spec.bodyLearningRate());
    setting("epochs trained", result.epochsDone() + " of " + spec.epochs());
    setting("epoch kept", result.bestEpoch());
    if (spec.patience() > 0) {
      setting("epochs without a lower validation loss, at most", spec.patience());
    }
    if (spec.balanced()) {
      setting("training loss", "an example weighs by how rare its class is");
    }
    if (spec.labelSmoothing() > 0) {
      setting("label smoothing", spec.labelSmoothing());
    }
    setting("batch size", spec.batchSize());
    setting("weight decay", spec.weightDecay());
    setting("warm-up share", spec.warmupShare());
    setting("largest gradient norm", spec.clipNorm());
    if (pictures == null) {
      setting("pooling", String.valueOf(spec.pooling()));
    } else if (pictures.varies()) {
      setting("smallest part of a training picture", pictures.smallestCrop());
      setting("training pictures mirrored", pictures.flip() ? "half of them" : "none");
      setting("change of colours, at most", pictures.colour());
      setting("views of a training picture kept", pictures.cachedViews());
    }
    setting("seed", spec.seed());
    setting("SHA-256 of the base model", spec.baseModelSha256());
    setting("SHA-256 of model.onnx", result.modelSha256());
    result.environment().forEach((name, value) -> setting(name, plain(value)));
  }

  private String beginning() {
    TrainSpec.Source source = spec.source();
    if (source != null) {
      return "those of run " + source.run() + (source.keepsHead() ? ", head included" : "");
    }
    return spec.fromScratch() ? "fresh" : "the base model's";
  }

  private void setting(String name, Object value) {
    line("| %s | %s |", name, value);
  }

  private void limits() {
    section("Limits");
    String thing = pictures == null ? "text" : "picture";
    line(
        "It knows only these classes and %ss like those of its data set: every %s gets one of"
            + " them, however foreign it is. Probabilities are not calibrated.",
        thing, thing);
    Long seen = result.testSeen();
    if (seen == null) {
      line(
          "Whether an earlier run had learned from examples of the test split can't be told: its"
              + " accuracy there may be too high.");
    } else if (seen > 0) {
      line(
          "%d of the %d test examples are among those that an earlier run had learned from: its"
              + " accuracy there is too high.",
          seen, result.test().total());
    }
    if (pictures == null) {
      line("A text is read up to token %d.", spec.maxTokens());
    } else {
      line("Of a picture it sees the middle square, at %d pixels a side.", pictures.side());
    }
  }

  private void use() {
    section("Use");
    line("```");
    if (pictures == null) {
      line("pip install onnxruntime tokenizers numpy");
      line("python predict.py \"a text\"");
      line("python predict.py < texts.jsonl    # lines of {\"text\": …}");
    } else {
      line("pip install onnxruntime numpy Pillow");
      line("python predict.py a.jpg b.png");
    }
    line("```");
  }

  private void section(String title) {
    line("");
    line("## %s", title);
    line("");
  }

  private void line(String format, Object... values) {
    out.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
    out.append('\n');
  }

  private static String share(TrainResult.Count count) {
    return number(count.share());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** Users' words must not become markup. */
  private static String plain(String text) {
    return text.replaceAll("[\\p{Cntrl}]", " ").replaceAll("([\\\\`*_\\[\\]<>|#&])", "\\\\$1");
  }

  private static String code(String text) {
    return text.replace('`', '\'');
  }

  private static String yaml(String text) {
    String escaped = text.replaceAll("\\p{Cntrl}", " ").replace("\\", "\\\\").replace("\"", "\\\"");
    return "\"" + escaped + "\"";
  }
}
