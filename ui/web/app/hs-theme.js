/** The switch between light and dark. Without a choice the system's theme holds. Tells hs-chart, which draws in resolved colours. */
class Theme extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", () => this.change());
  }

  change() {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try {
      localStorage.setItem("hs-theme", root.dataset.theme);
    } catch {
      // Storage is switched off: the choice holds for this page.
    }
    document.dispatchEvent(new CustomEvent("hs:theme"));
  }
}
customElements.define("hs-theme", Theme);
