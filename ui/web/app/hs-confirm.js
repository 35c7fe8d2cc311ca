/** Opens its dialog as a modal one, which keeps the focus inside; without script it opens as a popover. */
class Confirm extends HTMLElement {
  connectedCallback() {
    const dialog = this.querySelector("dialog");
    dialog.removeAttribute("popover");
    for (const button of this.querySelectorAll("[popovertarget]")) {
      const closes = button.getAttribute("popovertargetaction") === "hide";
      button.removeAttribute("popovertarget");
      button.addEventListener("click", () => (closes ? dialog.close() : dialog.showModal()));
    }
  }
}
customElements.define("hs-confirm", Confirm);
