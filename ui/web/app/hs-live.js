import { LiveFeed } from "./live-feed.js";

const DONE = new Set(["SUCCEEDED", "FAILED", "CANCELLED"]);
const ICONS = { QUEUED: "clock", STARTING: "half", RUNNING: "live", CANCELLING: "slash" };

/**
 * Keeps a page in step with a job that goes on. data-src: the event stream; data-after: id of the last event that the page
 * already shows; data-state: state that the page shows; data-phase-NAME: words of a phase. It writes into [data-live=…] of
 * the page: state (a .state badge), reason, progress (a progress element), phase, count, left, log, link. Points go on as
 * the event hs:points to the curves. What depends on the state (buttons) has an id and data-renew and is fetched again when
 * it changes; when the job is done the whole page is loaded anew: the server's words are the truth.
 */
class Live extends HTMLElement {
  connectedCallback() {
    if (DONE.has(this.dataset.state)) return;
    this.feed = new LiveFeed(this.dataset.src, this.dataset.after ?? "0", {
      state: (told) => this.state(told),
      progress: (told) => this.progress(told),
      points: ({ points }) => document.dispatchEvent(new CustomEvent("hs:points", { detail: points })),
      log: ({ lines }) => this.log(lines),
      end: () => this.renew(),
      link: (words) => write("link", words),
    });
    for (const list of parts("log")) list.scrollTop = list.scrollHeight;
    this.feed.open();
  }

  disconnectedCallback() {
    this.feed?.close();
  }

  state({ state, word, reason }) {
    write("reason", reason ?? "");
    if (state === this.dataset.state) return;
    this.dataset.state = state;
    if (DONE.has(state)) {
      this.renew();
      return;
    }
    for (const badge of parts("state")) {
      badge.className = `state state-${state.toLowerCase()}`;
      badge.querySelector("use")?.setAttribute("href", `/icons.svg#i-${ICONS[state]}`);
      badge.lastChild.textContent = word;
    }
    renewParts();
  }

  progress(told) {
    const { phase, done, total, unit, epoch, epochs } = told;
    for (const bar of parts("progress")) {
      if (total > 0) Object.assign(bar, { max: total, value: done });
      else bar.removeAttribute("value");
    }
    write("phase", this.getAttribute(`data-phase-${phase}`) ?? phase);
    const amount = total > 0 ? `${done.toLocaleString("en")} of ${total.toLocaleString("en")} ${unit}` : `${done.toLocaleString("en")} ${unit}`;
    write("count", epochs > 0 && epoch > 0 ? `epoch ${epoch} of ${epochs}, ${amount}` : amount);
    write("left", left(told.etaLowSeconds, told.etaHighSeconds));
  }

  log(lines) {
    for (const list of parts("log")) {
      const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
      for (const line of lines) if (!document.getElementById(`L${line.number}`)) list.append(logLine(line));
      if (atEnd) list.scrollTop = list.scrollHeight;
    }
  }

  renew() {
    this.feed.close();
    location.reload();
  }
}

async function renewParts() {
  const old = [...document.querySelectorAll("[data-renew]")];
  if (old.length === 0) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of old) {
    const fresh = page.getElementById(part.id);
    if (fresh && !part.querySelector("dialog[open]")) part.replaceWith(fresh);
  }
}

function parts(name) {
  return document.querySelectorAll(`[data-live="${name}"]`);
}

function write(name, words) {
  for (const part of parts(name)) if (part.textContent !== words) part.textContent = words;
}

/** Time left as a range, nothing before the first unit was measured. */
function left(low, high) {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return "";
  if (high < 90) return `about ${range(Math.ceil(low / 5) * 5, Math.ceil(high / 5) * 5)} s left`;
  return `about ${range(Math.max(1, Math.round(low / 60)), Math.max(1, Math.round(high / 60)))} min left`;
}

function range(low, high) {
  return low === high ? `${low}` : `${low}–${high}`;
}

function logLine({ number, at, text }) {
  const item = document.createElement("li");
  item.id = `L${number}`;
  const link = document.createElement("a");
  Object.assign(link, { className: "log-n", href: `#L${number}`, textContent: number });
  const time = document.createElement("span");
  const seconds = Math.floor(at / 1000);
  Object.assign(time, { className: "log-t", textContent: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` });
  const words = document.createElement("span");
  words.textContent = text;
  item.append(link, time, words);
  return item;
}
customElements.define("hs-live", Live);
