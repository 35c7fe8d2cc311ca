package io.headstart.worker.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a text into terms: its words and each pair of neighbours, lower-cased. A word is a run of
 * letters and digits; an ideograph is a word of its own, since such scripts put no space between
 * words.
 */
final class Words {
  /** Longer ones are data that slipped in, such as encoded attachments. */
  private static final int LONGEST = 40;

  private Words() {}

  /** All terms of a text in order, repeats included. */
  static List<String> terms(String text) {
    List<String> words = words(text.toLowerCase(Locale.ROOT));
    List<String> terms = new ArrayList<>(words);
    for (int i = 1; i < words.size(); i++) {
      terms.add(words.get(i - 1) + " " + words.get(i));
    }
    return terms;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      boolean alone = Character.isIdeographic(c);
      if (!alone && Character.isLetterOrDigit(c)) {
        start = start < 0 ? i : start;
      } else {
        add(words, text, start, i);
        start = -1;
        if (alone) {
          words.add(text.substring(i, next));
        }
      }
      i = next;
    }
    add(words, text, start, text.length());
    return words;
  }

  private static void add(List<String> words, String text, int start, int end) {
    if (start >= 0 && end - start <= LONGEST) {
      words.add(text.substring(start, end));
    }
  }
}
