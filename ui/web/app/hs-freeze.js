/**
 * Copies the data-… texts of the chosen cut into every [data-out=name] of the page. The server writes the texts and the
 * freeze line shows without script; this only keeps the summary in step.
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
    const chosen = this.querySelector("input:checked");
    for (const [name, text] of Object.entries(chosen?.dataset ?? {})) {
      for (const out of document.querySelectorAll(`[data-out="${CSS.escape(name)}"]`)) out.textContent = text;
    }
  }
}
customElements.define("hs-freeze", Freeze);
