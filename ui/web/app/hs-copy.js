/** A button that copies the text beside it. */
class Copy extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", () => this.copy(button));
  }

  async copy(button) {
    const source = this.querySelector("pre");
    const done = await write(source);
    const word = button.lastChild;
    word.textContent = done ? "Copied" : "Press Ctrl+C";
    setTimeout(() => (word.textContent = "Copy"), 2500);
  }
}

/** Over plain http on another address than localhost there is no navigator.clipboard: select, and copy the old way. */
async function write(source) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(source);
    return document.execCommand("copy");
  }
}
customElements.define("hs-copy", Copy);
