const minute = new Intl.DateTimeFormat("en-GB", {
  day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit",
});
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "long" });

/** Writes each <time datetime> below root in the reader's zone; the server wrote it in UTC. */
export function showLocalTimes(root) {
  const found = root.matches?.("time[datetime]") ? [root] : root.querySelectorAll("time[datetime]");
  for (const time of found) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    time.textContent = minute.format(at);
    time.title = exact.format(at);
  }
}
