// Light or dark: as the system says, until somebody chooses.
"use strict";
(() => {
  const root = document.documentElement;
  const isDark = () =>
    (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const kept = (theme) => {
    try {
      if (theme) localStorage.setItem("pfocr-theme", theme);
      return localStorage.getItem("pfocr-theme");
    } catch {
      return theme; // a browser that keeps nothing
    }
  };
  const before = kept();
  if (before === "light" || before === "dark") root.dataset.theme = before;
  addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const say = () => button.setAttribute("aria-pressed", String(isDark()));
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      kept(root.dataset.theme);
      say();
    });
    say();
  });
})();
