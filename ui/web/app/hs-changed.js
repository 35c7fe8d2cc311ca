/**
 * Keeps in step what a cloned run's fields were: each .was[data-of] of the form shows while its field has another value than
 * data-was. The server hides those that are the same, so that without script the first look is right too.
 */
class Changed extends HTMLElement {
  connectedCallback() {
    const form = document.getElementById(this.dataset.form);
    const show = () => {
      for (const was of form.querySelectorAll(".was[data-of]")) {
        const now = form.elements[was.dataset.of]?.value ?? "";
        const same = was.dataset.was === "none" ? now === "" : now === was.dataset.was || (now !== "" && Number(now) === Number(was.dataset.was));
        was.hidden = same;
        was.closest(".field, .rate")?.classList.toggle("is-changed", !same);
      }
    };
    form.addEventListener("input", show);
    form.addEventListener("change", show);
    show();
  }
}
customElements.define("hs-changed", Changed);
