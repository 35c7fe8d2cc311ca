/**
 * Copies the data-… texts of the chosen cut into every [data-out=name] of the page, and into each field [data-follow=name]
 * that still holds the text of the cut chosen before: a value that the user wrote stays. The ends of a rate's band,
 * [data-follow-low=name] and [data-follow-high=name], always follow. The server writes the texts and the
 * freeze line shows without script; this only keeps the rest in step.
 */
class Freeze extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", () => this.show());
    // The browser restores the radio, but not the texts, when one comes back to the page.
    addEventListener("pageshow", this.shown);
    this.show();
  }

  disconnectedCallback() {
    removeEventListener("pageshow", this.shown);
  }

  shown = () => this.show();

  show() {
    const texts = { ...this.querySelector("input:checked")?.dataset };
    for (const [name, text] of Object.entries(texts)) {
      for (const out of document.querySelectorAll(`[data-out="${CSS.escape(name)}"]`)) out.textContent = text;
      for (const field of document.querySelectorAll(`[data-follow="${CSS.escape(name)}"]`)) this.follow(field, this.before?.[name], text);
      for (const end of ["low", "high"])
        for (const rate of document.querySelectorAll(`[data-follow-${end}="${CSS.escape(name)}"]`)) rate.dataset[end] = text;
    }
    this.before = texts;
  }

  follow(field, before, text) {
    if (before === undefined || before === text || Number(field.value) !== Number(before)) return;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
customElements.define("hs-freeze", Freeze);
