package io.headstart.testsupport.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headstart.testsupport.hostile.Specimen.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Collects specimens. */
final class Corpus {
  private final List<Specimen> all = new ArrayList<>();

  /** An archive that could be trained on: two classes of six pictures each. */
  static RawZip sound() {
    RawZip zip = new RawZip();
    for (int i = 0; i < 12; i++) {
      zip.add((i % 2 == 0 ? "cat/" : "dog/") + i + ".png", RawPng.small(i));
    }
    return zip;
  }

  static RawZip.Entry picture(String name) {
    return picture(name.getBytes(UTF_8));
  }

  static RawZip.Entry picture(byte[] name) {
    return new RawZip.Entry(name, RawPng.small(77), RawZip.DEFLATED);
  }

  /** A file as a whole. */
  void whole(String name, Fate fate, Supplier<byte[]> content) {
    all.add(new Specimen(name, fate, "", content));
  }

  /** A sound archive with one more entry. */
  void entry(String name, Fate fate, String entry, Supplier<RawZip.Entry> hostile) {
    all.add(new Specimen(name, fate, entry, () -> sound().add(hostile.get()).build()));
  }

  /** A sound archive with one more picture whose record is changed. */
  void changed(String name, Fate fate, UnaryOperator<RawZip.Entry> change) {
    entry(name, fate, "cat/odd.png", () -> change.apply(picture("cat/odd.png")));
  }

  List<Specimen> all() {
    return List.copyOf(all);
  }
}
