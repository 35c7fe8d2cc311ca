import "./app.css";
import htmx from "htmx.org";

// The content security policy forbids inline styles and eval. A form that comes back with 422 holds its errors: show it.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true },
  { code: "[45]..", swap: false, error: true },
];
