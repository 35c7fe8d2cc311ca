package io.headstart.worker.export;

/** A model that can't be brought into the form that was asked for; says why and the way out. */
final class Unsuitable extends Exception {
  private static final long serialVersionUID = 1;

  Unsuitable(String sentence) {
    super(sentence);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
