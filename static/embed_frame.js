// Within a partner's frame. It runs before htmx: a frame in a strict sandbox must not start it.
"use strict";

(() => {
  const root = document.documentElement;
  // A sandbox without allow-same-origin leaves a page no origin: what it sends itself is refused, links still work.
  const is_cut_off = window.origin === "null";

  // 1. The height. Told only to the page that holds the frame, only after it has greeted us, and only if it is one of
  // the partner's. The body's own height is measured, which the frame's height does not change: nothing can chase it.
  const parents = (root.dataset.parents ?? "").split(" ").filter(Boolean);
  let listener = null;
  let told = 0;

  const say = (message) => {
    if (listener) window.parent.postMessage(message, listener);
  };

  const tell_height = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (!listener || height === told) return;
    told = height;
    say({ type: "clinicfinder:height", height });
  };

  window.addEventListener("message", (event) => {
    if (window.parent === window || event.source !== window.parent || !parents.includes(event.origin)) return;
    if (event.data?.type !== "clinicfinder:hello") return;
    listener = event.origin;
    told = 0;
    tell_height();
  });
  document.addEventListener("DOMContentLoaded", () => new ResizeObserver(tell_height).observe(document.body));

  // 2. Pages within the frame. They are swapped, so that the visitor's Back button stays the partner's; ours is kept here.
  const past = [];
  const way_back = () => document.querySelector(".way-back");

  const show_beginning = () => {
    // The answer comes before the page's own heading, which stands above its form.
    const headings = ["#crisis-first-title", "#results-title", "#estimate-title", "#main h1"];
    headings.map((one) => document.querySelector(one)).find(Boolean)?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
    say({ type: "clinicfinder:page" });
  };

  let leaving = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    leaving = event.detail.target.id === "main" && event.detail.shouldSwap ? event.detail.target : null;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "main" || !leaving) return;
    past.push(leaving);
    leaving = null;
    way_back().hidden = false;
    show_beginning();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-back]") || past.length === 0) return;
    const earlier = past.pop();
    document.getElementById("main").replaceWith(earlier);
    window.htmx.process(earlier);
    way_back().hidden = past.length === 0;
    show_beginning();
  });

  // 3. A street address must not stand in an address of ours, so a text with letters and digits is posted.
  const is_address = (text) => /\d/.test(text) && /\p{L}/u.test(text);
  document.addEventListener("htmx:configRequest", (event) => {
    const { detail } = event;
    if (detail.verb !== "get" || !detail.elt.matches("form[data-place-form]")) return;
    if (!is_address(detail.elt.elements.near.value)) return;
    detail.verb = "post";
    detail.useUrlParams = false;
    detail.headers["Content-Type"] = "application/x-www-form-urlencoded"; // htmx set none for a GET.
  });

  // Leaving the place box is no answer yet. Forms come and go here, so this is caught for all of them.
  document.addEventListener("change", (event) => {
    if (event.target.id === "near") event.stopPropagation();
  }, true);

  if (!is_cut_off) return;

  // 4. Cut off from its own site: no swaps, which would be requests from nowhere, but plain links. Where even forms are
  // forbidden (WordPress does so to frames of strangers), a search becomes a link.
  document.addEventListener("DOMContentLoaded", () => document.body.setAttribute("hx-disable", ""));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[type=submit]");
    if (!button?.form || button.form.method !== "get") return;
    event.preventDefault();
    if (is_address(button.form.elements.near?.value ?? "")) {
      button.form.querySelector("[role=alert]").textContent = root.dataset.cutOff;
      return;
    }
    const fields = [...new FormData(button.form)].filter(([, value]) => value);
    window.location.assign(`${button.form.action}?${new URLSearchParams(fields)}`);
  });
})();
