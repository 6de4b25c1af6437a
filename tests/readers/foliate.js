// A reading system in a page: foliate-js, driven as its own reader drives it, and asked what it shows.
import './node_modules/foliate-js/view.js'
import { FootnoteHandler } from './node_modules/foliate-js/footnotes.js'
import { visibleText } from './text.js'

const EPUB = 'http://www.idpf.org/2007/ops'
const POPUP_SECONDS = 10

// The style sheet of foliate-js’s own reader (reader.js, getCSS), which takes notes out of the page.
const PLAIN_CSS = `
  @namespace epub "http://www.idpf.org/2007/ops";
  html { color-scheme: light dark; }
  @media (prefers-color-scheme: dark) { a:link { color: lightblue; } }
  p, li, blockquote, dd { line-height: 1.4; text-align: justify; hyphens: auto; hanging-punctuation: allow-end last; }
  pre { white-space: pre-wrap !important; }
`
const READER_CSS = `${PLAIN_CSS}
  aside[epub|type~="endnote"], aside[epub|type~="footnote"], aside[epub|type~="note"] { display: none; }
`

const SETTLED = 600 // milliseconds in which foliate-js still looks at a page that has been scrolled
const footnotes = new FootnoteHandler()
let dialog, view, shown

footnotes.addEventListener('before-render', ({ detail }) => {
  dialog = document.createElement('dialog')
  dialog.append(detail.view)
  document.body.append(dialog)
  dialog.showModal()
  detail.view.renderer.setAttribute('flow', 'scrolled')
  detail.view.renderer.setStyles?.(READER_CSS)
})
footnotes.addEventListener('render', ({ detail }) => {
  const { view: popup, type, hidden, href } = detail
  // The pop-up has its text now, and is laid out when it says where it stands: not before may it be closed.
  popup.addEventListener('relocate', () => setTimeout(() => {
    shown({ type, hidden, href, text: visibleText(popup.renderer.getContents()[0].doc.body) })
  }), { once: true })
})

export async function open(url) {
  view?.close()
  view?.remove()
  close()
  view = document.createElement('foliate-view')
  document.body.append(view)
  view.addEventListener('link', event => footnotes.handle(view.book, event)?.catch(error => shown({ error: String(error) })))
  const blob = await (await fetch(url)).blob()
  await view.open(new File([blob], 'book.epub'))
  view.renderer.setStyles(READER_CSS)
  await view.init({ showTextStart: true })
  const { metadata, toc, pageList, landmarks, sections, dir } = view.book
  return { title: metadata.title, language: metadata.language, dir, toc, pageList, landmarks, sections: sections.map(s => s.id) }
}

const typesOf = element => [...new Set((element?.getAttributeNS(EPUB, 'type') ?? '').split(/\s+/))].filter(Boolean)

// Where an address leads: the section, the element there, what it says it is, and how far into the section it stands.
async function landing(href, documents) {
  const target = view.book.resolveHref(href)
  if (!target || target.index < 0) return null
  const doc = await documents(target.index)
  const element = href.includes('#') ? target.anchor(doc) : doc.body
  if (!element) return null
  const order = [...doc.querySelectorAll('*')].indexOf(element)
  const inner = href.includes('#') ? [element] : [element, ...element.children]
  return { section: target.index, order, id: element.id, label: element.getAttribute('aria-label'), types: inner.flatMap(typesOf) }
}

function documentsOf(book) {
  const made = new Map()
  return index => made.get(index) ?? made.set(index, book.sections[index].createDocument()).get(index)
}

// What each of these addresses, as the contents, list of pages and landmarks give them, leads to.
export async function landings(hrefs) {
  const documents = documentsOf(view.book)
  return Promise.all(hrefs.map(href => landing(href, documents)))
}

// Every link of every section, and what it leads to.
export async function links() {
  const documents = documentsOf(view.book)
  const found = []
  for (const [index, section] of view.book.sections.entries()) {
    for (const link of (await documents(index)).querySelectorAll('[href]:not(link), [*|href]:not([href])')) {
      const written = link.getAttribute('href') ?? link.getAttributeNS('http://www.w3.org/1999/xlink', 'href')
      const href = section.resolveHref(written)
      if (view.book.isExternal(href)) continue
      found.push({ section: section.id, href: written, landing: await landing(href, documents) })
    }
  }
  return found
}

// Click each reference to a note where it stands, and say what the pop-up holds.
export async function notes() {
  const found = []
  for (const [index, section] of view.book.sections.entries()) {
    const plain = await section.createDocument()
    const references = [...plain.querySelectorAll('a')].filter(a => typesOf(a).includes('noteref') || a.getAttribute('role') === 'doc-noteref')
    if (!references.length) continue
    await view.goTo(index)
    const { doc } = view.renderer.getContents()[0]
    for (const { id } of references) found.push({ reference: id, ...(await popupOf(doc.getElementById(id))) })
  }
  return found
}

async function popupOf(reference) {
  const late = new Promise(resolve => setTimeout(resolve, POPUP_SECONDS * 1000, { error: 'no pop-up came' }))
  const come = new Promise(resolve => { shown = resolve })
  reference.click()
  const popup = await Promise.race([come, late])
  close()
  return popup
}

function close() {
  const closed = dialog
  closed?.close()
  setTimeout(() => closed?.remove(), SETTLED)
}

// Turn to an address, and with `reference` to a note’s mark, whose pop-up is then left open. `plain`: as systems show
// it that have no pop-ups, and leave notes where they stand.
export async function show({ href, reference, plain }) {
  close()
  view.renderer.setStyles(plain ? PLAIN_CSS : READER_CSS)
  await view.goTo(href)
  if (!reference) return
  const { index } = view.renderer.getContents()[0]
  await view.renderer.goTo({ index, anchor: doc => doc.getElementById(reference) })
  const come = new Promise(resolve => { shown = resolve })
  view.renderer.getContents()[0].doc.getElementById(reference).click()
  await come
}

// Turn the page; false where the book ends.
export async function next() {
  const before = view.lastLocation?.cfi
  await view.next()
  return view.lastLocation?.cfi !== before
}

// How far text or pictures stand out of the columns of the page that is shown, in CSS pixels.
export function overflow() {
  const { doc } = view.renderer.getContents()[0]
  const column = parseFloat(getComputedStyle(doc.documentElement).columnWidth)
  return [...doc.body.querySelectorAll('p, li, h1, h2, h3, h4, table, img, pre, figure, math')]
    .map(element => [element.outerHTML.slice(0, 120), Math.max(...[...element.getClientRects()].map(box => box.width), 0) - column])
    .filter(([, over]) => over > 1)
}

Object.assign(window, { reader: { open, landings, links, notes, show, next, overflow } })
