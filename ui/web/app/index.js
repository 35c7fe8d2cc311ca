import "./app.css";
import htmx from "htmx.org";
import "./hs-changed.js";
import "./hs-confirm.js";
import "./hs-copy.js";
import "./hs-freeze.js";
import "./hs-live.js";
import "./hs-rate.js";
import "./hs-theme.js";
import "./hs-upload.js";
import "./menus.js";
import { showLocalTimes } from "./times.js";

// The content security policy forbids inline styles and eval. A form that comes back with 422 holds its errors: show it.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
// A field that the user has resized has a style, which the policy lets nobody carry over to the new one.
htmx.config.attributesToSettle = ["class", "width", "height"];
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true },
  { code: "[45]..", swap: false, error: true },
];
htmx.onLoad(showLocalTimes);

// Half a megabyte that only pages with curves need.
if (document.querySelector("hs-chart")) import("./hs-chart.js");
