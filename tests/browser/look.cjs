// look.cjs DATABASE: every page in light and dark, wide and narrow: what axe finds, what is wider than a phone, and a picture of each.
'use strict'
const fs = require('fs')
const { PHONE, DESKTOP, SCHEMES, finding, open, picture, run } = require('./browser.cjs')

const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']
const VIEWS = { phone: PHONE, desktop: DESKTOP }

const PAGES = [
  ['portfolio', '/ui/'],
  ['stock', '/ui/stock/GOOG'],
  ['ideas', '/ui/ideas'],
  ['ideas-last', '/ui/ideas?page=4000'],
  ['runs', '/ui/runs'],
  ['health', '/ui/health'],
  ['unknown', '/ui/stock/NOBODY', 404],
  ['nowhere', '/ui/nowhere', 404],
]
const NO_GOOG = new Set(['empty'])

// Runs in the page.
function wide() {
  const root = document.scrollingElement
  const beyond = []
  if (root.scrollWidth > root.clientWidth)
    for (const e of document.body.querySelectorAll('*')) {
      const inner = e.closest('.box, svg')
      if (e.getBoundingClientRect().right > root.clientWidth + 1 && (!inner || inner === e)) beyond.push(`<${e.tagName.toLowerCase()} class="${e.getAttribute('class') || ''}">`)
    }
  return { over: root.scrollWidth - root.clientWidth, beyond: beyond.slice(0, 3) }
}
async function axeFinds(tags) {
  const got = await window.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations', 'incomplete'] })
  // ways.cjs measures the texts of charts
  for (const v of got.incomplete) v.nodes = v.nodes.filter((n) => !n.html.startsWith('<text'))
  const said = (kind) => (v) => `${kind} ${v.id} (${v.impact}): ${v.nodes.length} of ${v.nodes[0].target.join(' ')}: ${v.nodes[0].failureSummary.replace(/\s+/g, ' ').slice(0, 300)}`
  return [...got.violations.map(said('axe')), ...got.incomplete.filter((v) => v.id === 'color-contrast' && v.nodes.length).map(said('axe is not sure:'))]
}

async function look(page, database, name, where) {
  for (const [view, size] of Object.entries(VIEWS)) {
    await page.setViewportSize(size)
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme })
      const here = `${where} ${view} ${scheme}`
      await picture(page, `${database}-${name}-${view}-${scheme}`)
      const w = await page.evaluate(wide)
      if (w.over > 0) finding(here, `${w.over} pixels are beyond the edge: ${w.beyond.join(' ')}`)
      for (const f of await page.evaluate(axeFinds, TAGS)) finding(here, f)
    }
  }
}

// Without a database there are still pages, which say so.
async function gone(browser) {
  await open(browser, 'desk', {}, async ({ page, visit }) => {
    await page.setViewportSize(PHONE)
    await visit('/ui/', 503)
    await page.evaluate(axe)
    await look(page, 'gone', 'portfolio', 'no database')
  })
}

run(async (browser) => {
  const database = process.argv[2]
  if (database === 'gone') return gone(browser)
  await open(browser, database, {}, async ({ page, visit }) => {
    for (const [name, place, status] of PAGES) {
      // as it is when it comes in each of the four, then everything in place
      await page.setViewportSize(PHONE)
      await page.emulateMedia({ colorScheme: 'dark' })
      await visit(place, name === 'stock' && NO_GOOG.has(database) ? 404 : status)
      await page.evaluate(axe)
      await look(page, database, name, `${database} ${place}`)
    }
  })
  await open(browser, database, { stranger: true }, async ({ page, visit, watch }) => {
    await visit('/ui/runs')
    await page.evaluate(axe)
    await look(page, database, 'login', `${database} /ui/login`)
    watch.wanted = 401
    await page.fill('#key', 'wrong')
    await page.press('#key', 'Enter')
    await page.waitForSelector('#wrong')
    await page.evaluate(axe)
    await look(page, database, 'login-wrong', `${database} /ui/login, a wrong key`)
  })
})
