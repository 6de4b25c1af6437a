// The search of the site: asks the index that Pagefind has made, in this browser. All other pages work without it.
"use strict";

const place = document.getElementById("search");
if (place) {
  if (location.protocol === "file:") document.getElementById("search-needs-server").hidden = false;
  else start(place);
}

async function start(place) {
  const pagefind = await import(new URL(place.dataset.bundle + "pagefind.js", location.href));
  const form = document.createElement("form");
  form.setAttribute("role", "search");
  const label = document.createElement("label");
  label.textContent = "Words to look for";
  const input = document.createElement("input");
  input.type = "search";
  input.id = "search-words";
  label.htmlFor = input.id;
  const count = document.createElement("p");
  count.className = "count";
  count.setAttribute("role", "status");
  const list = document.createElement("ol");
  form.append(label, input);
  place.append(form, count, list);
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", () => look(pagefind, input.value, count, list));
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    input.value = asked;
    look(pagefind, asked, count, list);
  }
}

async function look(pagefind, words, count, list) {
  if (!words.trim()) {
    count.textContent = "";
    list.replaceChildren();
    return;
  }
  const found = await pagefind.debouncedSearch(words, {}, 200);
  if (found === null) return;
  const shown = await Promise.all(found.results.slice(0, 20).map((result) => result.data()));
  const total = found.results.length;
  count.textContent = total === 1 ? "1 page" : `${total} pages${total > 20 ? ", the first 20 of them" : ""}`;
  list.replaceChildren(...shown.map(entry));
}

function entry(data) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = data.url;
  // Of a title there are the page about it, which is a folder, and the book itself.
  link.textContent = (data.meta.title || data.url) + (data.url.endsWith("/") ? ": about the edition" : "");
  const excerpt = document.createElement("p");
  // Pagefind escapes the text of the pages; of its own it adds <mark> alone.
  excerpt.innerHTML = data.excerpt;
  item.append(link, excerpt);
  return item;
}
