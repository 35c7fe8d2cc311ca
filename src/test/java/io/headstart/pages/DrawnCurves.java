package io.headstart.pages;

import com.microsoft.playwright.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the curves of a page show, as texts: for each line its name, its steps and values, for each
 * chart the least and the largest number at its axes.
 */
final class DrawnCurves {
  /**
   * Whether all charts have points, or say why not, and a worker that is heard of has told more.
   */
  private static final String READY =
      """
      () => [...document.querySelectorAll('hs-chart')].every(e => e.points?.size
          || e.parentElement.querySelector('.plot-say'))
        && (!document.querySelector('.state-running[data-live=state]')
          || document.querySelector('[data-live=count]')?.textContent.trim())
      """;

  private static final String READ =
      """
      () => [...document.querySelectorAll('hs-chart')].filter(e => e.points.size).flatMap(e => {
        e.draw(); // what it would do in a moment
        const title = e.parentElement.querySelector('h2').textContent.trim();
        const box = e.getBoundingClientRect();
        const at = { steps: [], values: [] };
        for (const label of e.querySelectorAll('svg text')) {
          const n = Number(label.textContent.replace(/,/g, ''));
          const place = label.getBoundingClientRect();
          if (Number.isNaN(n)) continue;
          (place.top > box.bottom - 26 ? at.steps : at.values).push(n);
        }
        const range = all => `${Math.min(...all)} to ${Math.max(...all)}`;
        const lines = e.chart.getOption().series.map(one => {
          const values = one.data.map(([, value]) => value);
          const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
          return `(curve) ${title}, ${one.name}: ${values.length} points, step ${one.data[0][0]} to `
            + `${one.data.at(-1)[0]}, ${Math.min(...values).toFixed(3)} to `
            + `${Math.max(...values).toFixed(3)}, on average ${mean.toFixed(4)}`;
        });
        return [...lines, `(axes) ${title}: ${range(at.values)} over ${range(at.steps)}`];
      })
      """;

  private static final String SOURCES =
      "() => [...document.querySelectorAll('hs-chart')].map(e => e.id + e.dataset.src)";

  private DrawnCurves() {}

  /**
   * Those of the page that is shown, each with what they are; none where all were seen before.
   *
   * @param seen charts of pages before, to which these are added
   */
  @SuppressWarnings("unchecked")
  static Map<String, String> of(Page page, Set<String> seen) {
    if (!seen.addAll((List<String>) page.evaluate(SOURCES))
        && page.querySelector("hs-live") == null) {
      return new LinkedHashMap<>();
    }
    page.waitForFunction(READY);
    Map<String, String> texts = new LinkedHashMap<>();
    for (String text : (List<String>) page.evaluate(READ)) {
      texts.put(text, "hs-chart");
    }
    return texts;
  }
}
