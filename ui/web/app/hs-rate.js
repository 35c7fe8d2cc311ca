const LOWEST = -6; // powers of ten at the ends of the scale
const HIGHEST = -1;
const SVG = "http://www.w3.org/2000/svg";

/**
 * A learning rate on a log scale: a fader beside the number field, which alone is submitted, and the suggested band
 * from data-low to data-high. A step of the fader is a twentieth of a decade.
 */
class Rate extends HTMLElement {
  static observedAttributes = ["data-low", "data-high"];

  /** The band follows the depth that is chosen. */
  attributeChangedCallback() {
    this.querySelector(".rate-scale svg")?.replaceWith(this.drawing());
  }

  connectedCallback() {
    const field = this.querySelector("input");
    const scale = this.querySelector(".rate-scale");
    if (scale.childElementCount > 0) return;
    const fader = document.createElement("input");
    Object.assign(fader, { type: "range", className: "fader", min: LOWEST, max: HIGHEST, step: 0.05 });
    const name = this.querySelector("label").firstChild.textContent.trim();
    fader.setAttribute("aria-label", `${name}, learning rate, power of ten`);
    scale.append(this.drawing(), fader);
    const follow = () => {
      const power = Math.log10(Number(field.value));
      if (Number.isFinite(power)) fader.value = power;
      fader.setAttribute("aria-valuetext", field.value);
    };
    fader.addEventListener("input", () => {
      field.value = written(10 ** Number(fader.value));
      fader.setAttribute("aria-valuetext", field.value);
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    field.addEventListener("input", follow);
    follow();
  }

  drawing() {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("aria-hidden", "true");
    const low = place(this.dataset.low);
    const high = place(this.dataset.high);
    if (Number.isFinite(low) && low < high) svg.append(part("rect", { class: "rate-band", x: `${low}%`, width: `${high - low}%`, y: 5, height: 18, rx: 2 }));
    for (let power = LOWEST; power <= HIGHEST; power++) {
      const x = `${place(10 ** power)}%`;
      svg.append(part("line", { class: "rate-tick", x1: x, x2: x, y1: 8, y2: 20 }));
    }
    return svg;
  }
}

function place(rate) {
  return (100 * (Math.log10(Number(rate || NaN)) - LOWEST)) / (HIGHEST - LOWEST);
}

function written(rate) {
  return rate.toExponential(1).replace("e+", "e");
}

function part(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
customElements.define("hs-rate", Rate);
