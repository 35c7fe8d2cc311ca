/** A fault in words. lines: what is wrong in particular, with the way out. */
class TransferFault extends Error {
  constructor(message, lines = []) {
    super(message);
    this.lines = lines;
  }
}

/** As often as a server that isn't ready yet is asked again: a fresh one is, within a minute or two. */
const PATIENCE = 40;

/**
 * POSTs JSON to our server and reads its JSON answer; a problem+json answer becomes a fault in its words. A server that is
 * not ready (503) and says when to come back is asked again then; meanwhile waits is told why.
 */
export async function asked(path, body, signal, waits = () => {}) {
  for (let left = PATIENCE; ; left--) {
    const answer = await post(path, body, signal);
    if (answer.ok) return answer.json();
    const problem = await answer.json().catch(() => ({}));
    const seconds = Number(answer.headers.get("Retry-After"));
    if (answer.status !== 503 || !seconds || left === 0) throw refusal(answer, problem);
    waits(problem.title);
    await pause(1000 * seconds, signal);
  }
}

async function post(path, body, signal) {
  try {
    return await fetch(path, {
      method: "POST",
      signal,
      headers: { "Content-Type": "application/json", Accept: "application/json", ...csrf() },
      body: JSON.stringify(body),
    });
  } catch (fault) {
    if (fault.name === "AbortError") throw fault;
    throw new TransferFault("Headstart could not be reached. Check the connection, then try again.");
  }
}

function pause(milliseconds, signal) {
  return new Promise((done, stopped) => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), stopped(new DOMException("stopped", "AbortError"))), { once: true });
  });
}

function refusal(answer, problem) {
  const lines = (problem.problems ?? []).map((p) => [p.why, p.fix].filter(Boolean).join(" "));
  return new TransferFault(problem.title ?? `Headstart answered ${answer.status}. Try again, or sign in anew.`, problem.detail ? [problem.detail, ...lines] : lines);
}

/** PUTs the file to the address given, with the headers given. fetch can't tell how far an upload is, so XMLHttpRequest. */
export function put(file, { url, headers }, signal, told) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    const aborted = () => request.abort();
    signal.addEventListener("abort", aborted, { once: true });
    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers ?? {})) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => told(event.loaded));
    request.addEventListener("load", () => (request.status < 300 ? done() : failed(refused(request))));
    request.addEventListener("error", () => failed(new TransferFault("The connection broke off during the upload. Nothing was kept; try again.")));
    request.addEventListener("abort", () => failed(new DOMException("stopped", "AbortError")));
    request.addEventListener("loadend", () => signal.removeEventListener("abort", aborted));
    request.send(file);
  });
}

function refused(request) {
  const code = /<Code>([^<]+)</.exec(request.responseText ?? "")?.[1];
  return new TransferFault(`The object store refused the file (${request.status}${code ? `, ${code}` : ""}). Try again; if it stays, tell the administrator.`);
}

function csrf() {
  return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
}
