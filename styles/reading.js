/* The tools of the page. It is whole without this script: notes and errata are links, the contents stand at its head,
   how to cite it at its foot. The script brings the tools to life, which stand in blocks of data, shows notes over the
   page where there is no room beside it, and knows where the reader is and was. Every word it shows stands in the page. */
(() => {
  "use strict";
  const root = document.documentElement;
  const main = document.querySelector("main");

  // Browsers without popovers (before 2024) have the page as it is without scripts.
  if (!("popover" in HTMLElement.prototype)) return;
  for (const block of document.querySelectorAll('script[type="text/html"]')) block.outerHTML = block.text;
  const tools = document.querySelector(".tools");

  // Storage may be forbidden, or full; the page works without.
  const kept = {
    get(key) { try { return localStorage.getItem(`octavo ${key}`); } catch { return null; } },
    set(key, value) { try { value ? localStorage.setItem(`octavo ${key}`, value) : localStorage.removeItem(`octavo ${key}`); } catch {} },
  };

  /* Finding places: what stands at a height of the window, in a list that is in the order of the page */

  const READING = 0.35; // of the window's height: where the eye is
  const before = (a, b) => Boolean(a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING);

  // The last of the elements for which the test holds; it must hold for all before it. Takes log n steps.
  function last(elements, holds) {
    let [low, high] = [0, elements.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(elements[middle])) low = middle + 1;
      else high = middle;
    }
    return elements[low - 1];
  }

  const paragraphs = [...main.querySelectorAll(".permalink")].map((link) => link.parentElement);
  const pages = [...main.querySelectorAll(".page")];
  const inView = (elements) => last(elements, (element) => element.getBoundingClientRect().top <= root.clientHeight * READING);
  const pageAt = (element) => last(pages, (page) => page === element || before(page, element))?.title ?? "";

  // Scrolls as little as it must, under the bar too.
  function reveal(element) {
    const { top, bottom } = element.getBoundingClientRect();
    const least = 64;
    if (top < least) window.scrollBy({ top: top - least, behavior: "instant" });
    else if (bottom > root.clientHeight) window.scrollBy({ top: Math.min(bottom - root.clientHeight + 16, top - least), behavior: "instant" });
  }

  /* Status: said to those who hear the page; shown where nothing else shows it */

  const status = tools.querySelector(".status");
  const { resumed } = status.dataset;
  function say(words, shown = false) {
    status.textContent = words;
    status.classList.toggle("shown", shown);
  }

  /* Display */

  for (const name of ["theme", "measure", "hyphens"]) {
    const inputs = [...tools.querySelectorAll(`input[name="${name}"]`)];
    (inputs.find((input) => input.value === (root.dataset[name] ?? "")) ?? inputs[0]).checked = true;
    for (const input of inputs) {
      input.addEventListener("change", () => {
        const place = inView(paragraphs);
        const top = place?.getBoundingClientRect().top;
        if (input.value) root.dataset[name] = input.value;
        else delete root.dataset[name];
        kept.set(name, input.value);
        // Other lines, the same place.
        if (place) window.scrollBy({ top: place.getBoundingClientRect().top - top, behavior: "instant" });
      });
    }
  }

  /* Contents: at hand, and with the reading */

  const contents = document.querySelector("nav.contents");
  const hand = tools.querySelector(".tool.contents");
  for (const part of contents.children) {
    if (part.matches("ol")) hand.append(part.cloneNode(true));
  }
  hand.addEventListener("click", ({ target }) => target.closest("a") && hand.hidePopover());
  const entries = new Map();
  for (const link of document.querySelectorAll(".contents a")) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target) entries.set(target, [...(entries.get(target) ?? []), link]);
  }
  const sections = [...entries.keys()];
  let current = null;

  function follow() {
    const section = inView(sections) ?? null;
    if (section === current) return;
    for (const link of entries.get(current) ?? []) link.removeAttribute("aria-current");
    for (const link of entries.get(section) ?? []) {
      link.setAttribute("aria-current", "location");
      const box = link.closest("nav, .tool");
      const [outer, inner] = [box.getBoundingClientRect(), link.getBoundingClientRect()];
      if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - box.clientHeight / 3;
    }
    current = section;
  }

  /* The place, remembered here and nowhere else */

  const place = `place in ${location.pathname}`;
  function remember() {
    const paragraph = window.scrollY > root.clientHeight / 2 && inView(paragraphs);
    if (!paragraph) return kept.set(place, "");
    const { top, height } = paragraph.getBoundingClientRect();
    kept.set(place, `${((root.clientHeight * READING - top) / (height || 1)).toFixed(3)} ${paragraph.id}`);
  }
  function resume() {
    const [, part, id] = /^(-?[\d.]+) (.+)$/.exec(kept.get(place) ?? "") ?? [];
    const paragraph = id && document.getElementById(id);
    // An address that names a place goes before; and a page that is loaded again is put back by the browser.
    if (!paragraph || location.hash || window.scrollY) return;
    const { top, height } = paragraph.getBoundingClientRect();
    window.scrollTo({ top: top + height * part - root.clientHeight * READING, behavior: "instant" });
    const page = inView(pages)?.title;
    if (page) say(resumed.replace("{page}", page), true);
    resumedAt = window.scrollY;
  }
  let resumedAt = null;

  let drawn = 0;
  let idle = 0;
  window.addEventListener("scroll", () => {
    drawn ||= requestAnimationFrame(() => {
      drawn = 0;
      follow();
    });
    clearTimeout(idle);
    idle = setTimeout(remember, 400);
    if (resumedAt !== null && Math.abs(window.scrollY - resumedAt) > 100) {
      resumedAt = null;
      say("");
    }
  }, { passive: true });
  window.addEventListener("pagehide", remember);

  /* Notes: beside the text nothing has to open; else they open at the foot of the window */

  const box = document.querySelector(".note-box");
  const beside = (note) => getComputedStyle(note).position === "absolute";

  function go(link, event) {
    event.preventDefault();
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    reveal(target);
  }

  function open(mark, note) {
    const told = box.querySelector(".told");
    const copies = [...note.cloneNode(true).childNodes];
    told.replaceChildren(...copies);
    for (const element of told.querySelectorAll("[id]")) element.removeAttribute("id");
    for (const element of told.querySelectorAll("[style]")) element.removeAttribute("style");
    // The note's own mark leads back to where the reader still is.
    const number = told.querySelector(".mark");
    if (number) number.replaceWith(Object.assign(document.createElement("span"), { className: "number", textContent: number.textContent }));
    box.querySelector(".foot a").href = `#${note.id}`;
    box.showPopover({ source: mark });
    box.scrollTop = 0;
    box.focus();
    const hidden = mark.getBoundingClientRect().bottom - box.getBoundingClientRect().top + 24;
    if (hidden > 0) window.scrollBy({ top: hidden, behavior: "instant" });
  }

  // Who goes on by keyboard beyond the box has done with the note.
  box?.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !box.contains(relatedTarget)) box.hidePopover();
  });

  const plain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a");
    if (!link || !plain(event)) return;
    if (box?.contains(link)) box.hidePopover();
    if (link.matches(".permalink")) {
      event.preventDefault();
      history.replaceState(history.state, "", link.hash);
      cite(paragraphWhole(link.parentElement));
      tools.querySelector(".tool.cite").showPopover();
    } else if (link.matches("main .noteref, .note-box .noteref")) {
      const note = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!note) return;
      if (beside(note)) go(link, event);
      else if (box?.showPopover) {
        event.preventDefault();
        open(link, note);
      }
    } else if (link.matches(".note .mark") && beside(link.closest(".note"))) go(link, event);
  });

  /* Citing: the words that are chosen, else the paragraph that is being read. A note is on the page of its mark */

  const citing = tools.querySelector(".tool.cite");
  const whole = document.querySelector("aside.cite");
  // An address on one's own disk is none for others; what a server was told on the way to the page is not the page's.
  const here = () => (/^https?:$/.test(location.protocol) ? location.origin + location.pathname : "");
  const address = () => document.querySelector("link[rel=canonical]")?.href ?? here();

  // The text nodes with words that a range holds. A page that begins within a paragraph stands before its first words.
  function worded(range) {
    const found = [];
    const walker = document.createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
    for (let node = walker.currentNode; node; node = walker.nextNode()) {
      if (node.nodeType !== Node.TEXT_NODE || !range.intersectsNode(node)) continue;
      const from = node === range.startContainer ? range.startOffset : 0;
      const to = node === range.endContainer ? range.endOffset : node.length;
      if (node.data.slice(from, to).trim()) found.push(node);
    }
    return found;
  }
  const noteOf = (node) => node?.parentElement?.closest(".note");
  const markOfNote = (note) => document.getElementById(decodeURIComponent(note.querySelector(".mark").hash.slice(1)));
  const pageOf = (node) => pageAt(noteOf(node) ? markOfNote(noteOf(node)) : node);

  // What a citation is of: the element whose address it bears, the words it begins with, the pages.
  function passage(range, words) {
    const nodes = worded(range);
    const [from, to] = [nodes[0], nodes.at(-1)];
    if (!from) return null;
    const element = noteOf(from) ?? last(paragraphs, (p) => p.contains(from) || before(p, from)) ?? paragraphs[0];
    const numbers = [...new Set([pageOf(from), pageOf(to)].filter(Boolean))];
    // Joiners stand where no line may end; what is cited has none.
    return { element, words: words.replaceAll("\u2060", "").trim(), page: numbers.join("–") };
  }
  function paragraphWhole(paragraph) {
    const range = document.createRange();
    range.selectNodeContents(paragraph);
    return passage(range, paragraph.textContent);
  }
  function chosenWords() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (box?.contains(range.startContainer)) {
      // The words stand in a copy of the note; it is the note that is cited.
      const note = document.getElementById(decodeURIComponent(box.querySelector(".foot a").hash.slice(1)));
      return { element: note, words: String(selection).trim(), page: pageAt(markOfNote(note)) };
    }
    return range.intersectsNode(main) ? passage(range, String(selection)) : null;
  }

  function cite({ element, words: beginning, page }) {
    const link = address() && `${address()}#${element.id}`;
    const reference = whole.querySelector(".reference");
    const { inText, onPage } = reference.dataset;
    const entry = JSON.parse(whole.querySelector(".csl").textContent)[0];
    const bibtex = whole.querySelector(".bibtex").textContent;
    if (link) entry.URL = link;
    const forms = {
      "in-text": page ? onPage.replace("{page}", page) : inText,
      reference: `${reference.textContent.trim()}${link && ` ${link}`}`,
      link,
      bibtex: link ? bibtex.replace(/,\s*url = \{[^}]*\}/, "").replace(/\s*\}$/, `,\n  url = {${link}}\n}`) : bibtex,
      csl: JSON.stringify([entry], null, 1),
    };
    for (const [kind, text] of Object.entries(forms)) {
      const line = citing.querySelector(`.${kind}`);
      line.querySelector(".words").textContent = text;
      line.hidden = !text;
    }
    const where = citing.querySelector(".where");
    const said = page && where.dataset[page.includes("–") ? "pages" : "page"].replace("{page}", page);
    const begins = `${beginning.slice(0, 60).trim()}${beginning.length > 60 ? "…" : ""}`;
    where.textContent = `${said}${where.dataset.words.replace("{words}", () => begins)}`;
    unmark();
    element.classList.add("cited");
  }
  function unmark() {
    for (const element of main.querySelectorAll(".cited")) element.classList.remove("cited");
  }

  // Pressing a button takes the selection away in some browsers: it is looked at before.
  let chosen = null;
  tools.querySelector(".opens-cite").addEventListener("pointerdown", () => { chosen = chosenWords(); });
  citing.addEventListener("beforetoggle", ({ newState }) => {
    if (newState === "closed") unmark();
    else if (!main.querySelector(".cited")) {
      const read = inView(paragraphs) ?? paragraphs[0];
      const what = chosen ?? chosenWords() ?? (read && paragraphWhole(read));
      chosen = null;
      if (what) cite(what);
    }
  });
  citing.addEventListener("click", async ({ target }) => {
    if (!target.matches(".copy")) return;
    const words = target.parentElement.querySelector(".words");
    getSelection().selectAllChildren(words);
    // Where the clipboard is not to be had, what is selected can be copied by hand.
    try {
      await navigator.clipboard.writeText(words.textContent);
      say(target.dataset.said, true);
      setTimeout(() => say(""), 3000);
    } catch {}
  });

  follow();
  if (document.readyState === "complete") resume();
  else window.addEventListener("load", resume);
})();
