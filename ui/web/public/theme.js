// Runs before the first paint, so that a chosen theme does not flash the other one. The switch is hs-theme.
try {
  const theme = localStorage.getItem("hs-theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // Storage is switched off: the system's theme holds.
}
