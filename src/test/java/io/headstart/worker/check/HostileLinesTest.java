package io.headstart.worker.check;

import static io.headstart.worker.check.HostileFile.bytes;
import static io.headstart.worker.check.HostileFile.is;
import static io.headstart.worker.check.HostileFile.join;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of JSON lines that are broken or odd. */
class HostileLinesTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void aHostileFileGetsItsFinding(HostileFile file) throws Exception {
    file.assertFound(folder);
  }

  static Stream<HostileFile> files() {
    return Stream.of(
        is(
            "jsonl",
            lines(120),
            120,
            "NOTE|null|null|120|Taken as text: \"text\" (14 characters on average); as label: \"label\" (2 different values)."),
        is(
            "jsonl with bom and crlf",
            "\ufeff" + lines(120).replace("\n", "\r\n"),
            120,
            "NOTE|null|null|120|Taken as text: \"text\" (14 characters on average); as label: \"label\" (2 different values)."),
        is(
            "json list",
            "[" + lines(3).replace("}\n", "},\n") + "]",
            0,
            "ERROR|null|null|1|The file is one JSON array."),
        is(
            "broken json line",
            lines(120) + "{\"text\":\"a\n" + lines(3),
            123,
            "WARNING|121|null|1|Row 121 is broken JSON near character 11: left out."),
        is(
            "jsonl not an object",
            lines(120) + "[1,2]\n\"text\"\n",
            120,
            "WARNING|121|null|2|Row 121 is no JSON object: left out."),
        is(
            "jsonl two objects",
            lines(120) + "{\"text\":\"a\",\"label\":\"spam\"}{}\n",
            120,
            "WARNING|121|null|1|Row 121 holds more than one JSON object: left out."),
        is(
            "jsonl twice a member",
            lines(120) + "{\"text\":\"a\",\"text\":\"b\"}\n",
            120,
            "WARNING|121|null|1|Row 121 names a member twice: left out."),
        is(
            "jsonl deep",
            lines(120) + "{\"a\":" + "[".repeat(100_000) + "\n",
            120,
            "WARNING|121|null|1|Row 121 is nested too deep, or has a name or number that is too long: left out."),
        is(
            "jsonl huge number",
            lines(120) + "{\"n\":" + "9".repeat(2_000) + "}\n",
            120,
            "WARNING|121|null|1|Row 121 is nested too deep, or has a name or number that is too long: left out."),
        is(
            "jsonl text is a list",
            lines(120) + "{\"text\":[\"a\"],\"label\":\"ham\"}\n",
            120,
            "WARNING|121|text|1|Row 121 has a list or an object as its text: left out."),
        is(
            "jsonl label missing",
            lines(120) + "{\"text\":\"hello\"}\n",
            120,
            "WARNING|121|label|1|Row 121 has no label: left out."),
        is(
            "jsonl label null",
            lines(120) + "{\"text\":\"hello\",\"label\":null}\n",
            120,
            "WARNING|121|label|1|Row 121 has no label: left out."),
        is(
            "jsonl half a character",
            lines(120) + "{\"text\":\"a\\ud800b\",\"label\":\"ham\"}\n",
            120,
            "WARNING|121|text|1|Row 121 has a text with a NUL or half a character: left out."),
        is(
            "jsonl nul",
            lines(120) + "{\"text\":\"a\\u0000b\",\"label\":\"ham\"}\n",
            120,
            "WARNING|121|text|1|Row 121 has a text with a NUL or half a character: left out."),
        is(
            "jsonl long line",
            lines(120) + "{\"text\":\"" + "x".repeat(3 << 20) + "\"}\n",
            120,
            "WARNING|121|null|1|Row 121 is longer than 1 Mi characters: left out."),
        is(
            "jsonl latin-1",
            join(bytes(lines(20), UTF_8), bytes("{\"text\":\"\u00e9\"}", ISO_8859_1)),
            0,
            "ERROR|21|null|1|Row 21 is not UTF-8: the byte 0xE9 can't stand where it stands; the file seems to be in another encoding, such as Latin-1 or Windows-1252."),
        is(
            "jsonl many members",
            lines(120) + members(10_001),
            0,
            "ERROR|121|null|1|Up to row 121 the objects have more than 10,000 different members."));
  }

  private static String lines(int rows) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      String label = i % 2 == 0 ? "spam" : "ham";
      out.append("{\"text\":\"mail number " + i + "\",\"label\":\"" + label + "\"}\n");
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
