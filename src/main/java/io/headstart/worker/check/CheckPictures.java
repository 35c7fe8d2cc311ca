package io.headstart.worker.check;

import io.headstart.datafile.Findings;
import io.headstart.datafile.Flaw;
import io.headstart.datafile.PictureArchive;
import io.headstart.datafile.PictureEntry;
import io.headstart.datafile.UnusableFile;
import io.headstart.protocol.CheckReport;
import io.headstart.protocol.CheckReport.ClassCount;
import io.headstart.protocol.CheckReport.PictureFacts;
import io.headstart.protocol.CheckSpec;
import io.headstart.protocol.Example;
import io.headstart.protocol.Finding.Severity;
import io.headstart.protocol.Modality;
import io.headstart.protocol.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks an archive of labelled pictures: decodes each once, two at a time, and keeps of each but a
 * few numbers, so the heap does not grow with the pictures' size. The same file and seed give the
 * same rows. A bad file is no error here but a report that is not usable. One use.
 */
public final class CheckPictures {
  private static final int SHOWN_OF_A_CLASS = 8;

  private final CheckSpec spec;
  private final Path scratch;
  private final CheckListener listener;
  private final Findings findings;
  private final PictureSizes sizes = new PictureSizes();
  private final List<Example> shown = new ArrayList<>();
  private boolean isArchive;
  private boolean splitsGiven;
  private Map<String, ClassCount> classes = Map.of();
  private long seen;
  private long kept;
  private long duplicates;

  /**
   * @param scratch an existing folder for temporary files
   */
  public CheckPictures(CheckSpec spec, Path scratch, CheckListener listener) {
    this.spec = spec;
    this.scratch = scratch;
    this.listener = listener;
    this.findings = new Findings(spec.fileName());
  }

  /**
   * Where a check writes what it keeps; all absent when the report is not usable.
   *
   * @param rows JSON lines of {@link Example}
   * @param thumbnails as {@link CheckSpec#THUMBNAILS}
   * @param index as {@link CheckSpec#THUMBNAIL_INDEX}
   */
  public record Outputs(Path rows, Path thumbnails, Path index) {}

  /**
   * Checks the archive.
   *
   * @param upload a copy of the user's file
   * @param sha256 hexadecimal hash of it
   * @throws IOException when a file of our own can't be read or written
   */
  public CheckReport run(Path upload, String sha256, Outputs outputs) throws IOException {
    long bytes = Files.size(upload);
    try {
      Arrived.refuseOther(spec, bytes, sha256);
      try (PictureArchive archive = PictureArchive.open(upload)) {
        isArchive = true;
        check(archive, outputs);
      }
    } catch (UnusableFile e) {
      findings.add(e.finding(spec.fileName()));
    }
    boolean usable = !findings.hasError();
    if (!usable) {
      Files.deleteIfExists(outputs.rows);
      Files.deleteIfExists(outputs.thumbnails);
      Files.deleteIfExists(outputs.index);
      kept = 0;
      shown.clear();
    }
    return new CheckReport(
        usable,
        isArchive ? "zip" : null,
        List.of(),
        null,
        null,
        spec.seed(),
        sha256,
        bytes,
        seen,
        kept,
        duplicates,
        classes,
        0,
        0,
        findings.worstFirst(),
        List.copyOf(shown),
        PeakHeap.bytes(),
        Modality.PICTURES,
        new PictureFacts(sizes.kinds(), sizes.smallest(), sizes.largest(), splitsGiven));
  }

  private void check(PictureArchive archive, Outputs outputs) throws IOException, UnusableFile {
    List<PictureEntry> entries = archive.entries();
    seen = (long) entries.size() + archive.leftOut().size();
    for (PictureArchive.LeftOut out : archive.leftOut()) {
      leaveOut(out.name(), out.why());
    }
    if (archive.ignored() > 0) {
      findings.file(
          Severity.NOTE,
          null,
          "Hidden files and leavings of file managers were passed over.",
          "Nothing needs to be done.",
          archive.ignored());
    }
    Classes labels = labels(entries);
    long[] keys = new long[entries.size()];
    int[] ofClass = new int[entries.size()];
    try (Thumbnails thumbnails = new Thumbnails(outputs.thumbnails, entries.size())) {
      Looks.at(
          archive, (i, look) -> take(entries.get(i), i, look, labels, keys, ofClass, thumbnails));
      PictureSplit split = new PictureSplit(entries, keys, ofClass, labels.size(), scratch);
      splitsGiven = split.isGiven();
      new SplitRules(findings, entries, labels).apply(ofClass, split);
      boolean[] stays = write(entries, keys, ofClass, labels, split, outputs.rows);
      classes = labels.largestFirst();
      PictureQuality quality = new PictureQuality(findings, classes);
      quality.requireEnough(kept, spec.fileName());
      labels.noteOddities(findings);
      thumbnails.index(outputs.index, stays);
      if (!findings.hasError()) {
        quality.note(kept, duplicates, split);
      }
    }
  }

  private static Classes labels(List<PictureEntry> entries) throws UnusableFile {
    Classes labels = new Classes(null);
    for (PictureEntry entry : entries) {
      if (labels.size() == Classes.MOST && !labels.knows(entry.label())) {
        throw new UnusableFile(
            null,
            null,
            "The archive has more than 1,000 class folders.",
            "Put the pictures of one class into one folder, and these folders side by side.");
      }
      labels.number(entry.label(), 0);
    }
    return labels;
  }

  private void take(
      PictureEntry entry,
      int index,
      Look look,
      Classes labels,
      long[] keys,
      int[] ofClass,
      Thumbnails thumbnails)
      throws IOException {
    if (look.bad() != null) {
      leaveOut(entry.name(), look.bad());
      ofClass[index] = -1;
    } else {
      keys[index] = mixed(look.bytesKey());
      ofClass[index] = labels.known(entry.label());
      thumbnails.add(index, look.thumbnail());
      sizes.add(look.facts());
    }
    if (index % 50 == 0 || index == keys.length - 1) {
      listener.at("looking", index + 1L, keys.length);
    }
  }

  /** Another seed, another order; from 0 on. */
  private long mixed(long key) {
    long mixed = key ^ (spec.seed() * 0x9E3779B97F4A7C15L);
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return (mixed ^ (mixed >>> 31)) & Long.MAX_VALUE;
  }

  private void leaveOut(String entry, Flaw why) {
    findings.entry(Severity.WARNING, why.reason(), entry, why.text(), why.wayOut());
  }

  private boolean[] write(
      List<PictureEntry> entries,
      long[] keys,
      int[] ofClass,
      Classes labels,
      PictureSplit split,
      Path rows)
      throws IOException {
    boolean[] stays = new boolean[keys.length];
    int[] shownOf = new int[labels.size()];
    int most =
        Math.max(
            1, Math.min(SHOWN_OF_A_CLASS, CheckReport.MOST_SHOWN / Math.max(1, labels.size())));
    KeyTable different = new KeyTable();
    try (KeptRows lines = new KeptRows(rows)) {
      for (int i = 0; i < keys.length; i++) {
        Split part = split.of(i);
        if (part == null) {
          continue;
        }
        PictureEntry entry = entries.get(i);
        Example example = new Example(i + 1L, part, entry.label(), entry.name());
        lines.add(example);
        labels.count(ofClass[i], part);
        different.add(keys[i], ofClass[i], 1);
        // Of those to learn from: whoever looks at the test's pictures begins to fit to them.
        if (part == Split.TRAIN
            && shownOf[ofClass[i]]++ < most
            && shown.size() < CheckReport.MOST_SHOWN) {
          shown.add(example);
        }
        stays[i] = true;
        kept++;
      }
    }
    duplicates = kept - different.size();
    return stays;
  }
}
