package io.headstart.worker.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.headstart.protocol.CheckReport;
import io.headstart.protocol.Finding;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files as they come from users' hands, each with the finding that it must get. */
class HostileFilesTest {
  @TempDir Path folder;

  /** What the worst finding says: severity, row, column, rows concerned, text; and rows kept. */
  record Case(String name, byte[] content, int kept, String worst) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void aHostileFileGetsItsFinding(Case hostile) throws Exception {
    Checked checked = new Checked(folder);
    CheckReport report = checked.check(hostile.content());
    assertEquals(hostile.worst(), said(report.findings().get(0)));
    assertEquals(hostile.kept(), report.rowsKept());
    assertEquals(hostile.kept() > 0, report.usable());
    assertEquals(report.usable(), Files.exists(checked.rows()));
    for (Finding finding : report.findings()) {
      assertFalse(finding.wayOut().isBlank());
    }
  }

  private static String said(Finding f) {
    return f.severity() + "|" + f.row() + "|" + f.column() + "|" + f.count() + "|" + f.text();
  }

  static Stream<Case> cases() {
    return cases.stream();
  }

  private static final List<Case> cases = new ArrayList<>();

  private static void is(String name, byte[] content, int kept, String worst) {
    cases.add(new Case(name, content, kept, worst));
  }

  private static void is(String name, String content, int kept, String worst) {
    is(name, content.getBytes(UTF_8), kept, worst);
  }

  /** A header and {@code rows} good rows, the second row being row 2 of the file. */
  private static String good(int rows) {
    return "text,label\n" + more(0, rows);
  }

  private static String more(int from, int rows) {
    StringBuilder out = new StringBuilder();
    for (int i = from; i < from + rows; i++) {
      out.append("this is mail number ").append(i).append(i % 2 == 0 ? ",spam\n" : ",ham\n");
    }
    return out.toString();
  }

  private static String lines(int rows) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      String label = i % 2 == 0 ? "spam" : "ham";
      out.append("{\"text\":\"mail number " + i + "\",\"label\":\"" + label + "\"}\n");
    }
    return out.toString();
  }

  private static byte[] join(byte[]... parts) {
    var out = new java.io.ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] bytes(String text, Charset charset) {
    return text.getBytes(charset);
  }

  private static byte[] magic(String start) {
    return join(bytes(start, ISO_8859_1), new byte[100]);
  }

  static {
    is("empty", "", 0, "ERROR|null|null|1|The file is empty.");
    is(
        "only empty lines",
        "\n\n\n",
        0,
        "ERROR|null|null|1|The file holds no rows, only empty lines.");
    is("header only", "text,label\n", 0, "ERROR|null|null|1|The file has a header but no rows.");
    is("three rows", good(3), 0, "ERROR|null|label|1|Only 3 rows can be used.");
    is(
        "one class",
        good(20).replace("spam", "ham"),
        0,
        "ERROR|null|label|1|Every row has the label \"ham\".");
    is(
        "png",
        magic("\u0089PNG\r\n\u001a\n"),
        0,
        "ERROR|null|null|1|The file is a PNG picture, whatever its name says.");
    is(
        "jpeg",
        magic("\u00ff\u00d8\u00ff\u00e0"),
        0,
        "ERROR|null|null|1|The file is a JPEG picture, whatever its name says.");
    is(
        "gif",
        magic("GIF89a"),
        0,
        "ERROR|null|null|1|The file is a GIF picture, whatever its name says.");
    is(
        "xlsx",
        magic("PK\u0003\u0004"),
        0,
        "ERROR|null|null|1|The file is a ZIP archive or an office document (.xlsx, .docx), whatever its name says.");
    is(
        "xls",
        magic("\u00d0\u00cf\u0011\u00e0"),
        0,
        "ERROR|null|null|1|The file is an old office document (.xls, .doc), whatever its name says.");
    is(
        "pdf",
        "%PDF-1.7\n%abc\n",
        0,
        "ERROR|null|null|1|The file is a PDF document, whatever its name says.");
    is(
        "gzip",
        magic("\u001f\u008b\b"),
        0,
        "ERROR|null|null|1|The file is a gzip archive, whatever its name says.");
    is(
        "parquet",
        magic("PAR1"),
        0,
        "ERROR|null|null|1|The file is a Parquet file, whatever its name says.");
    is(
        "pickle",
        magic("\u0080\u0004\u0095"),
        0,
        "ERROR|null|null|1|The file is a Python pickle, whatever its name says.");
    is(
        "html",
        "<!DOCTYPE html>\n<html>\n",
        0,
        "ERROR|null|null|1|The file is a web page or XML, not a table.");
    is(
        "binary",
        join(new byte[] {7, 1, 2, 3, 4, 5, 6, 8}, bytes("abc", UTF_8)),
        0,
        "ERROR|null|null|1|The file holds binary data, not text.");
    is(
        "utf-16 with mark",
        join(bytes("\ufeff", UTF_16LE), bytes(good(20), UTF_16LE)),
        0,
        "ERROR|null|null|1|The file is in UTF-16, not in UTF-8.");
    is(
        "utf-16 be without mark",
        bytes(good(20), UTF_16BE),
        0,
        "ERROR|null|null|1|The file is in UTF-16, not in UTF-8.");
    is(
        "utf-16 le without mark",
        bytes(good(20), UTF_16LE),
        0,
        "ERROR|null|null|1|The file is in UTF-16, not in UTF-8.");
    is(
        "utf-32",
        join(new byte[] {-1, -2, 0, 0}, bytes("abc", UTF_16LE)),
        0,
        "ERROR|null|null|1|The file is in UTF-32, not in UTF-8.");
    is(
        "latin-1 in row 22",
        bytes(good(20) + "caf\u00e9,ham\n" + more(20, 9), ISO_8859_1),
        0,
        "ERROR|22|null|1|Row 22 is not UTF-8: the byte 0xE9 can't stand where it stands; the file seems to be in another encoding, such as Latin-1 or Windows-1252.");
    is(
        "latin-1 in the header",
        bytes("t\u00e9xt,label\na,b\n", ISO_8859_1),
        0,
        "ERROR|1|null|1|Row 1 is not UTF-8: the byte 0xE9 can't stand where it stands; the file seems to be in another encoding, such as Latin-1 or Windows-1252.");
    is(
        "latin-1 far behind",
        bytes(good(9000) + "caf\u00e9 x,ham\n", ISO_8859_1),
        0,
        "ERROR|9002|null|1|Row 9002 is not UTF-8: the byte 0xE9 can't stand where it stands; the file seems to be in another encoding, such as Latin-1 or Windows-1252.");
    is(
        "cut utf-8 at the end",
        join(bytes(good(20) + "x", UTF_8), new byte[] {(byte) 0xc3}),
        0,
        "ERROR|22|null|1|Row 22 ends in the middle of a character: the file was cut off.");
    is(
        "nul in row 22",
        good(20) + "a\0b,ham\n" + more(20, 5),
        0,
        "ERROR|22|null|1|Row 22 holds a NUL character: this is not plain text.");
    is(
        "bom",
        "\ufeff" + good(200),
        200,
        "NOTE|null|null|200|Taken as text: \"text\" (22 characters on average); as label: \"label\" (2 different values).");
    is(
        "unclosed quote",
        good(20) + "\"never closed,ham\n" + more(20, 30),
        0,
        "ERROR|22|null|1|Row 22 opens a double quote that is never closed.");
    is(
        "text behind a quote",
        good(20) + "\"said \"hello\" to me\",ham\n",
        0,
        "ERROR|22|null|1|Row 22 has text behind a closing double quote.");
    is(
        "quote open for long",
        good(20) + "\"" + "x,y\n".repeat(400_000),
        0,
        "ERROR|22|null|1|Row 22 has a cell longer than 1 Mi characters, or a quote is not closed in it.");
    is(
        "long line",
        good(20) + "x".repeat(3 << 20) + ",ham\n" + more(20, 5),
        0,
        "ERROR|22|null|1|Row 22 has a cell longer than 1 Mi characters, or a quote is not closed in it.");
    is(
        "long cell",
        good(120) + "x".repeat(300_000) + ",ham\n" + more(120, 5),
        125,
        "WARNING|122|text|1|Row 122 has a text of more than 262,144 characters: left out.");
    is(
        "many cells",
        good(120) + "x,".repeat(200_000) + "\n" + more(120, 5),
        125,
        "WARNING|122|null|1|Row 122 has 200,001 cells, the header has 2: left out.");
    is(
        "long row of many cells",
        good(120) + ("y".repeat(999) + ",").repeat(2_000) + "\n",
        120,
        "WARNING|122|null|1|Row 122 has 2,001 cells, the header has 2: left out.");
    is(
        "too many columns",
        "a,".repeat(20_000) + "b\n1,2\n",
        0,
        "ERROR|1|null|1|The header has more than 10,000 columns or more than 1 Mi characters.");
    is(
        "ragged",
        good(120) + "only one cell\na,b,c\n" + more(120, 5),
        125,
        "WARNING|122|null|2|Row 122 has 1 cell, the header has 2: left out.");
    is(
        "empty labels",
        good(120) + "text one,\ntext two,  \n",
        120,
        "WARNING|122|label|2|Row 122 has no label: left out.");
    is(
        "empty texts",
        good(120) + ",ham\n",
        120,
        "WARNING|122|text|1|Row 122 has no text: left out.");
    is(
        "long label",
        good(120) + "text," + "l".repeat(300) + "\n",
        120,
        "WARNING|122|label|1|Row 122 has a label of more than 100 characters: left out.");
    is(
        "two columns alike",
        "text,label,text\na,b,c\n",
        0,
        "ERROR|1|text|1|Two columns are called \"text\".");
    is(
        "one column",
        "text\nhello\nworld\n",
        0,
        "ERROR|null|null|1|The file has only one column that holds something; a text and a label are needed.");
    is(
        "no label",
        "id,text\n" + ids(300),
        0,
        "ERROR|null|null|1|No column looks like a label: none has few, short and repeated values.");
    is(
        "semicolons",
        good(120).replace(',', ';'),
        120,
        "NOTE|null|null|120|Taken as text: \"text\" (22 characters on average); as label: \"label\" (2 different values).");
    is(
        "tabs",
        good(120).replace(',', '\t'),
        120,
        "NOTE|null|null|120|Taken as text: \"text\" (22 characters on average); as label: \"label\" (2 different values).");
    is(
        "old mac line ends",
        good(120).replace('\n', '\r'),
        120,
        "NOTE|null|null|120|Taken as text: \"text\" (22 characters on average); as label: \"label\" (2 different values).");
    is(
        "windows line ends",
        good(120).replace("\n", "\r\n"),
        120,
        "NOTE|null|null|120|Taken as text: \"text\" (22 characters on average); as label: \"label\" (2 different values).");
    is(
        "empty lines between",
        good(120).replace("\n", "\n\n") + "no label,\n",
        120,
        "WARNING|243|label|1|Row 243 has no label: left out.");
    is(
        "cells over lines",
        good(120) + "\"one\ntwo\",ham\nno label,\n",
        121,
        "WARNING|123|label|1|Row 123 has no label: left out.");
    is(
        "formula",
        good(120) + "=cmd|' /C calc'!A0,ham\n",
        121,
        "NOTE|null|null|121|Taken as text: \"text\" (22 characters on average); as label: \"label\" (2 different values).");
    is(
        "small class",
        good(120) + "rare one,rare\nrare two,rare\n",
        120,
        "WARNING|122|label|2|The class \"rare\" has fewer than three different texts: left out.");
    is(
        "labels by case",
        good(120).replace("number 4,spam", "number 4,Spam") + "a,Spam\nb,Spam\nc,Spam\n",
        123,
        "WARNING|null|label|1|The labels \"spam\" and \"Spam\" count as two classes.");
    is(
        "same text, other label",
        good(120) + "this is mail number 4,ham\n",
        121,
        "WARNING|6|label|2|The text of row 6 stands there with different labels.");
    is(
        "duplicates",
        good(120) + more(0, 5),
        125,
        "NOTE|null|null|125|Taken as text: \"text\" (22 characters on average); as label: \"label\" (2 different values).");
    is(
        "header is data",
        "so good,pos\n" + good(120).substring(11).replace("ham", "pos"),
        120,
        "WARNING|null|pos|1|The first row looks like data: \"pos\" is also a label.");
    is(
        "jsonl",
        lines(120),
        120,
        "NOTE|null|null|120|Taken as text: \"text\" (14 characters on average); as label: \"label\" (2 different values).");
    is(
        "jsonl with bom and crlf",
        "\ufeff" + lines(120).replace("\n", "\r\n"),
        120,
        "NOTE|null|null|120|Taken as text: \"text\" (14 characters on average); as label: \"label\" (2 different values).");
    is(
        "json list",
        "[" + lines(3).replace("}\n", "},\n") + "]",
        0,
        "ERROR|null|null|1|The file is one JSON array.");
    is(
        "broken json line",
        lines(120) + "{\"text\":\"a\n" + lines(3),
        123,
        "WARNING|121|null|1|Row 121 is broken JSON near character 11: left out.");
    is(
        "jsonl not an object",
        lines(120) + "[1,2]\n\"text\"\n",
        120,
        "WARNING|121|null|2|Row 121 is no JSON object: left out.");
    is(
        "jsonl two objects",
        lines(120) + "{\"text\":\"a\",\"label\":\"spam\"}{}\n",
        120,
        "WARNING|121|null|1|Row 121 holds more than one JSON object: left out.");
    is(
        "jsonl twice a member",
        lines(120) + "{\"text\":\"a\",\"text\":\"b\"}\n",
        120,
        "WARNING|121|null|1|Row 121 names a member twice: left out.");
    is(
        "jsonl deep",
        lines(120) + "{\"a\":" + "[".repeat(100_000) + "\n",
        120,
        "WARNING|121|null|1|Row 121 is nested too deep, or has a name or number that is too long: left out.");
    is(
        "jsonl huge number",
        lines(120) + "{\"n\":" + "9".repeat(2_000) + "}\n",
        120,
        "WARNING|121|null|1|Row 121 is nested too deep, or has a name or number that is too long: left out.");
    is(
        "jsonl text is a list",
        lines(120) + "{\"text\":[\"a\"],\"label\":\"ham\"}\n",
        120,
        "WARNING|121|text|1|Row 121 has a list or an object as its text: left out.");
    is(
        "jsonl label missing",
        lines(120) + "{\"text\":\"hello\"}\n",
        120,
        "WARNING|121|label|1|Row 121 has no label: left out.");
    is(
        "jsonl label null",
        lines(120) + "{\"text\":\"hello\",\"label\":null}\n",
        120,
        "WARNING|121|label|1|Row 121 has no label: left out.");
    is(
        "jsonl half a character",
        lines(120) + "{\"text\":\"a\\ud800b\",\"label\":\"ham\"}\n",
        120,
        "WARNING|121|text|1|Row 121 has a text with a NUL or half a character: left out.");
    is(
        "jsonl nul",
        lines(120) + "{\"text\":\"a\\u0000b\",\"label\":\"ham\"}\n",
        120,
        "WARNING|121|text|1|Row 121 has a text with a NUL or half a character: left out.");
    is(
        "jsonl long line",
        lines(120) + "{\"text\":\"" + "x".repeat(3 << 20) + "\"}\n",
        120,
        "WARNING|121|null|1|Row 121 is longer than 1 Mi characters: left out.");
    is(
        "jsonl latin-1",
        join(bytes(lines(20), UTF_8), bytes("{\"text\":\"\u00e9\"}", ISO_8859_1)),
        0,
        "ERROR|21|null|1|Row 21 is not UTF-8: the byte 0xE9 can't stand where it stands; the file seems to be in another encoding, such as Latin-1 or Windows-1252.");
    is(
        "jsonl many members",
        lines(120) + members(10_001),
        0,
        "ERROR|121|null|1|Up to row 121 the objects have more than 10,000 different members.");
  }

  private static String ids(int rows) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      out.append(i).append(",this is text number ").append(i * 7919).append('\n');
    }
    return out.toString();
  }

  private static String members(int count) {
    StringBuilder out = new StringBuilder("{");
    for (int i = 0; i < count; i++) {
      out.append(i == 0 ? "" : ",").append("\"m").append(i).append("\":1");
    }
    return out.append("}\n").toString();
  }
}
