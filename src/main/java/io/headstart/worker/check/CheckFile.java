package io.headstart.worker.check;

import static io.headstart.worker.check.Wording.counted;
import static io.headstart.worker.check.Wording.quoted;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.headstart.datafile.Findings;
import io.headstart.datafile.Table;
import io.headstart.datafile.UnusableFile;
import io.headstart.protocol.CheckReport;
import io.headstart.protocol.CheckReport.ClassCount;
import io.headstart.protocol.CheckSpec;
import io.headstart.protocol.Example;
import io.headstart.protocol.Finding.Severity;
import io.headstart.protocol.Modality;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Split;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
  private static final int FEWEST_ROWS = 10;
  private static final int FEW_ROWS = 100;
  private static final int FIRST_ROWS = 20;
  private static final int FIRST_TEXT = 500;
  private static final int MOST_COLUMN_CHARACTERS = 50_000;
  private static final ObjectWriter LINES =
      Protocol.json()
          .writer()
          .without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
          .withRootValueSeparator("\n");

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
      requireEnough(groups.rows(), labels, plan);
      if (findings.hasError()) {
        return;
      }
      duplicates = plan.duplicates();
      write(upload, tokenizer, rows, chosen, labels, plan, groups.rows());
    }
    noteQuality();
  }

  private void tell(String phase, long done) {
    if (done % 1_000 == 0) {
      listener.at(phase, done, rowsRead);
    }
  }

  private void requireEnough(long kept, Classes labels, SplitPlan plan) {
    int large = 0;
    for (int i = 0; i < labels.size(); i++) {
      large += plan.isTooSmall(i) ? 0 : 1;
    }
    if (kept == 0) {
      error("No row has both a text and a label.", "Choose the right columns, or fill them in.");
    } else if (labels.size() == 1) {
      error(
          "Every row has the label " + quoted(labels.name(0)) + ".",
          "At least two classes are needed: add rows of another one, or choose another column.");
    } else if (kept < FEWEST_ROWS) {
      error(
          "Only " + counted(kept, "row") + " can be used.",
          "At least 10 are needed, and some hundred for a good result.");
    } else if (large < 2) {
      error(
          "Fewer than two classes have three different texts.",
          "Each class needs a text for training, one for validation and one for the test.");
    }
  }

  private void error(String text, String wayOut) {
    findings.add(
        new UnusableFile(null, columns == null ? null : columns.label(), text, wayOut)
            .finding(spec.fileName()));
  }

  private void write(
      Path upload,
      Path tokenizer,
      Path rows,
      Columns chosen,
      Classes labels,
      SplitPlan plan,
      long total)
      throws IOException, UnusableFile {
    TextKey keys = new TextKey(spec.seed());
    try (Lengths lengths = new Lengths(tokenizer, spec.maxTokens(), total);
        Table table = Table.open(Files.newInputStream(upload), new Findings(spec.fileName()));
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(rows), 1 << 16);
        SequenceWriter lines = LINES.writeValues(out)) {
      Labelled kept = new Labelled(table, chosen, new Findings(spec.fileName()));
      for (Labelled.Item item = kept.next(); item != null; item = kept.next()) {
        long key = keys.of(item.text());
        int cls = labels.number(item.label(), item.number());
        if (leftOut(item, key, cls, labels, plan)) {
          continue;
        }
        Split split = plan.of(key, cls);
        labels.count(cls, split);
        lines.write(new Example(item.id(), split, item.label(), item.text()));
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
      lines.flush();
      out.write('\n');
    }
    classes = labels.largestFirst();
  }

  private boolean leftOut(Labelled.Item item, long key, int cls, Classes labels, SplitPlan plan) {
    if (plan.isTooSmall(cls)) {
      findings.row(
          Severity.WARNING,
          "small-class " + cls,
          item.number(),
          columns == null ? null : columns.label(),
          "The class "
              + quoted(labels.name(cls))
              + " has fewer than three different texts: left"
              + " out.",
          "Add rows of this class, or merge it with another one.");
      return true;
    }
    if (plan.isDisputed(key)) {
      findings.row(
          Severity.WARNING,
          "disputed",
          item.number(),
          columns == null ? null : columns.label(),
          "The text of row " + item.number() + " stands there with different labels.",
          "Give equal texts the same label; they stay in one part of the split.");
    }
    return false;
  }

  private void noteQuality() {
    if (duplicates > 0) {
      findings.file(
          Severity.NOTE,
          columns == null ? null : columns.text(),
          counted(duplicates, "row")
              + (duplicates == 1 ? " repeats" : " repeat")
              + " the text of an earlier row.",
          "They stay in one part of the split, so no part knows another's answers.",
          duplicates);
    }
    if (rowsKept < FEW_ROWS) {
      findings.file(
          Severity.WARNING,
          null,
          "Only " + rowsKept + " rows were kept, so few are left to test on.",
          "Some hundred rows make differences between runs tell something.",
          rowsKept);
    }
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
