package io.headstart.worker.task;

import io.headstart.datafile.BadPicture;
import io.headstart.datafile.Picture;
import io.headstart.datafile.PictureArchive;
import io.headstart.datafile.PictureEntry;
import io.headstart.datafile.Pictures;
import io.headstart.datafile.UnusableFile;
import io.headstart.protocol.PictureSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Pictures of an archive; decoded when a batch asks for them, and kept nowhere. */
public final class PictureExamples implements Examples {
  private static final int CHANNELS = 3;

  private final Splits splits;
  private final PictureArchive archive;
  private final PictureSettings settings;
  private final Preparation preparation;
  private final long seed;

  private PictureExamples(
      Splits splits, PictureArchive archive, PictureSettings settings, long seed) {
    this.splits = splits;
    this.archive = archive;
    this.settings = settings;
    this.preparation = new Preparation(settings);
    this.seed = seed;
  }

  /**
   * Reads all rows and opens the archive.
   *
   * @param rows JSON lines of {@link io.headstart.protocol.Example}, the text an entry's name
   * @param zip the archive; must stay as it is until {@link #close}
   * @param classes labels in the order of the logits
   * @param seed of random variants
   * @throws RowsUnusable as {@link Splits#read} says, or when the archive can't be read or lacks a
   *     picture
   */
  public static PictureExamples read(
      Path rows, Path zip, List<String> classes, PictureSettings settings, long seed)
      throws IOException, RowsUnusable {
    PictureArchive archive;
    try {
      archive = PictureArchive.open(zip);
    } catch (UnusableFile e) {
      throw new RowsUnusable(
          "archive-unreadable",
          "The archive of pictures can't be read (" + e.getMessage() + "). Upload it again.");
    }
    boolean whole = false;
    try {
      Set<String> names = new HashSet<>();
      archive.entries().stream().map(PictureEntry::name).forEach(names::add);
      Splits splits =
          Splits.read(
              rows,
              classes,
              (row, label, index) -> {
                if (!names.contains(row.text())) {
                  throw new RowsUnusable(
                      "picture-missing",
                      "The archive has no picture "
                          + row.text()
                          + ". Run the data set's check again.");
                }
                return new PictureExample(index, row.id(), row.split(), label, row.text());
              });
      whole = true;
      return new PictureExamples(splits, archive, settings, seed);
    } finally {
      if (!whole) {
        archive.close();
      }
    }
  }

  @Override
  public Splits splits() {
    return splits;
  }

  @Override
  public Inputs inputs(Batch batch) throws IOException, RowsUnusable {
    int side = settings.side();
    int each = CHANNELS * side * side;
    float[] values = new float[batch.size() * each];
    for (int i = 0; i < batch.size(); i++) {
      Sample sample = batch.samples().get(i);
      int view = batch.views()[i];
      Picture picture = decode(sample);
      if (view == 0) {
        preparation.write(preparation.plain(picture), values, i * each);
      } else {
        preparation.writeVaried(picture, random(sample, view), values, i * each);
      }
    }
    return name -> new Inputs.Floats(values, new long[] {batch.size(), CHANNELS, side, side});
  }

  private long random(Sample sample, int view) {
    return (seed * 1_000_003 + sample.index()) * 1_000_003 + view;
  }

  /**
   * A picture as the model sees it, before its values are normalised.
   *
   * @throws RowsUnusable when it can't be decoded
   */
  public Picture picture(Sample sample) throws IOException, RowsUnusable {
    return preparation.plain(decode(sample));
  }

  private Picture decode(Sample sample) throws IOException, RowsUnusable {
    String entry = ((PictureExample) sample).entry();
    try {
      return Pictures.decode(archive.read(entry), settings.side());
    } catch (BadPicture e) {
      throw new RowsUnusable(
          "picture-unreadable",
          "The picture "
              + entry
              + " can't be read: "
              + e.flaw().text()
              + " Take it out of the archive or replace it, and upload the archive again.");
    }
  }

  @Override
  public long bytes(Batch batch) {
    return (long) batch.size() * CHANNELS * settings.side() * settings.side() * Float.BYTES;
  }

  @Override
  public long cut() {
    return 0;
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
