const FEWEST_SMOOTHED = 20;
const LABEL_HEIGHT = 20; // pixels: two names this far apart do not touch, halo included
const LONGEST_MEMORY = 0.9; // weight of the past in the smoothed line, from 200 points on

/** ECharts series of the points shown: a measured line faint behind its smoothed one where there are many, a held line dashed. */
export function seriesOf(shown, points, colours) {
  const words = shortNames(shown.map((s) => s.name));
  let hue = -1; // a held series has the hue of the one before it: training solid, validation dashed
  return shown.flatMap(({ name, held }, index) => {
    if (!held || hue < 0) hue++;
    const data = points.filter((p) => p.series === name).sort((a, b) => a.step - b.step).map((p) => [p.step, p.value]);
    if (data.length === 0) return [];
    const colour = colours.data[hue % colours.data.length];
    const line = {
      type: "line", name: words[index], showSymbol: data.length === 1, symbolSize: 7, data, itemStyle: { color: colour },
      lineStyle: { color: colour, width: 2, type: held ? [5, 4] : "solid" }, emphasis: { disabled: true },
      endLabel: { show: true, formatter: "{a}", color: colour, fontSize: 12, fontWeight: 600, textBorderColor: colours.surface, textBorderWidth: 3 },
    };
    if (held || data.length < FEWEST_SMOOTHED) return [line];
    const raw = { type: "line", name: `${words[index]}, as measured`, showSymbol: false, silent: true, data, lineStyle: { color: colour, width: 1, opacity: 0.35 }, tooltip: { show: false } };
    return [raw, { ...line, data: smoothed(data) }];
  });
}

/**
 * Moves of the names at the lines' ends so that none covers another, for the series given, in their order.
 * pixel: the height of a value, in pixels from the top.
 */
export function spread(series, pixel) {
  const named = series.filter((one) => one.endLabel).map((one) => ({ one, at: pixel(one.data.at(-1)[1]) }));
  named.sort((a, b) => a.at - b.at);
  const moves = new Map();
  let free = -Infinity;
  for (const { one, at } of named) {
    const to = Math.max(at, free);
    moves.set(one, to - at);
    free = to + LABEL_HEIGHT;
  }
  // Half of the way up, so that the names stay around their lines.
  const up = Math.max(0, ...moves.values()) / 2;
  return series.map((one) => (moves.has(one) ? { endLabel: { offset: [0, up > 0 ? moves.get(one) - up : 0] } } : {}));
}

/** Names in words; the last word is left out where all share it, as the chart's title has it: train, validation. */
function shortNames(names) {
  const parts = names.map((name) => name.split("_"));
  const last = parts[0].at(-1);
  const shared = parts.every((words) => words.length > 1 && words.at(-1) === last);
  return parts.map((words) => (shared ? words.slice(0, -1) : words).join(" "));
}

/** Exponential mean without the pull towards zero at the start. */
function smoothed(data) {
  const memory = Math.min(LONGEST_MEMORY, 1 - FEWEST_SMOOTHED / data.length);
  let sum = 0;
  let weight = 0;
  return data.map(([step, value]) => {
    sum = memory * sum + (1 - memory) * value;
    weight = memory * weight + (1 - memory);
    return [step, sum / weight];
  });
}
