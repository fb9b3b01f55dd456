// The map beside the list. Loaded and drawn only when its button is pressed; nothing of it comes from anybody else
// (an operator may name a tile server). Pins are read from the list, so that the two always agree.
"use strict";

(() => {
  const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");
  const WIDE = window.matchMedia("(min-width: 60rem)");
  const CLOSEST_ZOOM = { outlines: 12, tiles: 17 };
  const PRINTED_WIDTH = "640px";

  let wanted = false; // Once opened, the map of every following answer opens too.
  let library = null;
  const shapes = new Map();

  const load_script = (url) => new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: url, onload: resolve, onerror: reject });
    document.head.append(script);
  });

  const load_style = (url) => new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: url, onload: resolve, onerror: reject });
    // Before our own sheet, which then has the last word.
    document.head.prepend(link);
  });

  const load_library = (panel) => {
    library ??= Promise.all([load_script(panel.dataset.script), load_style(panel.dataset.style)]);
    library.catch(() => { library = null; });
    return library;
  };

  const load_json = (url) => {
    if (!shapes.has(url)) {
      shapes.set(url, fetch(url).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status)))));
      shapes.get(url).catch(() => shapes.delete(url));
    }
    return shapes.get(url);
  };

  const pin_icon = (number, shift, is_rough) => {
    const label = document.createElement("span");
    label.textContent = number;
    return L.divIcon({
      className: is_rough ? "map-pin is-rough" : "map-pin", html: label, iconSize: [28, 28], iconAnchor: [14 - shift, 14],
    });
  };

  const highlight = (map, card, marker, is_on) => {
    // A clinic further away than the map shows: draw back until it is in sight.
    if (is_on && !map.getBounds().contains(marker.getLatLng())) {
      map.fitBounds(map.getBounds().extend(marker.getLatLng()), { padding: [24, 24], animate: !STILL.matches });
    }
    card.classList.toggle("is-highlighted", is_on);
    marker.getElement()?.classList.toggle("is-highlighted", is_on);
    marker.setZIndexOffset(is_on ? 1000 : 0);
  };

  const add_pin = (map, panel, card, shift) => {
    const { lat, lng, number = "", name } = card.dataset;
    const is_rough = "isRough" in card.dataset;
    const marker = L.marker([Number(lat), Number(lng)], {
      icon: pin_icon(number, shift, is_rough), autoPanOnFocus: false, keyboard: Boolean(number), interactive: Boolean(number), riseOnHover: true,
    }).addTo(map);
    const pin = marker.getElement();
    pin.title = name;
    if (!number) {
      pin.setAttribute("role", "img");
      pin.setAttribute("aria-label", name);
      return marker;
    }
    pin.setAttribute("aria-label", [number, name, ...(is_rough ? [panel.dataset.rough] : [])].join(", "));
    for (const [start, end] of [["mouseenter", "mouseleave"], ["focusin", "focusout"]]) {
      for (const side of [card, pin]) {
        side.addEventListener(start, () => highlight(map, card, marker, true));
        side.addEventListener(end, () => highlight(map, card, marker, false));
      }
    }
    // A pin leads to what the list says of its clinic.
    const go_to_card = () => card.querySelector("h3 a").focus();
    marker.on("click", go_to_card);
    pin.addEventListener("keydown", (event) => {
      if (!["Enter", " "].includes(event.key)) return;
      event.preventDefault();
      go_to_card();
    });
    return marker;
  };

  const listed = (panel) => [...panel.closest("[data-map-scope]").querySelectorAll("[data-lat]")];

  const add_pins = (map, panel) => {
    const taken = new Map();
    return listed(panel).map((card) => {
      // Clinics of one building would hide one another, so each further one stands a little beside.
      const spot = `${card.dataset.lat},${card.dataset.lng}`;
      taken.set(spot, (taken.get(spot) ?? -1) + 1);
      return add_pin(map, panel, card, 24 * taken.get(spot));
    });
  };

  const add_origin = (map, panel) => {
    const { originLat, originLng, start } = panel.dataset;
    if (originLat === undefined) return [];
    const icon = L.divIcon({ className: "map-origin", html: "", iconSize: [18, 18] });
    const marker = L.marker([Number(originLat), Number(originLng)], { icon, keyboard: false, interactive: false }).addTo(map);
    marker.getElement().setAttribute("role", "img");
    marker.getElement().setAttribute("aria-label", start);
    return [marker];
  };

  // The outlines of every state in view, each fetched once per page.
  const keep_outlines = (map, panel) => {
    const drawn = new Set();
    const address = (code) => panel.dataset.shapes.replace("index.json", `${code}.json`);
    const draw = async () => {
      const boxes = await load_json(panel.dataset.shapes);
      const view = map.getBounds();
      const missing = Object.keys(boxes).filter((code) => {
        const [west, south, east, north] = boxes[code];
        return !drawn.has(code) && view.intersects([[south, west], [north, east]]);
      });
      missing.forEach((code) => drawn.add(code));
      await Promise.all(missing.map(async (code) => {
        const outline = await load_json(address(code));
        L.geoJSON(outline, { interactive: false, style: ({ properties }) => ({ className: `map-${properties.kind}` }) }).addTo(map);
      }));
    };
    map.on("moveend", draw);
    return draw();
  };

  const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

  // City names, biggest first, each on its place or just above or below; one without room waits for a closer look.
  const keep_city_names = (map, panel, pins) => {
    const layer = L.layerGroup().addTo(map);
    const cities = panel.dataset.cities.split(";").filter(Boolean).map((city) => city.split("|"));
    const draw = () => {
      layer.clearLayers();
      const { x: width, y: height } = map.getSize();
      const taken = pins.map((pin) => map.latLngToContainerPoint(pin.getLatLng())).map(({ x, y }) => [x - 16, y - 16, x + 16, y + 16]);
      // The corners of the zoom buttons and of the credit.
      taken.push([0, 0, 52, 90], [width / 2, height - 22, width, height]);
      for (const [name, lat, lng] of cities) {
        const { x, y } = map.latLngToContainerPoint([lat, lng]);
        const half = name.length * 3.6 + 4;
        const boxes = [0, -26, 26].map((lift) => [x - half, y - 9 + lift, x + half, y + 9 + lift]);
        const box = boxes.find(([left, top, right, bottom], place) => left >= 0 && top >= 0 && right <= width && bottom <= height
          && !taken.some((other) => overlap(boxes[place], other)));
        if (!box) continue;
        taken.push(box);
        const label = document.createElement("span");
        label.textContent = name;
        const icon = L.divIcon({ className: "map-city", html: label, iconSize: [2 * half, 18], iconAnchor: [half, y - box[1]] });
        L.marker([lat, lng], { icon, keyboard: false, interactive: false, zIndexOffset: -1000 }).addTo(layer);
      }
      layer.eachLayer((marker) => marker.getElement().setAttribute("aria-hidden", "true"));
    };
    map.on("moveend", draw);
    draw();
  };

  // What the map opens on: the clinics within the distance asked for, else all of the list, and where the search starts.
  const first_view = (panel) => {
    const cards = listed(panel);
    const near = cards.filter(({ dataset }) => !("isFar" in dataset));
    const places = (near.length ? near : cards).map(({ dataset }) => [Number(dataset.lat), Number(dataset.lng)]);
    const { originLat, originLng } = panel.dataset;
    if (originLat !== undefined) places.push([Number(originLat), Number(originLng)]);
    return L.latLngBounds(places);
  };

  const plain = (text) => Object.assign(document.createElement("span"), { textContent: text }).innerHTML;

  const draw_map = async (panel) => {
    const { tiles, tileCredit, zoomIn, zoomOut, label, credit } = panel.dataset;
    const frame = document.createElement("div");
    frame.className = "map";
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", label);
    panel.replaceChildren(frame);
    const moves = !STILL.matches;
    const map = L.map(frame, {
      zoomControl: false, attributionControl: false, scrollWheelZoom: false, minZoom: 3,
      maxZoom: tiles ? CLOSEST_ZOOM.tiles : CLOSEST_ZOOM.outlines, maxBoundsViscosity: 1,
      zoomAnimation: moves, fadeAnimation: moves, markerZoomAnimation: moves, inertia: moves,
    });
    L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
    L.control.attribution({ prefix: false }).addAttribution(plain(credit)).addTo(map);
    if (tiles) L.tileLayer(tiles, { attribution: plain(tileCredit), maxZoom: CLOSEST_ZOOM.tiles }).addTo(map);
    frame.classList.toggle("has-tiles", Boolean(tiles));
    const closest = listed(panel).length === 1 ? 9 : 10;
    const fit = () => map.fitBounds(first_view(panel), { padding: [36, 36], maxZoom: closest, animate: false });
    fit();
    // Moving about without dragging: a click on bare ground makes it the middle.
    map.on("click", ({ latlng }) => map.panTo(latlng, { animate: moves }));
    keep_city_names(map, panel, [...add_pins(map, panel), ...add_origin(map, panel)]);
    const resized = () => { map.invalidateSize({ animate: false }); fit(); };
    window.addEventListener("beforeprint", () => { frame.style.width = PRINTED_WIDTH; resized(); });
    window.addEventListener("afterprint", () => { frame.style.width = ""; resized(); });
    await keep_outlines(map, panel);
  };

  // On a wide screen the map stands beside the list, after it; on a narrow one above, where the button is.
  const place_panel = (panel) => {
    const list = panel.closest("[data-map-scope]").querySelector(".cards");
    if (WIDE.matches) list?.after(panel);
    else list?.before(panel);
  };

  const open = async (panel, button) => {
    panel.hidden = false;
    panel.closest("[data-map-scope]").classList.add("has-map");
    button.setAttribute("aria-expanded", "true");
    button.textContent = button.dataset.hide;
    place_panel(panel);
    try {
      await load_library(panel);
      await draw_map(panel);
    } catch {
      const words = Object.assign(document.createElement("p"), { className: "message", textContent: panel.dataset.failed });
      words.setAttribute("role", "alert");
      panel.replaceChildren(words);
    }
  };

  const close = (panel, button) => {
    panel.hidden = true;
    panel.replaceChildren();
    panel.closest("[data-map-scope]").classList.remove("has-map");
    button.setAttribute("aria-expanded", "false");
    button.textContent = button.dataset.show;
  };

  const prepare = (root) => {
    const button = root.querySelector("[data-map-toggle]");
    if (!button || !button.parentElement.hidden) return;
    const panel = document.getElementById("map-panel");
    button.parentElement.hidden = false;
    button.addEventListener("click", () => {
      wanted = panel.hidden;
      if (wanted) open(panel, button);
      else close(panel, button);
    });
    if (wanted) open(panel, button);
  };

  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
})();
