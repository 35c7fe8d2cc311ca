package io.headstart.testsupport.hostile;

import static io.headstart.testsupport.hostile.Specimen.Fate.ANY;
import static io.headstart.testsupport.hostile.Specimen.Fate.ENTRY_LEFT_OUT;
import static io.headstart.testsupport.hostile.Specimen.Fate.READ;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** Archives whose entries have names that lead astray, or are no files. */
final class HostileNames {
  private static final long LINK = 0120777L << 16;
  private static final int UNICODE_PATH = 0x7075;

  private HostileNames() {}

  static void addTo(Corpus corpus) {
    leadingOutside(corpus);
    strange(corpus);
    twice(corpus);
    noFiles(corpus);
  }

  private static void outside(Corpus corpus, String name, String path) {
    corpus.entry(name, ENTRY_LEFT_OUT, path, () -> Corpus.picture(path));
  }

  private static void leadingOutside(Corpus corpus) {
    outside(corpus, "slip-up", "../evil.png");
    outside(corpus, "slip-up-far", "../../../../../../../../tmp/evil.png");
    outside(corpus, "slip-inside-a-class", "cat/../../evil.png");
    outside(corpus, "slip-absolute", "/tmp/evil.png");
    outside(corpus, "slip-drive", "C:/evil.png");
    outside(corpus, "slip-drive-backslash", "C:\\evil.png");
    outside(corpus, "slip-backslash", "..\\..\\evil.png");
    outside(corpus, "slip-share", "\\\\server\\share\\evil.png");
    outside(corpus, "slip-mixed", "cat/..\\..\\evil.png");
    outside(corpus, "slip-ends-up", "cat/..");
    outside(corpus, "name-up", "..");
    corpus.entry("name-dot", ANY, ".", () -> Corpus.picture("."));
    corpus.entry("path-dot", ANY, "cat/./odd.png", () -> Corpus.picture("cat/./odd.png"));
    corpus.entry("path-empty-step", ANY, "cat//odd.png", () -> Corpus.picture("cat//odd.png"));
    corpus.entry("slip-home", READ, "~/odd.png", () -> Corpus.picture("~/odd.png"));
    corpus.entry(
        "slip-escaped", READ, "%2e%2e%2fodd/odd.png", () -> Corpus.picture("%2e%2e%2fodd/odd.png"));
  }

  private static void strange(Corpus corpus) {
    corpus.entry("name-empty", ENTRY_LEFT_OUT, "", () -> Corpus.picture(""));
    outside(corpus, "name-nul", "cat/odd.png\0.exe");
    outside(corpus, "name-newline", "cat/odd\nname.png");
    outside(corpus, "name-terminal-escape", "cat/\u001b[2Jodd.png");
    corpus.entry("name-right-to-left", ANY, "", () -> Corpus.picture("cat/odd\u202egpj.png"));
    corpus.entry("name-longest", ANY, "", () -> Corpus.picture("cat/" + "a".repeat(65_000)));
    corpus.entry(
        "name-long-step", ANY, "", () -> Corpus.picture("cat/" + "a".repeat(400) + ".png"));
    corpus.entry("path-deep", ANY, "", () -> Corpus.picture("cat/" + "a/".repeat(2_000) + "b.png"));
    corpus.entry(
        "name-bad-utf8", ANY, "", () -> Corpus.picture(bytes('c', 'a', 't', '/', 0xff, 0xc0, '.')));
    corpus.entry(
        "name-half-surrogate", ANY, "", () -> Corpus.picture(bytes('c', '/', 0xed, 0xa0, 0x80)));
    corpus.entry(
        "name-code-page",
        READ,
        "",
        () -> {
          RawZip.Entry entry = Corpus.picture("cat/k\u0094tze.png".getBytes(ISO_8859_1));
          entry.flags = 0;
          return entry;
        });
    corpus.entry("name-other-unicode", ANY, "cat/odd.png", HostileNames::unicodePath);
    corpus.entry(
        "class-markup", READ, "", () -> Corpus.picture("<img src=x onerror=alert(1)>/odd.png"));
    corpus.entry("class-formula", READ, "", () -> Corpus.picture("=cmd|' 'C'!A0/odd.png"));
    corpus.entry("class-long", ANY, "", () -> Corpus.picture("c".repeat(300) + "/odd.png"));
    corpus.entry("class-spaces", ANY, "", () -> Corpus.picture(" cat /odd.png"));
    corpus.entry("name-device", READ, "cat/CON.png", () -> Corpus.picture("cat/CON.png"));
    corpus.entry("mac-furniture", READ, "", () -> Corpus.picture("__MACOSX/cat/._1.png"));
    corpus.entry("hidden-file", READ, "", () -> Corpus.picture("cat/.hidden.png"));
    corpus.entry("finder-furniture", READ, "", () -> plain("cat/.DS_Store", "Bud1"));
    corpus.entry("thumbs", READ, "", () -> plain("cat/Thumbs.db", "thumbs"));
  }

  private static void twice(Corpus corpus) {
    corpus.entry("twice-same-bytes", ANY, "cat/0.png", () -> entry("cat/0.png", 0));
    corpus.entry("twice-other-bytes", ENTRY_LEFT_OUT, "cat/0.png", () -> entry("cat/0.png", 50));
    corpus.entry("twice-by-case", ANY, "CAT/0.png", () -> entry("CAT/0.png", 51));
    corpus.entry("twice-by-slash", ANY, "cat//0.png", () -> entry("cat//0.png", 52));
    corpus.whole(
        "twice-by-accent-form",
        ANY,
        () ->
            Corpus.sound()
                .add("caf\u00e9/1.png", RawPng.small(60))
                .add("cafe\u0301/1.png", RawPng.small(61))
                .build());
    corpus.entry("file-called-as-folder", ANY, "cat", () -> entry("cat", 53));
  }

  private static void noFiles(Corpus corpus) {
    corpus.entry("link-to-file", ENTRY_LEFT_OUT, "cat/odd.png", () -> link("cat/odd.png"));
    corpus.whole(
        "link-then-through-it",
        ANY,
        () -> Corpus.sound().add(link("fox")).add(Corpus.picture("fox/odd.png")).build());
    for (long[] kind : new long[][] {{0010644}, {0020644}, {0060644}, {0140644}}) {
      corpus.changed(
          "special-file-" + Long.toOctalString(kind[0]),
          ENTRY_LEFT_OUT,
          entry -> {
            entry.attributes = kind[0] << 16;
            return entry;
          });
    }
    corpus.changed(
        "set-user-id",
        READ,
        entry -> {
          entry.attributes = 0106755L << 16;
          return entry;
        });
    corpus.entry("folder-with-content", ANY, "cat/", () -> entry("cat/", 54));
  }

  private static RawZip.Entry unicodePath() {
    RawZip.Entry entry = Corpus.picture("cat/odd.png");
    entry.flags = 0;
    byte[] other = "../../evil.png".getBytes(UTF_8);
    CRC32 sum = new CRC32();
    sum.update(entry.name);
    ByteBuffer extra = ByteBuffer.allocate(9 + other.length).order(ByteOrder.LITTLE_ENDIAN);
    extra.putShort((short) UNICODE_PATH).putShort((short) (5 + other.length)).put((byte) 1);
    entry.extra = extra.putInt((int) sum.getValue()).put(other).array();
    return entry;
  }

  private static RawZip.Entry link(String name) {
    RawZip.Entry entry = plain(name, "/etc/passwd");
    entry.attributes = LINK;
    return entry;
  }

  private static RawZip.Entry plain(String name, String content) {
    return new RawZip.Entry(name.getBytes(UTF_8), content.getBytes(UTF_8), RawZip.STORED);
  }

  private static RawZip.Entry entry(String name, int picture) {
    return new RawZip.Entry(name.getBytes(UTF_8), RawPng.small(picture), RawZip.DEFLATED);
  }

  private static byte[] bytes(int... values) {
    byte[] all = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      all[i] = (byte) values[i];
    }
    return all;
  }
}
