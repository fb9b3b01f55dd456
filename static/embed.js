// clinicfinder on your page. It shows our clinic search in every <div data-clinicfinder="your-name"> and keeps each
// frame as tall as what it shows. It sets no cookie, reads nothing of your page and asks no other site.
// What each line is for, and how to do without a script: docs/embed.md.
"use strict";

(() => {
  const script = document.currentScript;
  if (!script) return;
  const LEAST = 200; // Pixels. A frame can make itself no smaller and no taller, whatever it says.
  const MOST = 5000;
  const START = 700;
  const origin = new URL(script.src).origin;
  const frames = [];

  const show = (place) => {
    const frame = document.createElement("iframe");
    frame.src = new URL(`embed/${encodeURIComponent(place.dataset.clinicfinder)}`, script.src).href;
    frame.title = place.dataset.title || "Find a ketamine, Spravato or TMS clinic";
    frame.allow = "geolocation"; // Asked for only when a visitor presses "Use my location".
    frame.loading = "lazy";
    frame.referrerPolicy = "strict-origin"; // We learn which site shows the frame, never which page of it.
    frame.width = "100%";
    frame.height = START;
    Object.assign(frame.style, { border: "0", display: "block", maxWidth: "100%" });
    // The frame tells its height to the page that greets it, and only if its partner's list has that page's origin.
    frame.addEventListener("load", () => frame.contentWindow.postMessage({ type: "clinicfinder:hello" }, origin));
    frames.push(frame);
    place.dataset.shown = "";
    place.prepend(frame); // The link in the div stays below, for whoever cannot use the frame.
  };

  const resize = (frame, asked) => {
    if (!Number.isFinite(asked)) return;
    const height = Math.min(MOST, Math.max(LEAST, Math.ceil(asked)));
    if (height !== Number(frame.height)) frame.height = height;
  };

  window.addEventListener("message", (event) => {
    if (event.origin !== origin) return;
    const frame = frames.find((one) => one.contentWindow === event.source);
    if (!frame || typeof event.data !== "object" || event.data === null) return;
    if (event.data.type === "clinicfinder:height") resize(frame, event.data.height);
    // Another page is shown within the frame. If its beginning is out of sight above, it is brought back.
    if (event.data.type === "clinicfinder:page" && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
  });

  const show_all = () => document.querySelectorAll("[data-clinicfinder]:not([data-shown])").forEach(show);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show_all);
  else show_all();
})();
