package io.headstart.worker.check;

import static io.headstart.worker.check.HostileFile.bytes;
import static io.headstart.worker.check.HostileFile.good;
import static io.headstart.worker.check.HostileFile.is;
import static io.headstart.worker.check.HostileFile.join;
import static io.headstart.worker.check.HostileFile.more;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are no text, or text in another encoding than UTF-8. */
class HostileBytesTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void aHostileFileGetsItsFinding(HostileFile file) throws Exception {
    file.assertFound(folder);
  }

  static Stream<HostileFile> files() {
    return Stream.of(
        is(
            "png",
            magic("\u0089PNG\r\n\u001a\n"),
            0,
            "ERROR|null|null|1|The file is a PNG picture, whatever its name says."),
        is(
            "jpeg",
            magic("\u00ff\u00d8\u00ff\u00e0"),
            0,
            "ERROR|null|null|1|The file is a JPEG picture, whatever its name says."),
        is(
            "gif",
            magic("GIF89a"),
            0,
            "ERROR|null|null|1|The file is a GIF picture, whatever its name says."),
        is(
            "xlsx",
            magic("PK\u0003\u0004"),
            0,
            "ERROR|null|null|1|The file is a ZIP archive or an office document (.xlsx, .docx), whatever its name says."),
        is(
            "xls",
            magic("\u00d0\u00cf\u0011\u00e0"),
            0,
            "ERROR|null|null|1|The file is an old office document (.xls, .doc), whatever its name says."),
        is(
            "pdf",
            "%PDF-1.7\n%abc\n",
            0,
            "ERROR|null|null|1|The file is a PDF document, whatever its name says."),
        is(
            "gzip",
            magic("\u001f\u008b\b"),
            0,
            "ERROR|null|null|1|The file is a gzip archive, whatever its name says."),
        is(
            "parquet",
            magic("PAR1"),
            0,
            "ERROR|null|null|1|The file is a Parquet file, whatever its name says."),
        is(
            "pickle",
            magic("\u0080\u0004\u0095"),
            0,
            "ERROR|null|null|1|The file is a Python pickle, whatever its name says."),
        is(
            "html",
            "<!DOCTYPE html>\n<html>\n",
            0,
            "ERROR|null|null|1|The file is a web page or XML, not a table."),
        is(
            "binary",
            join(new byte[] {7, 1, 2, 3, 4, 5, 6, 8}, bytes("abc", UTF_8)),
            0,
            "ERROR|null|null|1|The file holds binary data, not text."),
        is(
            "utf-16 with mark",
            join(bytes("\ufeff", UTF_16LE), bytes(good(20), UTF_16LE)),
            0,
            "ERROR|null|null|1|The file is in UTF-16, not in UTF-8."),
        is(
            "utf-16 be without mark",
            bytes(good(20), UTF_16BE),
            0,
            "ERROR|null|null|1|The file is in UTF-16, not in UTF-8."),
        is(
            "utf-16 le without mark",
            bytes(good(20), UTF_16LE),
            0,
            "ERROR|null|null|1|The file is in UTF-16, not in UTF-8."),
        is(
            "utf-32",
            join(new byte[] {-1, -2, 0, 0}, bytes("abc", UTF_16LE)),
            0,
            "ERROR|null|null|1|The file is in UTF-32, not in UTF-8."),
        is(
            "latin-1 in row 22",
            bytes(good(20) + "caf\u00e9,ham\n" + more(20, 9), ISO_8859_1),
            0,
            "ERROR|22|null|1|Row 22 is not UTF-8: the byte 0xE9 can't stand where it stands; the file seems to be in another encoding, such as Latin-1 or Windows-1252."),
        is(
            "latin-1 in the header",
            bytes("t\u00e9xt,label\na,b\n", ISO_8859_1),
            0,
            "ERROR|1|null|1|Row 1 is not UTF-8: the byte 0xE9 can't stand where it stands; the file seems to be in another encoding, such as Latin-1 or Windows-1252."),
        is(
            "latin-1 far behind",
            bytes(good(9000) + "caf\u00e9 x,ham\n", ISO_8859_1),
            0,
            "ERROR|9002|null|1|Row 9002 is not UTF-8: the byte 0xE9 can't stand where it stands; the file seems to be in another encoding, such as Latin-1 or Windows-1252."),
        is(
            "cut utf-8 at the end",
            join(bytes(good(20) + "x", UTF_8), new byte[] {(byte) 0xc3}),
            0,
            "ERROR|22|null|1|Row 22 ends in the middle of a character: the file was cut off."),
        is(
            "nul in row 22",
            good(20) + "a\0b,ham\n" + more(20, 5),
            0,
            "ERROR|22|null|1|Row 22 holds a NUL character: this is not plain text."),
        is(
            "bom",
            "\ufeff" + good(200),
            200,
            "NOTE|null|null|200|Taken as text: \"text\" (22 characters on average); as label: \"label\" (2 different values)."));
  }

  private static byte[] magic(String start) {
    return join(bytes(start, ISO_8859_1), new byte[100]);
  }
}
