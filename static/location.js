// "Use my location": asked only when the button is pressed, rounded here, posted, kept nowhere.
"use strict";

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
      document.getElementById("results-title")?.focus();
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
        if (typeof why !== "string") throw why;
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
