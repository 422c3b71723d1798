/* Keeps an open page as it would be if it were loaded now. GPL-2.0-or-later, as all of Lamplight.

   The stream says only that the page would look different. The page then loads itself and is
   changed in place (Idiomorph): what has the focus keeps it, what was typed stays, folds stay open.
   Without this file every page works; it is then as old as its loading.
   Kept to what browsers of 2017 understand, so that an old tablet is not left with an old page. */
(function () {
  "use strict";

  var START_MS = 2000, FIRST_MS = 8000, SILENT_MS = 30000, LONGEST_MS = 30000, PRESSED_MS = 300;
  var SHOWN_MS = 5000, GOING_MS = 10000;
  var line = document.getElementById("live");
  if (!line || !window.EventSource || !window.fetch) return;

  var source = null, shown = line.dataset.version, currentAt = new Date();
  var tries = 0, watch = 0, again = 0, leaving = 0, wentAt = -GOING_MS, isLoading = false, isWanted = false, isOver = false;
  var touched = new WeakSet();

  function say(sentence) {
    var clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    var time = currentAt.toLocaleTimeString(document.documentElement.lang, clock);
    var text = sentence.replace("{time}", time);
    if (line.textContent !== text) line.textContent = text;
  }

  function isCurrent(isNew) {
    var wasLost = line.classList.contains("lost");
    currentAt = new Date();
    line.classList.remove("lost");
    if (isNew || wasLost) say(line.dataset.again);
  }

  function rest() {
    if (source) source.close();
    source = null;
    clearTimeout(watch);
    clearTimeout(again);
  }

  function open() {
    rest();
    if (isOver || document.hidden) return;
    source = new EventSource(line.dataset.live + location.search);
    source.addEventListener("version", function (event) { listen(); heard(event.data); });
    source.addEventListener("beat", function (event) { listen(); heard(event.data); });
    source.addEventListener("over", leave);
    source.addEventListener("full", function () { rest(); line.classList.add("lost"); say(line.dataset.off); });
    source.onerror = lose;
    watch = setTimeout(lose, FIRST_MS);
  }

  function listen() {
    clearTimeout(watch);
    watch = setTimeout(lose, SILENT_MS);
  }

  function lose() {
    rest();
    if (isOver || document.hidden) return;
    line.classList.add("lost");
    say(line.dataset.lost);
    // Apart from each other, so that a house full of pages does not come back all at once.
    again = setTimeout(open, Math.min(1000 * Math.pow(2, tries), LONGEST_MS) * (0.5 + Math.random() / 2));
    tries += 1;
  }

  // What stands here is no longer for whoever looks: the door says where to go. Who has just gone
  // somewhere of their own accord is let go, for loading again would call them back.
  function leave() {
    isOver = true;
    rest();
    clearTimeout(leaving);
    var now = performance.now();
    leaving = setTimeout(function () { location.reload(); }, Math.max(0, SHOWN_MS - now, wentAt + GOING_MS - now));
  }

  function heard(version) {
    if (version === shown) { tries = 0; isCurrent(false); } else load();
  }

  function load() {
    isWanted = true;
    if (isLoading) return;
    isLoading = true;
    isWanted = false;
    fetch(location.pathname + location.search, {
      cache: "no-store", credentials: "same-origin", redirect: "manual", headers: { "Lamplight-Live": "1" }
    }).then(function (answer) {
      if (answer.type === "opaqueredirect" || (answer.status >= 400 && answer.status < 500)) return leave();
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.text().then(calmly);
    }).catch(lose).then(function () {
      isLoading = false;
      if (isWanted && source) load();
    });
  }

  // Nothing moves under a finger that is on its way down or up.
  function calmly(html) {
    return new Promise(function (done) {
      var patience = 10;
      (function look() {
        if (document.querySelector("main :active") && patience > 0) {
          patience -= 1;
          setTimeout(look, PRESSED_MS);
        } else done(change(html));
      })();
    });
  }

  function change(html) {
    var next = new DOMParser().parseFromString(html, "text/html");
    var there = next.getElementById("live");
    if (isOver) return;
    if (!there || !window.Idiomorph || files(next) !== files(document)) return leave();
    var focused = document.activeElement;
    mark(document.body);
    mark(next.body);
    Idiomorph.morph(document.body, next.body, {
      restoreFocus: true,
      callbacks: {
        beforeNodeMorphed: function (old) { return old !== line; },
        beforeAttributeUpdated: function (name, old) {
          if (name === "open") return !(old instanceof HTMLDetailsElement);
          if (name === "value" || name === "checked" || name === "selected") return !isTouched(old);
          return true;
        }
      }
    });
    if (focused && focused !== document.body && !document.contains(focused)) {
      document.getElementById("main").focus({ preventScroll: true });
    }
    shown = there.dataset.version;
    tries = 0;
    isCurrent(true);
  }

  // After a new version of the box was set up, its files have other addresses.
  function files(page) {
    return page.querySelector("link[rel=stylesheet]").getAttribute("href");
  }

  function isTouched(control) {
    var owner = control.closest("select") || control;
    return touched.has(owner.form || owner);
  }

  // Who or what a control is for is in what it sends. Two with one meaning may stand for each
  // other, and no others: no button ever becomes another one under the hand of whoever presses it.
  function mark(body) {
    var counts = new Map();
    body.querySelectorAll("form, details, button, input, select, textarea, a[href], summary").forEach(function (one) {
      if (one.id) return;
      var section = one.closest("[aria-labelledby]");
      var form = one.closest("form");
      var sent = form ? [form.getAttribute("action")] : [];
      if (form) form.querySelectorAll("input[type=hidden]").forEach(function (field) {
        sent.push(field.name + "=" + field.getAttribute("value"));
      });
      // The words of a fold without their counts, which change.
      var fold = one.localName === "details" ? one.querySelector("summary") : one.localName === "summary" ? one : null;
      var isFixed = one.matches("button, [type=hidden], [type=radio], [type=checkbox]");
      var key = ["live", one.localName, section ? section.getAttribute("aria-labelledby") : "",
        sent.join("&"), one.getAttribute("name") || "", isFixed ? one.getAttribute("value") || "" : "",
        one.getAttribute("href") || "", fold ? fold.textContent.replace(/\d/g, "").trim() : ""].join(" ");
      var count = (counts.get(key) || 0) + 1;
      counts.set(key, count);
      one.id = key.replace(/\s/g, "_") + "_" + count;
    });
  }

  document.addEventListener("input", function (event) { touched.add(event.target.form || event.target); });
  document.addEventListener("visibilitychange", function () { if (document.hidden) rest(); else open(); });
  window.addEventListener("beforeunload", function () { wentAt = performance.now(); if (isOver) leave(); });
  window.addEventListener("pagehide", rest);
  window.addEventListener("pageshow", function (event) { if (event.persisted) open(); });
  window.addEventListener("offline", lose);
  window.addEventListener("online", open);
  // The page is as new as its loading; what loads first has the line to itself.
  window.addEventListener("load", function () { again = setTimeout(open, START_MS); });
})();
