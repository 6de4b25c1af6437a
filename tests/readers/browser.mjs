// One Chromium for a file of tests: commands come as lines of JSON, and each is answered with one.
//   {"page": "foliate.html", "call": "open", "with": …}     call window.reader.open(…) in that page
//   {"page": …, "look": {"width", "height", "scale", "dark", "css"}}   a new window: CSS pixels, device pixels in each
//   {"page": …, "picture": "/…/phone.png"}                   write what the window shows
//   {"page": …, "complaints": true}                          errors of the page and requests to elsewhere, so far
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const [executablePath, books] = process.argv.slice(2)
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.epub': 'application/epub+zip' }

const server = createServer((request, response) => {
  const name = normalize(decodeURIComponent(new URL(request.url, 'http://local').pathname))
  const file = name.endsWith('.epub') ? join(books, name) : join(HERE, name)
  if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end()
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
  createReadStream(file).pipe(response)
}).listen(0, '127.0.0.1')
await new Promise(resolve => server.on('listening', resolve))
const origin = `http://127.0.0.1:${server.address().port}`

// A browser that says nothing to anyone: what it asks for in the background would be asked of other machines.
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
})
const pages = new Map()

async function opened(name, { width = 900, height = 700, scale = 1, dark = false, css = '' } = {}) {
  await pages.get(name)?.page.close()
  const look = { viewport: { width, height }, deviceScaleFactor: scale, colorScheme: dark ? 'dark' : 'light' }
  const page = await browser.newPage(look)
  const complaints = []
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  page.on('requestfailed', request => complaints.push(`failed: ${request.url()}`))
  page.on('request', request => {
    const ours = request.url().startsWith(origin) || /^(blob|data|about):/.test(request.url())
    if (!ours) complaints.push(`a request to elsewhere: ${request.url()}`)
  })
  await page.goto(`${origin}/${name}`)
  await page.waitForFunction('window.reader')
  if (css) await page.addStyleTag({ content: css })
  pages.set(name, { page, complaints })
}

async function answer({ page: name, call, with: argument, look, picture, complaints }) {
  if (look || !pages.has(name)) await opened(name, look)
  const { page, complaints: heard } = pages.get(name)
  if (picture) {
    await page.waitForTimeout(150) // until the fonts are there and the page has turned
    await page.screenshot({ path: picture })
    return null
  }
  if (complaints) return heard.splice(0)
  if (!call) return null
  return page.evaluate(([name, argument]) => window.reader[name](argument), [call, argument])
}

console.log(JSON.stringify({ result: browser.version() }))
for await (const line of createInterface({ input: process.stdin })) {
  try {
    console.log(JSON.stringify({ result: (await answer(JSON.parse(line))) ?? null }))
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }))
  }
}
await browser.close()
server.close()
