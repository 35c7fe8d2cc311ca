package io.headstart.worker.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.protocol.Example;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Split;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextExamplesTest {
  private static final List<String> CLASSES = List.of("a", "b");
  @TempDir Path folder;
  private final List<Example> rows = new ArrayList<>();
  private Path tokenizer;

  @BeforeEach
  void realTokenizerWithPaddingTo128BuiltIn() throws Exception {
    tokenizer = folder.resolve("tokenizer.json");
    try (InputStream in =
        TextExamplesTest.class.getResourceAsStream("/all-minilm-l6-v2-tokenizer.json")) {
      Files.copy(in, tokenizer);
    }
    rows.add(new Example(1, Split.TRAIN, "a", "the cat sat on the mat"));
    rows.add(new Example(2, Split.TRAIN, "b", "a dog"));
    rows.add(new Example(4, Split.VALIDATION, "b", "hello"));
    rows.add(new Example(5, Split.TEST, "b", "word ".repeat(300)));
  }

  @Test
  void textsAreCutAtTheMaximumAndNotPadded() throws Exception {
    TextExamples examples = read();
    assertEquals(8, examples.of(Split.TRAIN).get(0).length());
    assertEquals(4, examples.of(Split.TRAIN).get(1).length());
    int[] cut = ((TextExample) examples.of(Split.TEST).get(0)).tokens();
    assertEquals(32, cut.length);
    assertEquals(101, cut[0], "the first special token stays");
    assertEquals(102, cut[31], "the last special token stays");
    assertEquals(1, examples.cut());
    assertEquals(4, examples.all().size());
  }

  @Test
  void anEmptySplitSaysWhichAndWhatToDo() {
    rows.remove(2);
    refused("empty-split", "validation split");
  }

  @Test
  void oneClassSaysWhatToDo() {
    rows.set(0, new Example(1, Split.TRAIN, "b", "the cat"));
    refused("one-class", "same label");
  }

  @Test
  void aLabelThatIsNoClassIsNamedWithItsRow() {
    rows.add(new Example(77, Split.TRAIN, "c", "what"));
    refused("unknown-label", "Row 77 has the label \"c\"");
  }

  @Test
  void aDamagedLineIsNamed() throws Exception {
    Path file = write();
    Files.writeString(file, Files.readString(file).replace("\"a dog\"}", "\"a d"));
    RowsUnusable e = assertThrows(RowsUnusable.class, () -> read(file));
    assertEquals("rows-unreadable", e.reason());
    assertTrue(e.getMessage().startsWith("Line 2 "), e.getMessage());
    Files.write(file, new byte[] {'{', (byte) 0xff, '}', '\n'});
    assertEquals("rows-unreadable", assertThrows(RowsUnusable.class, () -> read(file)).reason());
    Files.writeString(file, "{\"id\":1}\n");
    assertEquals("rows-unreadable", assertThrows(RowsUnusable.class, () -> read(file)).reason());
  }

  private void refused(String reason, String words) {
    RowsUnusable e = assertThrows(RowsUnusable.class, this::read);
    assertEquals(reason, e.reason());
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  private TextExamples read() throws Exception {
    return read(write());
  }

  private TextExamples read(Path file) throws Exception {
    try (TextTokenizer open = TextTokenizer.open(tokenizer, 32)) {
      return TextExamples.read(file, open, CLASSES);
    }
  }

  private Path write() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (Example row : rows) {
      lines.append(Protocol.json().writeValueAsString(row)).append('\n');
    }
    Path file = folder.resolve("rows.jsonl");
    return Files.writeString(file, lines, StandardCharsets.UTF_8);
  }
}
