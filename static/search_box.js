// The search box. First: suggestions under it, an editable combobox with a list (WAI-ARIA Authoring Practices).
// Without this file, or when the server does not answer, the box is the plain text field it was.
"use strict";

(() => {
  const WAIT_MS = 120;
  const SHORTEST = 2;

  // What is asked stands in an address of ours, where no street address may. Nothing with letters and digits is completed.
  const is_address = (text) => /\d/.test(text) && /\p{L}/u.test(text);

  const combobox = (input) => {
    const list = document.getElementById("near-options");
    const status = document.getElementById("near-status");
    let active = -1;
    let latest = 0; // The number of the newest question: an answer to an older one is thrown away.
    let pending = null;
    let timer = 0;

    const options = () => [...list.children];

    const activate = (index) => {
      active = index;
      options().forEach((option, position) => option.setAttribute("aria-selected", String(position === index)));
      if (index < 0) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      input.setAttribute("aria-activedescendant", options()[index].id);
      options()[index].scrollIntoView({ block: "nearest" });
    };

    const close = () => {
      clearTimeout(timer);
      pending?.abort();
      latest += 1;
      activate(-1);
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      status.textContent = "";
    };

    const show = (html) => {
      const answer = new DOMParser().parseFromString(html, "text/html").querySelector("[role=listbox]");
      if (!answer || answer.children.length === 0) {
        close();
        return;
      }
      list.replaceChildren(...answer.children);
      options().forEach((option, position) => { option.id = `near-option-${position + 1}`; });
      activate(-1);
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      status.textContent = answer.dataset.announcement;
    };

    const ask = async () => {
      const typed = input.value.trim();
      if (typed.length < SHORTEST || is_address(typed)) {
        close();
        return;
      }
      pending?.abort();
      pending = new AbortController();
      latest += 1;
      const mine = latest;
      try {
        const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal: pending.signal });
        const html = await answer.text();
        if (mine === latest) show(answer.ok ? html : "");
      } catch {
        // Aborted, or the network failed. The box works without suggestions, so nothing is said.
        if (mine === latest) close();
      }
    };

    const ask_soon = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT_MS);
    };

    const choose = (option) => {
      input.value = option.firstChild.textContent.trim(); // A note may follow the text.
      close();
      input.form.requestSubmit();
    };

    const move = (step) => {
      if (list.hidden) {
        ask();
        return;
      }
      // The box itself is one stop of the round, so that what was typed can be come back to.
      const stops = options().length + 1;
      activate(((active + 1 + step + stops) % stops) - 1);
    };

    input.addEventListener("input", (event) => {
      // Half-composed text (Japanese, Korean and others) is no query yet.
      if (!event.isComposing) ask_soon();
    });
    input.addEventListener("compositionend", ask_soon);

    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        choose(options()[active]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
        // These keys move the caret, so the reader goes back to the box.
        activate(-1);
      }
    });

    // Pressing an option must not take focus out of the box first: the list would close under the finger.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(option);
    });
    input.addEventListener("blur", close);
    input.form.addEventListener("submit", close);

    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("autocomplete", "off");
  };

  const prepare = (root) => {
    if (window.origin === "null") return; // In a frame that is cut off from its own site, which would not be answered.
    for (const input of root.querySelectorAll("input[data-suggest]:not([role=combobox])")) combobox(input);
  };

  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
})();

// "Use my location": asked only when the button is pressed, rounded here, posted, kept nowhere.
(() => {
  const DECIMALS = 2; // About 0.7 mile: enough to find a clinic, too little to find a house.
  const OPTIONS = { enableHighAccuracy: false, timeout: 10_000, maximumAge: 300_000 };

  // Chromium tells whether the page may ask at all; elsewhere the refusal's own text is the only sign.
  const page_may_ask = () => {
    const policy = document.permissionsPolicy ?? document.featurePolicy;
    return policy?.allowsFeature ? policy.allowsFeature("geolocation") : true;
  };

  const reason = (error) => {
    if (error.code === error.TIMEOUT) return "timeout";
    if (error.code === error.POSITION_UNAVAILABLE) return "unavailable";
    return /policy/i.test(error.message) ? "blocked" : "denied";
  };

  const whereabouts = () => new Promise((resolve, reject) => {
    if (!window.isSecureContext || !navigator.geolocation) reject("insecure");
    else if (!page_may_ask()) reject("blocked");
    else navigator.geolocation.getCurrentPosition(({ coords }) => resolve(coords), (error) => reject(reason(error)), OPTIONS);
  });

  const send = async (form, point) => {
    const box = form.elements.near;
    box.value = ""; // A typed place would come first.
    if (window.htmx) {
      // The whole page is asked for, so that form and results agree; only its main part is put in place.
      await window.htmx.ajax("POST", form.action, {
        source: form, target: "#main", select: "#main", swap: "outerHTML", values: point, headers: { "HX-Boosted": "true" },
      });
      document.getElementById("results-title")?.focus({ preventScroll: document.documentElement.classList.contains("frame") });
      return;
    }
    form.querySelectorAll("input[type=hidden][name=lat], input[type=hidden][name=lng]").forEach((field) => field.remove());
    for (const [name, value] of Object.entries(point)) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
    }
    form.method = "post";
    form.submit();
  };

  const prepare_one = (element) => {
    const button = element.querySelector("button");
    const problem = element.querySelector("[role=alert]");
    const form = element.closest("form");
    button.addEventListener("click", async () => {
      if (button.getAttribute("aria-busy") === "true") return;
      problem.textContent = "";
      button.setAttribute("aria-busy", "true");
      try {
        const { latitude, longitude } = await whereabouts();
        await send(form, { lat: latitude.toFixed(DECIMALS), lng: longitude.toFixed(DECIMALS) });
      } catch (why) {
        if (why instanceof Error) throw why;
        if (why === undefined) return; // htmx could not send, and has said so by its own event.
        problem.textContent = element.dataset[why];
        form.elements.near.focus();
      } finally {
        button.removeAttribute("aria-busy");
      }
    });
    // Where there is no results region yet, site.js has no place to say that the network failed.
    for (const failure of ["htmx:sendError", "htmx:timeout"]) {
      form.addEventListener(failure, () => { problem.textContent = document.documentElement.dataset.unreachable; });
    }
    element.hidden = false;
  };

  const prepare = (root) => root.querySelectorAll("[data-locate][hidden]").forEach(prepare_one);

  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
})();
