package io.headstart.worker.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.datafile.Examples;
import io.headstart.protocol.CheckReport;
import io.headstart.protocol.CheckReport.ClassCount;
import io.headstart.protocol.CheckSpec;
import io.headstart.protocol.Example;
import io.headstart.protocol.Finding;
import io.headstart.protocol.Modality;
import io.headstart.protocol.Split;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckFileTest {
  @TempDir Path folder;
  private Checked checked;

  @BeforeEach
  void open() {
    checked = new Checked(folder);
  }

  @Test
  void theSampleIsUsableAsItIs() throws Exception {
    byte[] sample;
    try (InputStream in = getClass().getResourceAsStream("/samples/spam-or-ham.csv")) {
      sample = in.readAllBytes();
    }
    CheckReport report = checked.check(sample);
    assertTrue(report.usable());
    assertEquals("csv", report.format());
    assertEquals("text", report.textColumn());
    assertEquals("label", report.labelColumn());
    assertEquals(800, report.rowsRead());
    assertEquals(800, report.rowsKept());
    assertEquals(0, report.duplicates());
    assertEquals(new ClassCount(280, 60, 60), report.classes().get("spam"));
    assertEquals(new ClassCount(280, 60, 60), report.classes().get("ham"));
    assertEquals(20, report.firstRows().size());
    assertTrue(report.longerThanMaximum() > 0.4 && report.longerThanMaximum() < 0.9);
    List<Example> rows = rows();
    assertEquals(800, rows.size());
    assertEquals(1, rows.get(0).id());
    assertEquals(800, rows.get(799).id());
  }

  @Test
  void theSameFileSeedAndColumnsGiveTheSameBytesAndAnotherSeedAnotherSplit() throws Exception {
    String file = mails(500, new Random(1));
    checked.check(file);
    byte[] first = Files.readAllBytes(checked.rows());
    checked.check(file);
    assertArrayEquals(first, Files.readAllBytes(checked.rows()));
    Map<Long, Split> splits = splits();
    checked.seed = 8;
    checked.check(file);
    assertNotEquals(splits, splits());
  }

  @Test
  void everyClassIsSplitExactlyWhenNoTextRepeats() throws Exception {
    StringBuilder file = new StringBuilder("label,text\n");
    for (int i = 0; i < 1300; i++) {
      file.append(i < 1000 ? "common" : i < 1100 ? "seldom" : i < 1103 ? "rare" : "other");
      file.append(",a text of its own ").append(i).append('\n');
    }
    Map<String, ClassCount> classes = checked.check(file.toString()).classes();
    assertEquals(new ClassCount(700, 150, 150), classes.get("common"));
    assertEquals(new ClassCount(70, 15, 15), classes.get("seldom"));
    assertEquals(new ClassCount(1, 1, 1), classes.get("rare"));
    assertEquals(List.of("common", "other", "seldom", "rare"), List.copyOf(classes.keySet()));
  }

  @Test
  void equalTextsStayInOnePartWhateverTheirLabelCaseAndSpaces() throws Exception {
    Random random = new Random(3);
    StringBuilder file = new StringBuilder("text,label\n");
    for (int i = 0; i < 3000; i++) {
      int text = random.nextInt(700);
      String spaced = random.nextBoolean() ? "The  Text number " : " the text NUMBER ";
      file.append('"').append(spaced).append(text).append('"');
      file.append(random.nextInt(20) == 0 ? ",a\n" : ",b\n");
    }
    CheckReport report = checked.check(file.toString());
    Map<String, Split> byText = new HashMap<>();
    for (Example row : rows()) {
      String text = row.text().strip().toLowerCase().replaceAll("\\s+", " ");
      Split before = byText.putIfAbsent(text, row.split());
      assertTrue(before == null || before == row.split(), text);
    }
    assertEquals(3000 - byText.size(), report.duplicates());
    double train = report.classes().get("b").train() / (double) report.classes().get("b").total();
    assertTrue(Math.abs(train - 0.7) < 0.03, "train " + train);
  }

  @Test
  void aTextThatIsMostOfItsClassIsTrainedOn() throws Exception {
    StringBuilder file = new StringBuilder("text,label\n");
    for (int i = 0; i < 90; i++) {
      file.append("always the same,a\nsome text ").append(i).append(",b\n");
    }
    file.append("another,a\nstill another,a\n");
    ClassCount a = checked.check(file.toString()).classes().get("a");
    assertEquals(new ClassCount(90, 1, 1), a);
  }

  @Test
  void rowsKeepTheNumbersThatUsersCount() throws Exception {
    String file =
        mails(40, new Random(2)) + "\n\"over\ntwo lines\",ham\n,ham\nlast row here,spam\n";
    CheckReport report = checked.check(file);
    List<Example> rows = rows();
    // 40 rows, an empty line, a cell over two lines, a row without a text.
    assertEquals(44, rows.get(rows.size() - 1).id());
    assertEquals("over\ntwo lines", rows.get(rows.size() - 2).text());
    Finding empty =
        report.findings().stream().filter(f -> f.row() != null).findFirst().orElseThrow();
    assertEquals(44L, empty.row());
    assertEquals("text", empty.column());
  }

  @Test
  void columnsAreProposedByWhatTheyHoldAndNotByTheirPlace() throws Exception {
    StringBuilder file = new StringBuilder("ticket;opened;kind;what happened\n");
    for (int i = 0; i < 200; i++) {
      file.append(10_000 + i).append(";2024-01-").append(10 + i % 19).append(';');
      file.append(i % 3 == 0 ? "billing" : i % 3 == 1 ? "outage" : "question");
      file.append(";the customer writes that this and that is number ").append(i).append('\n');
    }
    CheckReport report = checked.check(file.toString());
    assertEquals("what happened", report.textColumn());
    assertEquals("kind", report.labelColumn());
    assertEquals(List.of("ticket", "opened", "kind", "what happened"), report.columns());
  }

  @Test
  void columnsThatWereChosenAreTakenAndMissingOnesNamed() throws Exception {
    String file = "text,label,other\n" + "a b c,x,1\n".repeat(3) + mailsOf(60, ",2\n");
    CheckReport chosen = checked.columns("text", "other").check(file);
    assertEquals("other", chosen.labelColumn());
    CheckReport missing = checked.columns("text", "klass").check(file);
    assertFalse(missing.usable());
    Finding finding = missing.findings().get(0);
    assertEquals("The file has no column \"klass\".", finding.text());
    assertEquals("Choose one of its columns: \"text\", \"label\", \"other\".", finding.wayOut());
  }

  @Test
  void textsAreCountedWithTheModelsTokenizer() throws Exception {
    StringBuilder file = new StringBuilder("text,label\n");
    for (int i = 0; i < 100; i++) {
      // 10 words of one token each, a number of one or two, two special tokens; or one word less.
      file.append(i < 25 ? "the cat sat on the mat and the dog ran " : "the cat sat ");
      file.append(i % 10).append(i % 2 == 0 ? ",a\n" : ",b\n");
    }
    checked.maxTokens = 12;
    assertEquals(0.25, checked.check(file.toString()).longerThanMaximum());
    checked.maxTokens = 13;
    assertEquals(0, checked.check(file.toString()).longerThanMaximum());
  }

  @Test
  void manyRowsAreMeasuredOnASampleThatTheReportNames() throws Exception {
    CheckReport report = checked.check(mails(40_000, new Random(5)));
    Finding sample =
        report.findings().stream()
            .filter(f -> f.text().startsWith("The share of long texts"))
            .findFirst()
            .orElseThrow();
    assertTrue(Math.abs(sample.count() - 20_000) < 1_000, "sample " + sample.count());
  }

  @Test
  void aFileThatIsNotTheOneDeclaredIsNotRead() throws Exception {
    Path file = folder.resolve("upload");
    Files.writeString(file, mails(50, new Random(1)), UTF_8);
    long size = Files.size(file);
    String hash = "ab".repeat(32);
    CheckSpec longer =
        new CheckSpec("mails.csv", size + 1, null, null, null, 1, 128, Modality.TEXT);
    CheckSpec other =
        new CheckSpec("mails.csv", size, "cd".repeat(32), null, null, 1, 128, Modality.TEXT);
    for (CheckSpec spec : List.of(longer, other)) {
      CheckReport report =
          new CheckFile(spec, folder, (phase, done, total) -> {})
              .run(file, hash, Checked.tokenizer(folder), checked.rows());
      assertFalse(report.usable());
      assertEquals(0, report.rowsRead());
      assertEquals(Finding.Severity.ERROR, report.findings().get(0).severity());
      assertEquals(hash, report.sha256());
    }
  }

  private static String mails(int rows, Random random) {
    StringBuilder out = new StringBuilder("text,label\n");
    for (int i = 0; i < rows; i++) {
      out.append("mail ").append(i).append(" of word ").append(random.nextInt(1000));
      out.append(random.nextInt(3) == 0 ? ",spam\n" : ",ham\n");
    }
    return out.toString();
  }

  private static String mailsOf(int rows, String end) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      out.append("mail ").append(i).append(i % 2 == 0 ? ",spam" : ",ham");
      out.append(i % 4 == 0 ? ",1\n" : end);
    }
    return out.toString();
  }

  private List<Example> rows() throws Exception {
    List<Example> all = new ArrayList<>();
    try (Examples examples = Examples.read(checked.rows())) {
      for (Example row = examples.next(); row != null; row = examples.next()) {
        all.add(row);
      }
    }
    return all;
  }

  private Map<Long, Split> splits() throws Exception {
    Map<Long, Split> splits = new HashMap<>();
    rows().forEach(row -> splits.put(row.id(), row.split()));
    return splits;
  }
}
