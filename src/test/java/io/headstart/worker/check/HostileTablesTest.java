package io.headstart.worker.check;

import static io.headstart.worker.check.HostileFile.good;
import static io.headstart.worker.check.HostileFile.is;
import static io.headstart.worker.check.HostileFile.more;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables with a header that are broken, odd, or hold nothing to learn from. */
class HostileTablesTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void aHostileFileGetsItsFinding(HostileFile file) throws Exception {
    file.assertFound(folder);
  }

  static Stream<HostileFile> files() {
    return Stream.of(
        is("empty", "", 0, "ERROR|null|null|1|The file is empty."),
        is(
            "only empty lines",
            "\n\n\n",
            0,
            "ERROR|null|null|1|The file holds no rows, only empty lines."),
        is(
            "header only",
            "text,label\n",
            0,
            "ERROR|null|null|1|The file has a header but no rows."),
        is("three rows", good(3), 0, "ERROR|null|label|1|Only 3 rows can be used."),
        is(
            "one class",
            good(20).replace("spam", "ham"),
            0,
            "ERROR|null|label|1|Every row has the label \"ham\"."),
        is(
            "unclosed quote",
            good(20) + "\"never closed,ham\n" + more(20, 30),
            0,
            "ERROR|22|null|1|Row 22 opens a double quote that is never closed."),
        is(
            "text behind a quote",
            good(20) + "\"said \"hello\" to me\",ham\n",
            0,
            "ERROR|22|null|1|Row 22 has text behind a closing double quote."),
        is(
            "quote open for long",
            good(20) + "\"" + "x,y\n".repeat(400_000),
            0,
            "ERROR|22|null|1|Row 22 has a cell longer than 1 Mi characters, or a quote is not closed in it."),
        is(
            "long line",
            good(20) + "x".repeat(3 << 20) + ",ham\n" + more(20, 5),
            0,
            "ERROR|22|null|1|Row 22 has a cell longer than 1 Mi characters, or a quote is not closed in it."),
        is(
            "long cell",
            good(120) + "x".repeat(300_000) + ",ham\n" + more(120, 5),
            125,
            "WARNING|122|text|1|Row 122 has a text of more than 262,144 characters: left out."),
        is(
            "many cells",
            good(120) + "x,".repeat(200_000) + "\n" + more(120, 5),
            125,
            "WARNING|122|null|1|Row 122 has 200,001 cells, the header has 2: left out."),
        is(
            "long row of many cells",
            good(120) + ("y".repeat(999) + ",").repeat(2_000) + "\n",
            120,
            "WARNING|122|null|1|Row 122 has 2,001 cells, the header has 2: left out."),
        is(
            "too many columns",
            "a,".repeat(20_000) + "b\n1,2\n",
            0,
            "ERROR|1|null|1|The header has more than 10,000 columns or more than 1 Mi characters."),
        is(
            "ragged",
            good(120) + "only one cell\na,b,c\n" + more(120, 5),
            125,
            "WARNING|122|null|2|Row 122 has 1 cell, the header has 2: left out."),
        is(
            "empty labels",
            good(120) + "text one,\ntext two,  \n",
            120,
            "WARNING|122|label|2|Row 122 has no label: left out."),
        is(
            "empty texts",
            good(120) + ",ham\n",
            120,
            "WARNING|122|text|1|Row 122 has no text: left out."),
        is(
            "long label",
            good(120) + "text," + "l".repeat(300) + "\n",
            120,
            "WARNING|122|label|1|Row 122 has a label of more than 100 characters: left out."),
        is(
            "two columns alike",
            "text,label,text\na,b,c\n",
            0,
            "ERROR|1|text|1|Two columns are called \"text\"."),
        is(
            "one column",
            "text\nhello\nworld\n",
            0,
            "ERROR|null|null|1|The file has only one column that holds something; a text and a label are needed."),
        is(
            "no label",
            "id,text\n" + ids(300),
            0,
            "ERROR|null|null|1|No column looks like a label: none has few, short and repeated values."),
        is(
            "semicolons",
            good(120).replace(',', ';'),
            120,
            "NOTE|null|null|120|Taken as text: \"text\" (22 characters on average); as label: \"label\" (2 different values)."),
        is(
            "tabs",
            good(120).replace(',', '\t'),
            120,
            "NOTE|null|null|120|Taken as text: \"text\" (22 characters on average); as label: \"label\" (2 different values)."),
        is(
            "old mac line ends",
            good(120).replace('\n', '\r'),
            120,
            "NOTE|null|null|120|Taken as text: \"text\" (22 characters on average); as label: \"label\" (2 different values)."),
        is(
            "windows line ends",
            good(120).replace("\n", "\r\n"),
            120,
            "NOTE|null|null|120|Taken as text: \"text\" (22 characters on average); as label: \"label\" (2 different values)."),
        is(
            "empty lines between",
            good(120).replace("\n", "\n\n") + "no label,\n",
            120,
            "WARNING|243|label|1|Row 243 has no label: left out."),
        is(
            "cells over lines",
            good(120) + "\"one\ntwo\",ham\nno label,\n",
            121,
            "WARNING|123|label|1|Row 123 has no label: left out."),
        is(
            "formula",
            good(120) + "=cmd|' /C calc'!A0,ham\n",
            121,
            "NOTE|null|null|121|Taken as text: \"text\" (22 characters on average); as label: \"label\" (2 different values)."),
        is(
            "small class",
            good(120) + "rare one,rare\nrare two,rare\n",
            120,
            "WARNING|122|label|2|The class \"rare\" has fewer than three different texts: left out."),
        is(
            "labels by case",
            good(120).replace("number 4,spam", "number 4,Spam") + "a,Spam\nb,Spam\nc,Spam\n",
            123,
            "WARNING|null|label|1|The labels \"spam\" and \"Spam\" count as two classes."),
        is(
            "same text, other label",
            good(120) + "this is mail number 4,ham\n",
            121,
            "WARNING|6|label|2|The text of row 6 stands there with different labels."),
        is(
            "duplicates",
            good(120) + more(0, 5),
            125,
            "NOTE|null|null|125|Taken as text: \"text\" (22 characters on average); as label: \"label\" (2 different values)."),
        is(
            "header is data",
            "so good,pos\n" + good(120).substring(11).replace("ham", "pos"),
            120,
            "WARNING|null|pos|1|The first row looks like data: \"pos\" is also a label."));
  }

  private static String ids(int rows) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      out.append(i).append(",this is text number ").append(i * 7919).append('\n');
    }
    return out.toString();
  }
}
