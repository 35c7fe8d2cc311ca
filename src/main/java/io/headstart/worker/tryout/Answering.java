package io.headstart.worker.tryout;

import io.headstart.datafile.BadPicture;
import io.headstart.protocol.PictureSettings;
import io.headstart.protocol.QuestionPoll.Answer;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrySpec;
import io.headstart.worker.task.Batch;
import io.headstart.worker.task.Inputs;
import io.headstart.worker.task.Preparation;
import io.headstart.worker.task.Score;
import io.headstart.worker.task.TextExample;
import io.headstart.worker.task.TextInputs;
import io.headstart.worker.task.TextTokenizer;
import io.headstart.worker.task.Tokens;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A run's model with the preparation that it was trained with. For one thread. */
public final class Answering implements AutoCloseable {
  /** An answer that takes longer is broken off; the slowest base model takes a second. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final Network network;
  private final @Nullable TextTokenizer tokenizer;
  private final @Nullable PictureSettings pictures;

  /** Loads it. */
  public Answering(TrySpec spec, Unpacked files) throws IOException {
    network = new Network(files.model(), LONGEST);
    pictures = spec.pictures();
    tokenizer =
        pictures == null
            ? TextTokenizer.open(
                Objects.requireNonNull(files.tokenizer(), "texts need a tokenizer"),
                spec.maxTokens())
            : null;
  }

  /** Whether it reads texts, not pictures. */
  boolean readsTexts() {
    return pictures == null;
  }

  /**
   * What it says to a text.
   *
   * @throws Network.TookTooLong when that took longer than it may
   */
  public Answer text(String text) throws IOException, Network.TookTooLong {
    long began = System.nanoTime();
    TextTokenizer cutter = Objects.requireNonNull(tokenizer, "this model reads pictures");
    Tokens tokens = cutter.encode(text);
    TextExample example = new TextExample(0, 0, Split.TEST, 0, tokens.ids());
    return answer(new TextInputs(Batch.of(List.of(example)), cutter.padId()), tokens.cut(), began);
  }

  /**
   * What it says to a picture.
   *
   * @param content of its file
   * @throws BadPicture when it can't be decoded or has too many pixels
   * @throws Network.TookTooLong when the answer took longer than it may
   */
  public Answer picture(byte[] content) throws IOException, BadPicture, Network.TookTooLong {
    long began = System.nanoTime();
    PictureSettings settings = Objects.requireNonNull(pictures, "this model reads texts");
    float[] values = new Preparation(settings).values(content);
    long[] shape = {1, 3, settings.side(), settings.side()};
    return answer(name -> new Inputs.Floats(values, shape), false, began);
  }

  private Answer answer(Inputs inputs, boolean cut, long began)
      throws IOException, Network.TookTooLong {
    List<Float> shares = Score.softmax(network.logits(inputs));
    return new Answer(shares, (System.nanoTime() - began) / 1e6, cut);
  }

  @Override
  public void close() throws IOException {
    if (tokenizer != null) {
      tokenizer.close();
    }
    network.close();
  }
}
