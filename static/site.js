// What the page needs beside htmx: where focus goes after a swap, and honest words when the network fails.
"use strict";

const announce = (text) => {
  const region = document.getElementById("announce");
  if (region) region.textContent = text;
};

// Each region that a form fills, with the heading that focus moves to.
const HEADINGS = { results: "results-title", main: "results-title", "estimate-result": "estimate-title" };

// Within another site's page, focus must not pull that page about: embed_frame.js sees to what is in sight.
const FOCUS = { preventScroll: document.documentElement.classList.contains("frame") };

// Help that has just come up takes the focus once; it must not pull at somebody who goes on answering.
let crisis_shown = document.getElementById("crisis-first-title") !== null;

document.addEventListener("htmx:afterSwap", (event) => {
  const heading = HEADINGS[event.detail.target.id];
  if (!heading) return;
  const crisis = document.getElementById("crisis-first-title");
  const is_new = crisis && !crisis_shown;
  crisis_shown = crisis !== null;
  if (is_new) {
    crisis.focus(FOCUS);
    return;
  }
  // A search that was submitted moves on to its answer; a changed filter leaves the hand where it is.
  if (event.detail.requestConfig.triggeringEvent?.type !== "submit") return;
  document.getElementById(heading)?.focus(FOCUS);
});

const say_unreachable = () => {
  const region = document.getElementById("results") ?? document.getElementById("estimate-result");
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

// When new questions come in, what was typed or opened since the form was sent stays as it is.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  if (!["estimate-fields", "call-plan"].includes(target.id)) return;
  for (const live of target.querySelectorAll("[id]")) {
    const fresh = fragment.querySelector(`#${CSS.escape(live.id)}`);
    if (!fresh) continue;
    if (live instanceof HTMLDetailsElement) fresh.open = live.open;
    else if (live.type === "radio") fresh.checked = live.checked;
    else if (live instanceof HTMLSelectElement) {
      if ([...fresh.options].some((option) => option.value === live.value)) fresh.value = live.value;
    } else if ("value" in live) fresh.value = live.value;
  }
});

// htmx notes the address of each pushed page for snapshots that we have switched off. A place is not ours to keep.
const forget_path = () => sessionStorage.removeItem("htmx-current-path-for-history");
document.addEventListener("htmx:pushedIntoHistory", forget_path);
document.addEventListener("htmx:replacedInHistory", forget_path);

// Leaving the place box is no answer yet: without this, every submitted search would be sent twice.
document.getElementById("near")?.addEventListener("change", (event) => event.stopPropagation());

// Printing needs a script, so the button shows only where scripts run.
const offer_print = () => {
  for (const offer of document.querySelectorAll(".print-offer")) offer.hidden = false;
};
document.addEventListener("htmx:afterSettle", offer_print);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
offer_print();
