package io.headstart.worker.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.protocol.Example;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BagOfWordsTest {
  private static final List<String> CLASSES = List.of("good", "bad");
  @TempDir Path folder;

  @Test
  void aTextBecomesItsWordsAndPairs() {
    assertEquals(
        List.of("don", "t", "panic2", "好", "é", "don t", "t panic2", "panic2 好", "好 é"),
        Words.terms("Don't PANIC2,好 É!"));
    assertEquals(List.of(), Words.terms(" … "));
  }

  /** Only the order of two words tells the classes apart: single words can't. */
  @Test
  void itLearnsFromPairsOfWords() throws Exception {
    List<Example> rows = rows(300);
    BagOfWords.Answers answers = answer(rows);
    long right =
        rows.stream()
            .filter(row -> row.split() == Split.TEST)
            .filter(row -> answers.byId().get(row.id()) == CLASSES.indexOf(row.label()))
            .count();
    assertEquals(60, rows.stream().filter(row -> row.split() == Split.TEST).count());
    assertTrue(right >= 57, right + " of 60 right");
    assertEquals(120, answers.byId().size());
    assertEquals(answers, answer(rows), "the same rows, the same answers");
  }

  @Test
  void weightsAreTfIdfOfLengthOne() {
    Vocabulary.Counter counter = new Vocabulary.Counter();
    counter.add("red red blue");
    counter.add("red green");
    counter.add("blue once");
    Vocabulary vocabulary = counter.vocabulary(100);
    assertEquals(2, vocabulary.size(), "terms of one text are left out");
    SparseRow row = vocabulary.row("RED red blue unknown", 1);
    double idf = Math.log(4.0 / 3) + 1;
    double length = Math.sqrt(4 * idf * idf + idf * idf);
    // blue stands before red: as many texts, first by name.
    assertEquals(idf / length, row.values()[0], 1e-6);
    assertEquals(2 * idf / length, row.values()[1], 1e-6);
    assertEquals(0, vocabulary.row("nothing known", 0).terms().length);
  }

  @Test
  void whoeverWatchesMayEndIt() throws Exception {
    Path file = write(rows(50));
    assertThrows(
        InterruptedException.class,
        () ->
            new BagOfWords(file, CLASSES, folder)
                .answer(
                    share -> {
                      if (share > 0.1) {
                        throw new InterruptedException();
                      }
                    }));
  }

  private BagOfWords.Answers answer(List<Example> rows) throws Exception {
    return new BagOfWords(write(rows), CLASSES, folder).answer(share -> {});
  }

  private static List<Example> rows(int count) {
    Random random = new Random(4);
    List<Example> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean good = random.nextBoolean();
      String text =
          "w"
              + random.nextInt(30)
              + (good ? " not dear but fine " : " not fine but dear ")
              + "w"
              + random.nextInt(30);
      Split split = i % 5 < 3 ? Split.TRAIN : i % 5 == 3 ? Split.VALIDATION : Split.TEST;
      rows.add(new Example(i + 1, split, good ? "good" : "bad", text));
    }
    return rows;
  }

  private Path write(List<Example> rows) throws Exception {
    StringBuilder lines = new StringBuilder();
    for (Example row : rows) {
      lines.append(Protocol.json().writeValueAsString(row)).append('\n');
    }
    return Files.writeString(folder.resolve("rows.jsonl"), lines);
  }
}
