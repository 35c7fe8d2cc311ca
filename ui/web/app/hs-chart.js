import { LineChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { seriesOf, spread } from "./curves.js";

use([LineChart, GridComponent, TooltipComponent, SVGRenderer]);

const REDRAW = 250; // milliseconds: at most four times a second

/** Ends of the axis for shares of one: never beyond 1, and a tenth of room below. */
const SHARE = { min: ({ min }) => Math.max(0, Math.floor(10 * min - 1) / 10), max: 1 };

/**
 * Curves over the steps of a run. data-src answers {"points":[{id, series, step, epoch, value}]}; data-series names the series
 * shown, comma-separated, ":held" for a dashed one. Points of hs:points join by id, so one that comes twice counts once.
 */
class Chart extends HTMLElement {
  connectedCallback() {
    this.points = new Map();
    this.shown = this.dataset.series.split(",").map((entry) => {
      const [name, kind] = entry.trim().split(":");
      return { name, held: kind === "held" };
    });
    this.live = (event) => this.take(event.detail);
    this.restyle = () => this.draw();
    document.addEventListener("hs:points", this.live);
    document.addEventListener("hs:theme", this.restyle);
    this.scheme = matchMedia("(prefers-color-scheme: dark)");
    this.scheme.addEventListener("change", this.restyle);
    this.replaceChildren();
    this.chart = init(this, null, { renderer: "svg" });
    this.size = new ResizeObserver(() => {
      this.chart.resize();
      this.draw(); // the names at the lines' ends lie otherwise now
    });
    this.size.observe(this);
    this.load();
  }

  disconnectedCallback() {
    document.removeEventListener("hs:points", this.live);
    document.removeEventListener("hs:theme", this.restyle);
    this.scheme.removeEventListener("change", this.restyle);
    this.size.disconnect();
    clearTimeout(this.drawing);
    this.chart.dispose();
  }

  async load() {
    const answer = await fetch(this.dataset.src, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.ok) {
      this.take((await answer.json()).points);
      if (this.points.size === 0) this.say("No points yet.");
    } else this.say("The points could not be read. The table below has them.");
  }

  take(points) {
    for (const point of points) if (this.shown.some((s) => s.name === point.series)) this.points.set(point.id, point);
    this.drawing ??= setTimeout(() => {
      this.drawing = undefined;
      this.draw();
    }, REDRAW);
  }

  draw() {
    if (this.points.size === 0) return;
    this.note?.remove();
    const drawn = options(this.shown, [...this.points.values()], this.colours(), this.dataset.log === "true");
    this.chart.setOption(drawn, true);
    // Where a line ends is known only now.
    this.chart.setOption({ series: spread(drawn.series, (value) => this.chart.convertToPixel({ yAxisIndex: 0 }, value)) });
  }

  say(words) {
    this.note ??= this.parentElement.insertBefore(Object.assign(document.createElement("p"), { className: "hint plot-say" }), this);
    this.note.textContent = words;
  }

  /** Custom properties come back unresolved (light-dark(…)), so colours are read off a part that uses them. */
  colours() {
    const probe = document.createElement("span");
    probe.hidden = true;
    document.body.append(probe);
    const read = (name) => {
      probe.className = "";
      probe.style.color = `var(--${name})`;
      return getComputedStyle(probe).color;
    };
    const colours = {
      ink: read("ink-3"), line: read("line-soft"), edge: read("edge"), surface: read("surface"), strong: read("ink"),
      data: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => read(`data-${n}`)),
    };
    probe.remove();
    return colours;
  }
}

function options(shown, points, colours, log) {
  const label = { color: colours.ink, fontSize: 11 };
  return {
    animation: false,
    grid: { left: 44, right: 84, top: 12, bottom: 24 },
    tooltip: {
      trigger: "axis", renderMode: "richText", confine: true, backgroundColor: colours.surface, borderColor: colours.edge,
      textStyle: { color: colours.strong, fontSize: 12 }, axisPointer: { lineStyle: { color: colours.edge } },
      formatter: (hovered) => [`Step ${hovered[0].value[0]}`, ...hovered.map((h) => `${h.seriesName} ${Number(h.value[1]).toPrecision(3)}`)].join("\n"),
    },
    xAxis: { type: "value", min: 0, max: "dataMax", axisLabel: { ...label, showMaxLabel: false }, splitLine: { show: false }, axisLine: { lineStyle: { color: colours.edge } }, axisTick: { show: false }, minInterval: 1 },
    yAxis: { type: log ? "log" : "value", scale: true, ...(shown.every((s) => s.name.endsWith("accuracy")) && SHARE), axisLabel: label, splitNumber: 4, splitLine: { lineStyle: { color: colours.line } } },
    series: seriesOf(shown, points, colours),
  };
}
customElements.define("hs-chart", Chart);
