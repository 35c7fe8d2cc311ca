import { asked, put } from "./transfer.js";

/**
 * Uploads one file straight to the object store: asks the server for an address (data-create), puts the file there, tells
 * the server, and goes where it says. data-then: what happens then, in words. A failed transfer can be tried again with the same file; leaving the page asks first.
 */
class UploadFile extends HTMLElement {
  connectedCallback() {
    this.drop = this.querySelector(".drop");
    this.input = this.querySelector("input[type=file]");
    this.now = this.querySelector(".upload-now");
    this.fault = this.querySelector(".upload-fault");
    this.bar = this.querySelector("progress");
    this.input.addEventListener("change", () => this.input.files[0] && this.start(this.input.files[0]));
    this.querySelector("[data-act=abort]").addEventListener("click", () => this.stop?.abort());
    for (const type of ["dragenter", "dragover"]) this.drop.addEventListener(type, (e) => this.over(e, true));
    for (const type of ["dragleave", "drop"]) this.drop.addEventListener(type, (e) => this.over(e, false));
    this.drop.addEventListener("drop", (e) => e.dataTransfer.files[0] && this.start(e.dataTransfer.files[0]));
  }

  over(event, on) {
    event.preventDefault();
    this.drop.classList.toggle("is-over", on);
  }

  async start(file) {
    if (this.stop) return;
    this.stop = new AbortController();
    this.show(file);
    addEventListener("beforeunload", keep);
    try {
      const waits = (why) => this.waits(why);
      const made = await asked(this.dataset.create, { name: file.name, size: file.size }, this.stop.signal, waits);
      await put(file, made, this.stop.signal, (sent) => this.progress(sent, file.size));
      this.say(`Uploaded. ${this.dataset.then}`);
      const { location: next } = await asked(made.complete, {}, this.stop.signal, waits);
      removeEventListener("beforeunload", keep);
      location.assign(next);
    } catch (fault) {
      this.failed(file, fault);
    } finally {
      removeEventListener("beforeunload", keep);
      this.stop = null;
      this.input.value = "";
    }
  }

  show(file) {
    this.began = performance.now();
    this.fault.replaceChildren();
    this.drop.hidden = true;
    this.now.hidden = false;
    this.querySelector(".upload-name").textContent = file.name;
    this.progress(0, file.size);
    this.say(`Uploading ${file.name}`);
  }

  progress(sent, total) {
    const seconds = (performance.now() - this.began) / 1000;
    const left = sent > 0 ? Math.ceil(((total - sent) * seconds) / sent) : 0;
    this.bar.value = total > 0 ? (100 * sent) / total : 100;
    const rest = seconds > 2 && left > 0 ? `, about ${left < 90 ? `${left} s` : `${Math.round(left / 60)} min`} left` : "";
    this.querySelector(".upload-words").textContent = `${size(sent)} of ${size(total)}${rest}`;
  }

  waits(why) {
    this.querySelector(".upload-words").textContent = why;
    this.say(why);
  }

  failed(file, fault) {
    this.now.hidden = true;
    this.drop.hidden = false;
    this.say("");
    const stopped = fault.name === "AbortError";
    const alert = document.createElement("div");
    alert.className = `alert ${stopped ? "alert-care" : "alert-bad"}`;
    const words = document.createElement("div");
    for (const line of stopped ? ["The upload was stopped. Nothing was kept."] : [fault.message, ...(fault.lines ?? [])]) {
      const p = document.createElement("p");
      p.textContent = line;
      words.append(p);
    }
    const again = document.createElement("button");
    Object.assign(again, { type: "button", className: "btn btn-s", textContent: `Try again with ${file.name}` });
    again.addEventListener("click", () => this.start(file));
    const acts = document.createElement("p");
    acts.className = "acts";
    acts.append(again);
    words.append(acts);
    alert.append(icon(stopped ? "warn" : "cross"), words);
    this.fault.replaceChildren(alert);
  }

  say(words) {
    this.querySelector("[role=status]").textContent = words;
  }
}

function keep(event) {
  event.preventDefault();
}

function icon(name) {
  const holder = document.createElement("template");
  holder.innerHTML = `<svg class="icon" aria-hidden="true"><use href="/icons.svg#i-${name}"/></svg>`;
  return holder.content;
}

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** As Say.bytes on the server: powers of 1,000, two or three digits. */
function size(bytes) {
  let unit = 0;
  while (unit < UNITS.length - 1 && bytes >= (unit === 0 ? 1000 : 999.5)) {
    bytes /= 1000;
    unit++;
  }
  return `${bytes.toFixed(unit === 0 || bytes >= 9.95 ? 0 : 1)} ${UNITS[unit]}`;
}
customElements.define("hs-upload", UploadFile);
