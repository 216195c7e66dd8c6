import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { paint } from "./style/palette";
import "./style/base.css";
import "./style/shell.css";
import "./parts/marks.css";
import "./parts/panel.css";
import "./parts/quotes.css";
import "./parts/states.css";

// Before the first picture, so that a dark room is not lit up for a moment.
const chosen = (() => {
  try {
    return window.localStorage.getItem("tingfeng.theme");
  } catch {
    return null;
  }
})();
const dark = chosen === "dark" || (chosen !== "light" && window.matchMedia("(prefers-color-scheme: dark)").matches);
paint(dark ? "dark" : "light");

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
