/* What the source reads, for those who ask. The page is whole without this script: each mark is a link to the list of
   errata. The script opens a box at a mark that is pointed at, focused or tapped, and lets the reader switch the text
   between this edition's readings and the witness's. The words that it shows stand in the page: in the attributes of
   the marks, and in blocks of data, which reading.js has brought to life. */
(() => {
  "use strict";
  const root = document.documentElement;
  const main = document.querySelector("main");

  const tools = document.querySelector(".tool.errata");
  if (!tools) return; // reading.js has left the page as it is
  const box = document.querySelector(".reading-box");
  const { correction, nothing } = box.dataset;
  const [del, ins] = ["del", "ins"].map((tag) => document.querySelector(`body > ${tag}`));
  del.remove();
  ins.remove();

  // Each erratum by its id: its pieces, each with the nodes that it came with. These nodes are moved and never written
  // to, so that going back gives the very text that was there.
  const errata = new Map();
  for (const element of main.querySelectorAll(".erratum, .unlisted")) {
    const id = element.dataset.part ?? element.id;
    if (!errata.has(id)) errata.set(id, []);
    errata.get(id).push({ element, own: [...element.childNodes] });
  }

  /* The switch */

  const around = (prototype, ...nodes) => {
    const copy = prototype.cloneNode();
    copy.append(...nodes);
    return copy;
  };

  // The witness's words, a new line with an indent where it begins a paragraph.
  const lines = (was) => was.split(/[^\S\n]*\n\s*/).flatMap((line, number) => {
    if (!number) return [line];
    const indent = document.createElement("span");
    indent.className = "indent";
    return [document.createElement("br"), indent, line];
  });
  const signed = (was) => was.replace(/\s*\n\s*/g, " ¶ ");
  const anchors = (own) => own.filter((node) => node.nodeType === Node.ELEMENT_NODE);

  // From a piece's own nodes and the witness's words to what stands in it; all of these words stand in the first piece.
  const views = {
    corrected: (own) => own,
    // Elements in a piece are anchors of pages, and stay whatever the words are.
    witness: (own, was) => [...lines(was), ...anchors(own)],
    both: (own, was) => [was && around(del, signed(was)), was && own.length ? " " : "", own.length ? around(ins, ...own) : ""],
  };

  // Where the edition begins a paragraph and the witness does not, the two run on as one.
  function runOn(pieces) {
    const paragraphs = [...new Set(pieces.map(({ element }) => element.closest("p")))];
    if (paragraphs.length < 2 || paragraphs.includes(null) || pieces[0].element.dataset.was.includes("\n")) return;
    for (const paragraph of paragraphs) paragraph.classList.add("runs-on");
    for (const paragraph of paragraphs.slice(1)) paragraph.classList.add("follows");
  }

  function setView(view) {
    root.dataset.view = view;
    for (const paragraph of main.querySelectorAll("p.runs-on")) paragraph.classList.remove("runs-on", "follows");
    for (const pieces of errata.values()) {
      const { was } = pieces[0].element.dataset;
      // What the list leaves out is not shown beside the edition's reading, only in its place.
      const listed = pieces[0].element.matches(".erratum");
      if (view === "witness") runOn(pieces);
      pieces.forEach(({ element, own }, number) => {
        const show = listed || view === "witness" ? views[view] : views.corrected;
        element.replaceChildren(...show(own, number ? "" : was).filter((node) => node !== ""));
        // A piece that has no words now: the first still needs a name, the others need not be there.
        const empty = !element.hasChildNodes();
        if (number || !listed) element.hidden = empty;
        else if (empty) element.setAttribute("aria-label", correction);
        else element.removeAttribute("aria-label");
      });
    }
  }

  // What stands two fifths down the screen: a place in a text node, or a mark, as its text nodes will be others.
  function inView() {
    const x = main.getBoundingClientRect().left + main.clientWidth / 2;
    const y = root.clientHeight * 0.4;
    const caret = document.caretPositionFromPoint?.(x, y);
    const range = caret ? document.createRange() : document.caretRangeFromPoint?.(x, y);
    if (caret) range.setStart(caret.offsetNode, caret.offset);
    const node = range?.startContainer;
    return node?.nodeType === Node.TEXT_NODE ? node.parentElement.closest(".erratum") ?? range : node;
  }

  const tops = (place) => place?.getBoundingClientRect?.().top ?? 0;
  const remembered = `octavo view of ${location.pathname}`;

  tools.addEventListener("change", ({ target }) => {
    close();
    const place = inView();
    const before = tops(place);
    setView(target.value);
    window.scrollBy({ top: tops(place) - before, behavior: "instant" });
    document.querySelector(".status").textContent = target.dataset.said;
    // Storage may be forbidden, or full; the page works without.
    try { localStorage.setItem(remembered, target.value); } catch {}
  });

  let view = "corrected";
  try { view = localStorage.getItem(remembered) ?? view; } catch {}
  const chosen = tools.querySelector(`input[value="${CSS.escape(view)}"]`) ?? tools.querySelector("input");
  chosen.checked = true;
  if (chosen.value === "corrected") root.dataset.view = "corrected"; // as it stands
  else setView(chosen.value);

  /* The box: one for all marks, so that thousands of them cost nothing (WCAG 2.2, 1.4.13) */

  let open = null; // the piece of a mark at which the box stands
  let timer = 0;
  const markOf = (target) => (target instanceof Element ? target.closest("main .erratum") : null);
  const focused = () => Boolean(open?.closest("a")?.matches(":focus-visible"));
  const within = (target) => target instanceof Node && (box.contains(target) || open?.contains(target));

  function show(piece, point) {
    clearTimeout(timer);
    if (piece === open) return;
    close();
    open = piece;
    const { element, own } = errata.get(piece.dataset.part ?? piece.id)[0];
    const { was, reading = was, lemma, note = "" } = element.dataset;
    const reads = lemma ?? own.map((node) => node.textContent).join("");
    box.querySelector(".was .words").textContent = reading.replace(/\s*\n\s*/g, " ¶ ") || nothing;
    box.querySelector(".reads .words").textContent = reads || nothing;
    box.querySelector(".why").textContent = note;
    box.querySelector("a").href = `#${element.id.replace("erratum-", "entry-")}`;
    // A popover lies above all else and is never cut off; browsers that know none have the box at the end of the page.
    box.classList.add("open");
    box.showPopover?.();
    // A mark may be a word inside another link, which is then what has the focus.
    piece.closest("a")?.setAttribute("aria-describedby", box.firstElementChild.id);
    place(piece, point);
  }

  // Below the line of the mark that the reader points at; above it where there is no room below.
  function place(piece, point) {
    const lines = [...piece.getClientRects()];
    const line = lines.find(({ top, bottom }) => point && top <= point && point <= bottom) ?? lines[0];
    const edge = 8;
    // Within the column where it has the width, else within the window.
    const column = main.getBoundingClientRect();
    const fits = column.width >= box.offsetWidth;
    const [least, most] = fits ? [column.left, column.right] : [edge, root.clientWidth - edge];
    const left = Math.max(least, Math.min(line.left + line.width / 2 - box.offsetWidth / 2, most - box.offsetWidth));
    const below = line.bottom + box.offsetHeight + edge <= root.clientHeight || line.top < box.offsetHeight + edge;
    box.style.left = `${left + window.scrollX}px`;
    box.style.top = `${(below ? line.bottom : line.top - box.offsetHeight) + window.scrollY}px`;
  }

  function close() {
    clearTimeout(timer);
    if (!open) return;
    open.closest("a")?.removeAttribute("aria-describedby");
    open = null;
    box.hidePopover?.();
    box.classList.remove("open");
  }

  function later(what, milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(what, milliseconds);
  }

  // Pointing: a moment's rest opens, and there is time to reach the box.
  document.addEventListener("pointerover", ({ target, pointerType, clientY }) => {
    if (pointerType === "touch") return;
    const piece = markOf(target);
    if (within(target)) clearTimeout(timer);
    else if (piece) later(() => show(piece, clientY), 120);
    else if (open && !focused()) later(close, 300);
    else clearTimeout(timer);
  });

  document.addEventListener("focusin", ({ target }) => {
    const piece = markOf(target) ?? target.querySelector?.(":scope:is(a) .erratum");
    if (piece && target.matches(":focus-visible")) show(piece);
    else if (!within(target) && !piece) close();
  });

  // Tapping: the first tap opens the box, the second follows the link.
  let tapped = null;
  document.addEventListener("pointerdown", ({ target, pointerType }) => {
    const piece = markOf(target);
    tapped = pointerType === "touch" && piece !== open ? piece : null;
  });
  document.addEventListener("pointerup", ({ target }) => {
    if (!within(target)) close();
  });
  document.addEventListener("click", (event) => {
    const piece = markOf(event.target);
    if (piece && piece === tapped && event.detail) {
      event.preventDefault();
      show(piece, event.clientY);
    } else if (piece || event.target.closest?.(".reading-box a")) close();
    tapped = null;
  });

  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") close();
  });
  window.addEventListener("resize", close);
})();
