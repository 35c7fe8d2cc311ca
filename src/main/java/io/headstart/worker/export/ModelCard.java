package io.headstart.worker.export;

import io.headstart.protocol.Split;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import io.headstart.worker.task.TextExample;
import io.headstart.worker.task.TextExamples;
import java.util.List;
import java.util.Locale;

/** A model card in the form that model hubs read: YAML front matter, then Markdown. */
final class ModelCard {
  private final TrainSpec spec;
  private final TrainResult result;
  private final TextExamples examples;
  private final StringBuilder out = new StringBuilder();

  ModelCard(TrainSpec spec, TrainResult result, TextExamples examples) {
    this.spec = spec;
    this.result = result;
    this.examples = examples;
  }

  String markdown() {
    frontMatter();
    line("# Text classifier of run %d", spec.run());
    line("");
    line(
        "Puts a text into one of %d classes. It was trained from the base model `%s` on the data"
            + " set %s.",
        spec.classes().size(), code(spec.baseModel()), plain(spec.dataset()));
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
    line("pipeline_tag: text-classification");
    line("base_model: %s", yaml(spec.baseModel()));
    TrainSpec.Origin origin = spec.origin();
    if (origin != null) {
      line("base_model_licence: %s", yaml(origin.licence()));
    }
    line("tags: [headstart, fine-tuned, onnx]");
    line("model-index:");
    line("- name: %s", yaml("run " + spec.run()));
    line("  results:");
    line("  - task: {type: text-classification}");
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
    row("bag of words + logistic regression, test", result.bagOfWords());
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
    line(
        "%d texts are longer than %d tokens and were cut there. SHA-256 of the rows: `%s`.",
        result.truncated(), spec.maxTokens(), spec.datasetSha256());
  }

  private long count(Split split, int label) {
    List<TextExample> of = examples.of(split);
    return of.stream().filter(example -> example.label() == label).count();
  }

  private void settings() {
    section("How it was trained");
    line("| | |");
    line("|---|---|");
    setting("frozen blocks", spec.frozenBlocks());
    setting("trained parameters", result.parametersTrained());
    setting("frozen parameters", result.parametersFrozen());
    setting("learning rate, head", spec.headLearningRate());
    setting("learning rate, body", spec.bodyLearningRate());
    setting("epochs trained", result.epochsDone() + " of " + spec.epochs());
    setting("epoch kept", result.bestEpoch());
    setting("batch size", spec.batchSize());
    setting("weight decay", spec.weightDecay());
    setting("warm-up share", spec.warmupShare());
    setting("largest gradient norm", spec.clipNorm());
    setting("pooling", spec.pooling());
    setting("seed", spec.seed());
    setting("SHA-256 of the base model", spec.baseModelSha256());
    setting("SHA-256 of model.onnx", result.modelSha256());
    result.environment().forEach((name, value) -> setting(name, plain(value)));
  }

  private void setting(String name, Object value) {
    line("| %s | %s |", name, value);
  }

  private void limits() {
    section("Limits");
    line(
        "It knows only these classes and texts like those of its data set: every text gets one of"
            + " them, however foreign it is. Probabilities are not calibrated. A text is read up to"
            + " token %d.",
        spec.maxTokens());
  }

  private void use() {
    section("Use");
    line("```");
    line("pip install onnxruntime tokenizers numpy");
    line("python predict.py \"a text\"");
    line("python predict.py < texts.jsonl    # lines of {\"text\": …}");
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
