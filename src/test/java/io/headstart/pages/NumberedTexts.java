package io.headstart.pages;

import com.microsoft.playwright.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts of a page that hold a digit, as a reader puts them together: a row of a table is one
 * text, its cells with bars between, as is a line of a list of runs; a value of a list has its term
 * before it; a field its label; everything else is a text with what stands in its line. So a number
 * is held together with what it is a number of.
 *
 * <p>What a choice of depth will write elsewhere on the page is read from each choice.
 *
 * <p>Left out are drawings: what is drawn there to scale stands as text beside it, and curves are
 * read by {@link DrawnCurves}.
 */
final class NumberedTexts {
  /** A function without arguments; gives a list of texts. */
  private static final String READ =
      """
      () => {
        const out = [], drawn = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'svg', 'CANVAS', 'NOSCRIPT']);
        const apart = new Set(['TR', 'DT', 'DD', 'OPTION', 'PRE', 'DIALOG', 'INPUT', 'TEXTAREA', 'LI']);
        const say = (text, e) => {
          const flat = text.replace(/\\s+/g, ' ').trim();
          if (/\\d/.test(flat)) out.push([flat, e.tagName + (e.className && '.' + e.className)]);
        };
        const inline = e => getComputedStyle(e).display === 'inline' && e.tagName !== 'BR';
        const read = (e, later) => {
          let text = '';
          for (const n of e.childNodes) {
            if (n.nodeType === Node.TEXT_NODE) text += n.data;
            else if (n.nodeType !== Node.ELEMENT_NODE || drawn.has(n.tagName)) continue;
            else if (apart.has(n.tagName)) { later.push(n); text += ' '; }
            else text += inline(n) && !e.matches('.freeze-line') ? read(n, later) : ' ' + read(n, later) + ' ';
          }
          return text;
        };
        const whole = (e, prefix) => {
          const later = [];
          say(prefix + read(e, later), e);
          later.forEach(walk);
        };
        const hasOwn = e => [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim());
        const term = e => { do e = e.previousElementSibling; while (e && e.tagName !== 'DT'); return e; };
        const walk = e => {
          if (drawn.has(e.tagName)) return;
          if (e.tagName === 'TR') {
            const later = [];
            say([...e.cells].map(cell => read(cell, later).replace(/\\s+/g, ' ').trim()).join(' | '), e);
            later.forEach(walk);
          } else if (e.tagName === 'INPUT' || e.tagName === 'TEXTAREA') {
            const typed = !/hidden|checkbox|radio|range|submit/.test(e.type) && !e.hidden;
            if (typed) say(`${e.labels?.[0] ? read(e.labels[0], []) : e.name} = ${e.value}`, e);
          } else if (e.tagName === 'DT') {
            if (e.nextElementSibling?.tagName !== 'DD') whole(e, '');
          } else if (e.tagName === 'DD') {
            whole(e, (term(e)?.textContent ?? '') + ': ');
          } else if (e.tagName === 'PRE' || e.tagName === 'OPTION') say(e.textContent, e);
          else if (e.matches('.block-row, .freeze-line, .quota-say, .run-lines > li, ol.plain > li, .log > li') || hasOwn(e)) whole(e, '');
          else [...e.children].forEach(walk);
        };
        say(document.title, document.head);
        walk(document.body);
        for (const e of document.querySelectorAll('hs-freeze input'))
          say(`(cut ${e.value}) ${Object.keys(e.dataset).sort().map(k => `${k} ${e.dataset[k]}`).join('; ')}`, e);
        for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
          for (const e of document.body.querySelectorAll(`[${name}]:not(time, svg *)`))
            say(`(${name}) ${e.getAttribute(name)}`, e);
        return out;
      }
      """;

  private NumberedTexts() {}

  /** Those of the page that is shown, in its order, each with the element that it stands in. */
  @SuppressWarnings("unchecked")
  static Map<String, String> of(Page page) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (List<String> text : (List<List<String>>) page.evaluate(READ)) {
      texts.putIfAbsent(text.get(0), text.get(1));
    }
    return texts;
  }
}
