package io.headstart.worker.train;

import io.headstart.protocol.Modality;
import io.headstart.protocol.PictureSettings;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrainSpec;
import io.headstart.worker.baseline.Baseline;
import io.headstart.worker.baseline.ColourHistogram;
import io.headstart.worker.task.Examples;
import io.headstart.worker.task.PictureExamples;
import io.headstart.worker.task.RowsUnusable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * Pictures of an archive, scaled to squares.
 *
 * @param spec of the run
 * @param settings its settings of pictures
 * @param files with an archive of pictures
 */
record PictureTask(TrainSpec spec, PictureSettings settings, TrainFiles files) implements Task {
  @Override
  public Modality modality() {
    return Modality.PICTURES;
  }

  @Override
  public Examples examples() throws IOException, RowsUnusable {
    Path archive = Objects.requireNonNull(files.pictures(), "a run on pictures needs the archive");
    return PictureExamples.read(files.rows(), archive, spec.classes(), settings, spec.seed());
  }

  @Override
  public Baseline baseline(Examples examples) {
    return new ColourHistogram((PictureExamples) examples, spec.classes().size(), files.scratch());
  }

  @Override
  public String read(Examples examples) {
    return String.format(
        Locale.ROOT,
        "found %d training, %d validation and %d test pictures; each is scaled to %d x %d",
        examples.of(Split.TRAIN).size(),
        examples.of(Split.VALIDATION).size(),
        examples.of(Split.TEST).size(),
        settings.side(),
        settings.side());
  }

  @Override
  public String lessMemory() {
    return "scale pictures to fewer than " + settings.side() + " pixels a side";
  }

  @Override
  public int views() {
    return settings.varies() ? settings.cachedViews() : 1;
  }
}
