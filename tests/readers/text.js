// What a reader sees of an element, as words: spaces between blocks, a formula as one word, nothing that is not drawn.
export function visibleText(root) {
  const window = root.ownerDocument.defaultView
  const pieces = []
  const visit = node => {
    if (node.nodeType === 3) return void pieces.push(node.data)
    if (node.nodeType !== 1) return
    const { display } = window.getComputedStyle(node)
    if (node.localName === 'math') return void pieces.push(formula(node))
    if (node !== root && display === 'none') return
    const apart = node.localName === 'br' || !/^(inline|contents|ruby)/.test(display)
    if (apart) pieces.push(' ')
    node.childNodes.forEach(visit)
    if (apart) pieces.push(' ')
  }
  visit(root)
  return pieces.join('').replace(/\s+/g, ' ').trim()
}

// The TeX that a formula was written in, which stands in its alternative text.
function formula(math) {
  return (math.getAttribute('alttext') ?? math.textContent).replace(/\s+/g, ' ')
}
