package io.headstart.testsupport.hostile;

import static io.headstart.testsupport.hostile.Specimen.Fate.ANY;
import static io.headstart.testsupport.hostile.Specimen.Fate.ENTRY_LEFT_OUT;
import static io.headstart.testsupport.hostile.Specimen.Fate.READ;
import static io.headstart.testsupport.hostile.Specimen.Fate.REFUSED;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** ZIP archives that a reader of labelled pictures has to survive. */
public final class HostileArchives {
  private static final int GIGABYTE = 1024;

  private HostileArchives() {}

  /** All of them, in an order that stays. */
  public static List<Specimen> all() {
    Corpus corpus = new Corpus();
    HostileNames.addTo(corpus);
    bombs(corpus);
    methods(corpus);
    HostileHeaders.addTo(corpus);
    cut(corpus);
    otherFormats(corpus);
    return corpus.all();
  }

  private static RawZip.Entry zeros(String name, int megabytes, long declared) {
    RawZip.Entry entry = new RawZip.Entry(name.getBytes(UTF_8), new byte[0], RawZip.DEFLATED);
    entry.packed = RawZip.zeros(megabytes);
    return entry.sizes(declared, entry.packed.length);
  }

  private static void bombs(Corpus corpus) {
    String name = "cat/odd.png";
    corpus.entry("bomb-ratio", ENTRY_LEFT_OUT, name, () -> zeros(name, 256, 256L << 20));
    corpus.entry("bomb-size", ENTRY_LEFT_OUT, name, () -> zeros(name, GIGABYTE, 1L << 30));
    corpus.entry("bomb-size-denied", ENTRY_LEFT_OUT, name, () -> zeros(name, GIGABYTE, 900));
    corpus.entry("bomb-size-unsaid", ENTRY_LEFT_OUT, name, () -> zeros(name, GIGABYTE, 0));
    corpus.entry("bomb-as-text", ANY, "notes.txt", () -> zeros("notes.txt", GIGABYTE, 1L << 30));
    corpus.whole(
        "bomb-sum-of-many",
        ANY,
        () -> {
          RawZip zip = Corpus.sound();
          for (int i = 0; i < 64; i++) {
            zip.add(zeros("cat/many-" + i + ".png", 64, 64L << 20));
          }
          return zip.build();
        });
    corpus.whole(
        "bomb-entries",
        REFUSED,
        () -> {
          RawZip zip = Corpus.sound();
          for (int i = 0; i < 65_000; i++) {
            zip.add(new RawZip.Entry(("cat/" + i).getBytes(UTF_8), new byte[0], RawZip.STORED));
          }
          return zip.build();
        });
    corpus.whole("bomb-overlapping", ANY, HostileArchives::overlapping);
    corpus.whole("bomb-quoted", ANY, HostileArchives::quoted);
    corpus.entry(
        "nested-archive",
        ENTRY_LEFT_OUT,
        "cat/inner.zip",
        () -> file("cat/inner.zip", Corpus.sound().build()));
    corpus.entry(
        "nested-archive-as-picture",
        ENTRY_LEFT_OUT,
        name,
        () -> file(name, Corpus.sound().build()));
    corpus.whole(
        "nested-only",
        REFUSED,
        () -> {
          byte[] inner = Corpus.sound().build();
          for (int depth = 0; depth < 20; depth++) {
            inner = new RawZip().add("deeper.zip", inner).build();
          }
          return inner;
        });
    corpus.entry(
        "picture-of-many-pixels",
        ENTRY_LEFT_OUT,
        name,
        () -> file(name, HostilePictures.flood(60_000, 60_000)));
  }

  /** Many entries that share the bytes of one. */
  private static byte[] overlapping() {
    RawZip zip = Corpus.sound();
    RawZip.Entry kernel = zeros("cat/kernel.png", 16, 16L << 20);
    zip.add(kernel);
    long at = offset(Corpus.sound().build());
    for (int i = 0; i < 5_000; i++) {
      RawZip.Entry again = file("cat/again-" + i + ".png", new byte[0]);
      again.sizes(16L << 20, kernel.packedSize);
      again.offset = at;
      again.noLocal = true;
      zip.add(again);
    }
    return zip.build();
  }

  /** Each entry's content holds the next entry's header: local headers inside of content. */
  private static byte[] quoted() {
    byte[] inner = Corpus.sound().build();
    RawZip zip = Corpus.sound();
    RawZip.Entry outer = new RawZip.Entry("cat/outer.png".getBytes(UTF_8), inner, RawZip.STORED);
    return zip.add(outer).build();
  }

  /** Where the directory of an archive without a comment starts. */
  private static long offset(byte[] archive) {
    int at = archive.length - 22 + 16;
    return (archive[at] & 0xff)
        | (archive[at + 1] & 0xff) << 8
        | (archive[at + 2] & 0xff) << 16
        | (long) (archive[at + 3] & 0xff) << 24;
  }

  private static RawZip.Entry file(String name, byte[] content) {
    return new RawZip.Entry(name.getBytes(UTF_8), content, RawZip.DEFLATED);
  }

  private static void methods(Corpus corpus) {
    for (int method : new int[] {1, 6, 9, 12, 14, 77, 93, 95, 97, 98}) {
      corpus.changed(
          "method-" + method,
          method == 9 || method == 12 || method == 93 ? ANY : ENTRY_LEFT_OUT,
          entry -> {
            entry.method = method;
            return entry;
          });
    }
    corpus.changed(
        "encrypted-aes",
        ENTRY_LEFT_OUT,
        entry -> {
          entry.method = 99;
          entry.flags |= 1;
          entry.extra = new byte[] {1, (byte) 0x99, 7, 0, 2, 0, 'A', 'E', 3, 8, 0};
          return entry;
        });
    for (int flag : new int[] {1, 1 | 1 << 6, 1 << 13}) {
      corpus.changed(
          "encrypted-flags-" + flag,
          flag == 1 << 13 ? ANY : ENTRY_LEFT_OUT,
          entry -> {
            entry.flags |= flag;
            return entry;
          });
    }
    corpus.whole(
        "encrypted-all",
        REFUSED,
        () -> {
          RawZip zip = new RawZip();
          for (int i = 0; i < 6; i++) {
            RawZip.Entry entry = Corpus.picture("cat/" + i + ".png");
            entry.flags |= 1;
            zip.add(entry);
          }
          return zip.build();
        });
  }

  private static void cut(Corpus corpus) {
    for (int percent : new int[] {5, 50, 90, 99}) {
      corpus.whole(
          "cut-at-" + percent + "-percent",
          REFUSED,
          () -> {
            byte[] whole = Corpus.sound().build();
            return Arrays.copyOf(whole, whole.length * percent / 100);
          });
    }
    corpus.whole("cut-head", ANY, () -> tail(Corpus.sound().build(), 700));
    corpus.whole("empty-file", REFUSED, () -> new byte[0]);
    corpus.whole("empty-archive", REFUSED, () -> new RawZip().build());
    corpus.whole("signature-alone", REFUSED, () -> new byte[] {'P', 'K', 3, 4});
    corpus.whole(
        "folders-alone",
        REFUSED,
        () -> new RawZip().add("cat/", new byte[0]).add("dog/", new byte[0]).build());
    corpus.whole("zeros", REFUSED, () -> new byte[100_000]);
    corpus.whole(
        "noise",
        REFUSED,
        () -> {
          byte[] noise = new byte[100_000];
          new Random(1).nextBytes(noise);
          return noise;
        });
    corpus.whole(
        "noise-inside",
        ANY,
        () -> {
          byte[] whole = Corpus.sound().build();
          Random random = new Random(2);
          for (int i = 0; i < 40; i++) {
            whole[random.nextInt(whole.length)] = (byte) random.nextInt();
          }
          return whole;
        });
  }

  private static byte[] tail(byte[] whole, int from) {
    return Arrays.copyOfRange(whole, from, whole.length);
  }

  private static void otherFormats(Corpus corpus) {
    corpus.whole("text-called-zip", REFUSED, () -> "Just some text.\n".getBytes(UTF_8));
    corpus.whole("page-called-zip", REFUSED, () -> "<!doctype html><p>404".getBytes(UTF_8));
    corpus.whole("picture-called-zip", REFUSED, () -> RawPng.small(1));
    corpus.whole(
        "7z-called-zip", REFUSED, () -> new byte[] {'7', 'z', (byte) 0xbc, (byte) 0xaf, 39, 28, 0});
    corpus.whole("rar-called-zip", REFUSED, () -> new byte[] {'R', 'a', 'r', '!', 26, 7, 1, 0});
    corpus.whole("gzip-called-zip", REFUSED, () -> new byte[] {31, (byte) 139, 8, 0, 0, 0, 0, 0});
    corpus.whole(
        "polyglot-script-first",
        ANY,
        () -> Corpus.sound().before("#!/bin/sh\nexit 1\n".getBytes(UTF_8)).build());
    corpus.whole(
        "polyglot-picture-first", ANY, () -> Corpus.sound().before(RawPng.small(3)).build());
    corpus.whole(
        "polyglot-page-first",
        ANY,
        () -> Corpus.sound().before("<script>alert(1)</script>".getBytes(UTF_8)).build());
    corpus.whole("bytes-after-the-end", ANY, () -> Corpus.sound().after(new byte[500]).build());
    corpus.whole(
        "two-archives-in-a-row", ANY, () -> Corpus.sound().before(Corpus.sound().build()).build());
    corpus.whole(
        "comment", READ, () -> Corpus.sound().comment("made by hand".getBytes(UTF_8), -1).build());
  }
}
