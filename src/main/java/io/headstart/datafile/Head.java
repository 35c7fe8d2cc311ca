package io.headstart.datafile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the first bytes of a file say about it. The file's name is a label only. */
final class Head {
  /** So many bytes are looked at. */
  static final int LOOKED_AT = 4096;

  private static final String AS_UTF8 =
      "Save the file as UTF-8 (in Excel: \"CSV UTF-8\") and upload it again.";
  private static final String AS_TEXT =
      "Upload a CSV file with a header, or JSON lines: one object per line.";

  private static final String AS_ARCHIVE =
      "Pictures in a ZIP: upload it with a name that ends in .zip. Office documents: save as CSV.";

  private static final Map<String, String> MAGIC = new LinkedHashMap<>();

  static {
    MAGIC.put("\u0089PNG\r\n\u001a\n", "a PNG picture");
    MAGIC.put("\u00ff\u00d8\u00ff", "a JPEG picture");
    MAGIC.put("GIF87a", "a GIF picture");
    MAGIC.put("GIF89a", "a GIF picture");
    MAGIC.put("II*\0", "a TIFF picture");
    MAGIC.put("MM\0*", "a TIFF picture");
    MAGIC.put("%PDF-", "a PDF document");
    MAGIC.put("PK\u0003\u0004", "a ZIP archive or an office document (.xlsx, .docx)");
    MAGIC.put("\u00d0\u00cf\u0011\u00e0", "an old office document (.xls, .doc)");
    MAGIC.put("\u001f\u008b", "a gzip archive");
    MAGIC.put("BZh", "a bzip2 archive");
    MAGIC.put("7z\u00bc\u00af'\u001c", "a 7-Zip archive");
    MAGIC.put("\u00fd7zXZ\0", "an xz archive");
    MAGIC.put("(\u00b5/\u00fd", "a Zstandard archive");
    MAGIC.put("Rar!", "a RAR archive");
    MAGIC.put("SQLite format 3\0", "an SQLite database");
    MAGIC.put("PAR1", "a Parquet file");
    MAGIC.put("ARROW1", "an Arrow file");
    MAGIC.put("\u0080\u0002", "a Python pickle");
    MAGIC.put("\u0080\u0004", "a Python pickle");
    MAGIC.put("\u007fELF", "a program");
    MAGIC.put("MZ\u0090", "a program");
    MAGIC.put("RIFF", "a picture or a recording (RIFF)");
    MAGIC.put("OggS", "a recording");
    MAGIC.put("ID3", "a recording");
  }

  private Head() {}

  /**
   * The text of a file, behind a byte order mark if it has one.
   *
   * @throws UnusableFile when it is no text in UTF-8
   */
  static Reader textOf(BufferedInputStream in) throws IOException, UnusableFile {
    in.mark(LOOKED_AT);
    byte[] first = in.readNBytes(LOOKED_AT);
    in.reset();
    String head = new String(first, ISO_8859_1);
    if (head.isEmpty()) {
      throw whole("The file is empty.", AS_TEXT);
    }
    if (head.startsWith("\u00ef\u00bb\u00bf")) {
      in.skipNBytes(3);
      return new Utf8(in);
    }
    String encoding = wideEncoding(head);
    if (encoding != null) {
      throw whole("The file is in " + encoding + ", not in UTF-8.", AS_UTF8);
    }
    for (var magic : MAGIC.entrySet()) {
      if (head.startsWith(magic.getKey())) {
        boolean archive = magic.getValue().contains("ZIP");
        throw whole(
            "The file is " + magic.getValue() + ", whatever its name says.",
            archive ? AS_ARCHIVE : AS_TEXT);
      }
    }
    String start = head.stripLeading().toLowerCase(Locale.ROOT);
    if (start.startsWith("<!doctype") || start.startsWith("<html") || start.startsWith("<?xml")) {
      throw whole("The file is a web page or XML, not a table.", AS_TEXT);
    }
    if (controls(head) > head.length() / 10) {
      throw whole("The file holds binary data, not text.", AS_TEXT);
    }
    return new Utf8(in);
  }

  /**
   * What a file is, by its first bytes, in words such as {@code a PNG picture}.
   *
   * @param head its first bytes, at most {@link #LOOKED_AT}, each as a character
   */
  static String kindOf(String head) {
    if (head.isEmpty()) {
      return "empty";
    }
    for (var magic : MAGIC.entrySet()) {
      if (head.startsWith(magic.getKey())) {
        return magic.getValue();
      }
    }
    String start = head.stripLeading().toLowerCase(Locale.ROOT);
    if (start.startsWith("<")) {
      return "a web page or XML";
    }
    return controls(head) > head.length() / 10 ? "binary data of no known kind" : "text";
  }

  private static UnusableFile whole(String text, String wayOut) {
    return new UnusableFile(null, null, text, wayOut);
  }

  private static @Nullable String wideEncoding(String head) {
    if (head.startsWith("\u00ff\u00fe\0\0") || head.startsWith("\0\0\u00fe\u00ff")) {
      return "UTF-32";
    }
    if (head.startsWith("\u00ff\u00fe") || head.startsWith("\u00fe\u00ff")) {
      return "UTF-16";
    }
    // Without a mark: Latin letters leave every other byte 0. Binary data has zeros on both sides.
    int even = 0;
    int odd = 0;
    for (int i = 0; i < head.length(); i++) {
      if (head.charAt(i) == 0) {
        if (i % 2 == 0) {
          even++;
        } else {
          odd++;
        }
      }
    }
    int half = head.length() / 2;
    return half > 1 && Math.max(even, odd) > 0.7 * half && Math.min(even, odd) < 0.05 * half
        ? "UTF-16"
        : null;
  }

  private static long controls(String head) {
    return head.chars().filter(c -> c < 32 && c != '\n' && c != '\r' && c != '\t').count();
  }
}
