// What the page needs beside htmx: where focus goes after a swap, and honest words when the network fails.
"use strict";

const announce = (text) => {
  const region = document.getElementById("announce");
  if (region) region.textContent = text;
};

document.addEventListener("htmx:afterSwap", (event) => {
  if (!["results", "main"].includes(event.detail.target.id)) return;
  const crisis = document.getElementById("crisis-first-title");
  if (crisis) {
    crisis.focus();
    return;
  }
  // A search that was submitted moves on to its answer; a changed filter leaves the hand where it is.
  if (event.detail.requestConfig.triggeringEvent?.type !== "submit") return;
  document.getElementById("results-title")?.focus();
});

const say_unreachable = () => {
  const region = document.getElementById("results");
  if (!region) return;
  const message = document.documentElement.dataset.unreachable;
  const section = document.createElement("section");
  section.className = "message";
  section.setAttribute("role", "alert");
  section.textContent = message;
  region.replaceChildren(section);
  announce(message);
};

// The old answer must not stay under a search that failed.
document.addEventListener("htmx:sendError", say_unreachable);
document.addEventListener("htmx:timeout", say_unreachable);
