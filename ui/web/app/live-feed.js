const LONGEST_WAIT = 30_000; // milliseconds between two tries
const HIDDEN_FOR = 15_000; // milliseconds out of sight before the connection is given back

/**
 * One event stream that survives cut connections. The browser resumes by itself with Last-Event-ID; where it gives up
 * (any answer but 200) this tries again with ?after=<last id>. Each event is told once: ids rise, and an id that was
 * already told is skipped. A hidden page holds no connection and catches up when it is seen again.
 */
export class LiveFeed {
  /** @param told functions by event name (data parsed), and link(words) for the connection itself */
  constructor(src, after, told) {
    this.src = src;
    this.last = Number(after);
    this.told = told;
    this.tries = 0;
  }

  open() {
    this.seen = () => this.visibility();
    document.addEventListener("visibilitychange", this.seen);
    if (!document.hidden) this.connect();
  }

  close() {
    document.removeEventListener("visibilitychange", this.seen);
    clearTimeout(this.hiding);
    this.disconnect();
  }

  connect() {
    const address = new URL(this.src, location.href);
    address.searchParams.set("after", this.last);
    this.source = new EventSource(address);
    this.source.addEventListener("open", () => {
      this.tries = 0;
      this.told.link("Live");
    });
    this.source.addEventListener("error", () => this.lost());
    for (const name of ["state", "progress", "points", "log", "end"]) {
      this.source.addEventListener(name, (event) => this.event(name, event));
    }
  }

  event(name, { lastEventId, data }) {
    const id = Number(lastEventId || NaN);
    // State and progress are levels, told as they are; only what adds up must not be told twice.
    if ((name === "points" || name === "log") && id <= this.last) return;
    if (id > this.last) this.last = id;
    this.told[name](data ? JSON.parse(data) : {});
  }

  lost() {
    if (this.source.readyState !== EventSource.CLOSED) {
      this.told.link("Connection lost, resuming");
      return;
    }
    this.disconnect();
    const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** this.tries++) * (0.5 + Math.random() / 2);
    this.told.link(`Connection lost, trying again in ${Math.ceil(wait / 1000)} s`);
    this.waiting = setTimeout(() => this.connect(), wait);
  }

  disconnect() {
    clearTimeout(this.waiting);
    this.source?.close();
    this.source = null;
  }

  visibility() {
    clearTimeout(this.hiding);
    if (document.hidden) this.hiding = setTimeout(() => this.disconnect(), HIDDEN_FOR);
    else if (!this.source) {
      this.disconnect();
      this.connect();
    }
  }
}
