/* What the reader chose of how the page looks, before it is drawn. */
for (const name of ["theme", "measure", "hyphens"]) {
  try {
    const value = localStorage.getItem(`octavo ${name}`);
    if (value) document.documentElement.dataset[name] = value;
  } catch {} // Storage may be forbidden; the page works without.
}
