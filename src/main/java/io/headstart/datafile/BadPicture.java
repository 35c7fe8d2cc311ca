package io.headstart.datafile;

/** One file of an archive can't be used as a picture; the others can. */
public final class BadPicture extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Flaw flaw;

  /** Without a stack trace: an archive may hold a hundred thousand of them. */
  public BadPicture(Flaw flaw) {
    super(flaw.text(), null, false, false);
    this.flaw = flaw;
  }

  /** What is wrong with it. */
  public Flaw flaw() {
    return flaw;
  }
}
