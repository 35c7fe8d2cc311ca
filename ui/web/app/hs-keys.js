const PREFIX_MS = 1500;

/**
 * Keys of one letter: ? help, / search, j and k rows, x ticks, g and a letter of the rail's entries (data-key). They do nothing
 * while one writes, and can be switched off on this device (WCAG 2.1.4). All that they do is reached without them.
 */
class Keys extends HTMLElement {
  connectedCallback() {
    this.help = this.querySelector("#help");
    this.on = this.querySelector("#keys-on");
    this.on.checked = remembered() !== "off";
    this.on.parentElement.hidden = false;
    this.querySelector(".keys-off").hidden = true;
    this.on.addEventListener("change", () => remember(this.on.checked ? "on" : "off"));
    document.addEventListener("keydown", this.pressed);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.pressed);
  }

  pressed = (event) => {
    if (!this.on.checked || event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return;
    const after = Date.now() - (this.prefixed ?? 0) < PREFIX_MS;
    this.prefixed = 0;
    if (after) {
      const entry = document.querySelector(`.rail a[data-key="${CSS.escape(event.key)}"]`);
      if (entry) {
        event.preventDefault();
        entry.click();
        return;
      }
    }
    if (event.key === "?") this.help.togglePopover();
    else if (document.querySelector("dialog:popover-open, dialog[open]")) return;
    else if (event.key === "g") this.prefixed = Date.now();
    else if (event.key === "/") document.querySelector("main input[type=search]")?.focus();
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "x") document.activeElement.closest("tr")?.querySelector("input.tick")?.click();
    else return;
    event.preventDefault();
  };
}

/** Whether somebody writes or chooses there; a ticked box takes no letters. */
function writes(target) {
  return target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
}

/** To the link of the next row that has one; from outside of the table to the first or last. */
function move(by) {
  const links = [...document.querySelectorAll("main tbody tr")].map((row) => row.querySelector("th a, td a")).filter(Boolean);
  if (links.length === 0) return;
  const row = document.activeElement.closest("tr");
  const at = links.findIndex((link) => row?.contains(link));
  links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by))].focus();
}

function remembered() {
  try {
    return localStorage.getItem("hs-keys");
  } catch {
    return null; // storage is switched off
  }
}

function remember(value) {
  try {
    localStorage.setItem("hs-keys", value);
  } catch {
    // Storage is switched off: the choice holds for this page.
  }
}
customElements.define("hs-keys", Keys);
