package io.headstart.worker.check;

import static io.headstart.worker.check.Wording.counted;

import io.headstart.datafile.Findings;
import io.headstart.datafile.Table;
import io.headstart.datafile.UnusableFile;
import io.headstart.protocol.CheckReport;
import io.headstart.protocol.CheckReport.ClassCount;
import io.headstart.protocol.CheckSpec;
import io.headstart.protocol.Example;
import io.headstart.protocol.Finding.Severity;
import io.headstart.protocol.Modality;
import io.headstart.protocol.Split;
import io.headstart.worker.task.TextKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks one file of labelled text: reads it as a stream, twice or three times (columns if none
 * were given, split, kept rows), within a heap that the file's size does not change. The same file,
 * seed and columns give the same bytes. A bad file is no error here but a report that is not
 * usable. One use.
 */
public final class CheckFile {
  private static final int FIRST_ROWS = 20;
  private static final int FIRST_TEXT = 500;
  private static final int MOST_COLUMN_CHARACTERS = 50_000;

  private final CheckSpec spec;
  private final Path scratch;
  private final CheckListener listener;
  private final Findings findings;
  private final List<Example> firstRows = new ArrayList<>();
  private @Nullable String format;
  private List<String> names = List.of();
  private @Nullable Columns columns;
  private Map<String, ClassCount> classes = Map.of();
  private long rowsRead;
  private long rowsKept;
  private long duplicates;
  private double longer;

  /**
   * @param scratch an existing folder for temporary files
   */
  public CheckFile(CheckSpec spec, Path scratch, CheckListener listener) {
    this.spec = spec;
    this.scratch = scratch;
    this.listener = listener;
    this.findings = new Findings(spec.fileName());
  }

  /**
   * Checks the file.
   *
   * @param upload a copy of the user's file
   * @param sha256 hexadecimal hash of it
   * @param tokenizer {@code tokenizer.json}
   * @param rows where the kept rows go; absent afterwards when the report is not usable
   * @throws IOException when a file of our own can't be read or written
   */
  public CheckReport run(Path upload, String sha256, Path tokenizer, Path rows) throws IOException {
    long bytes = Files.size(upload);
    try {
      Arrived.refuseOther(spec, bytes, sha256);
      choose(upload);
      divide(upload, tokenizer, rows);
    } catch (UnusableFile e) {
      findings.add(e.finding(spec.fileName()));
    }
    boolean usable = !findings.hasError();
    if (!usable) {
      Files.deleteIfExists(rows);
      rowsKept = 0;
    }
    return new CheckReport(
        usable,
        format,
        bounded(names),
        columns == null ? spec.textColumn() : columns.text(),
        columns == null ? spec.labelColumn() : columns.label(),
        spec.seed(),
        sha256,
        bytes,
        rowsRead,
        rowsKept,
        duplicates,
        classes,
        longer,
        spec.maxTokens(),
        findings.worstFirst(),
        List.copyOf(firstRows),
        PeakHeap.bytes(),
        Modality.TEXT,
        null);
  }

  private void choose(Path upload) throws IOException, UnusableFile {
    if (spec.textColumn() != null && spec.textColumn().equals(spec.labelColumn())) {
      throw new UnusableFile(
          null,
          spec.textColumn(),
          "Text and label can't be the same column.",
          "Choose two different columns.");
    }
    // What is wrong with rows is told when they are read for the split; here it would count twice.
    Findings ofRows = new Findings(spec.fileName());
    try (Table table = Table.open(Files.newInputStream(upload), ofRows)) {
      format = table.format();
      names = table.columns();
      try {
        columns = Columns.propose(table, spec.textColumn(), spec.labelColumn(), findings, listener);
      } finally {
        rowsRead = table.rowsRead();
      }
    } catch (UnusableFile e) {
      ofRows.worstFirst().forEach(findings::add);
      throw e;
    }
  }

  private void divide(Path upload, Path tokenizer, Path rows) throws IOException, UnusableFile {
    Columns chosen = Objects.requireNonNull(columns);
    Classes labels = new Classes(chosen.label());
    TextKey keys = new TextKey(spec.seed());
    try (TextGroups groups = new TextGroups(scratch)) {
      try (Table table = Table.open(Files.newInputStream(upload), findings)) {
        Labelled kept = new Labelled(table, chosen, findings);
        for (Labelled.Item item = kept.next(); item != null; item = kept.next()) {
          groups.add(keys.of(item.text()), labels.number(item.label(), item.number()));
          tell("reading", groups.rows());
        }
      }
      labels.noteOddities(findings);
      labels.noteDataInHeader(findings);
      SplitPlan plan = new SplitPlan(groups, labels.size());
      TextQuality quality = new TextQuality(findings, spec.fileName(), chosen);
      quality.requireEnough(groups.rows(), labels, plan);
      if (findings.hasError()) {
        return;
      }
      duplicates = plan.duplicates();
      write(upload, tokenizer, rows, chosen, labels, plan, groups.rows(), quality);
      quality.note(rowsKept, duplicates);
    }
  }

  private void tell(String phase, long done) {
    if (done % 1_000 == 0) {
      listener.at(phase, done, rowsRead);
    }
  }

  private void write(
      Path upload,
      Path tokenizer,
      Path rows,
      Columns chosen,
      Classes labels,
      SplitPlan plan,
      long total,
      TextQuality quality)
      throws IOException, UnusableFile {
    TextKey keys = new TextKey(spec.seed());
    try (Lengths lengths = new Lengths(tokenizer, spec.maxTokens(), total);
        Table table = Table.open(Files.newInputStream(upload), new Findings(spec.fileName()));
        KeptRows lines = new KeptRows(rows)) {
      Labelled kept = new Labelled(table, chosen, new Findings(spec.fileName()));
      for (Labelled.Item item = kept.next(); item != null; item = kept.next()) {
        long key = keys.of(item.text());
        int cls = labels.number(item.label(), item.number());
        if (quality.leavesOut(item, key, cls, labels, plan)) {
          continue;
        }
        Split split = plan.of(key, cls);
        labels.count(cls, split);
        lines.add(new Example(item.id(), split, item.label(), item.text()));
        lengths.add(item.text(), key);
        if (firstRows.size() < FIRST_ROWS) {
          firstRows.add(
              new Example(item.id(), split, item.label(), Wording.cut(item.text(), FIRST_TEXT)));
        }
        tell("writing", ++rowsKept);
      }
      longer = lengths.shareLonger();
      if (lengths.counted() < rowsKept) {
        findings.file(
            Severity.NOTE,
            chosen.text(),
            "The share of long texts was measured on a sample of "
                + counted(lengths.counted(), "row")
                + ".",
            "Nothing needs to be done.",
            lengths.counted());
      }
    }
    classes = labels.largestFirst();
  }

  private static List<String> bounded(List<String> names) {
    List<String> some = new ArrayList<>();
    int characters = 0;
    for (String name : names) {
      characters += name.length();
      if (characters > MOST_COLUMN_CHARACTERS) {
        break;
      }
      some.add(name);
    }
    return some;
  }
}
