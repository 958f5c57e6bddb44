// ways.cjs: other ways to read: without scripts, twice as large, larger letters, in print, with less motion, and a policy that holds.
'use strict'
const { PHONE, finding, open, picture, run } = require('./browser.cjs')

const PLACES = ['/ui/', '/ui/stock/GOOG', '/ui/ideas', '/ui/runs', '/ui/health']
const nameOf = (place) => place.replace(/^\/ui\/?/, '').replace(/\W/g, '-') || 'portfolio'

// Functions that run in the page.
function beyond() {
  const root = document.scrollingElement
  return root.scrollWidth - root.clientWidth
}
function moves() {
  return document.getAnimations().length + [...document.querySelectorAll('*')].filter((e) => {
    const s = getComputedStyle(e)
    return s.transitionDuration !== '0s' || s.animationName !== 'none' || s.scrollBehavior === 'smooth'
  }).length
}
// The contrast of every text of a picture with what it stands on (WCAG 2.2, 1.4.3); axe cannot tell.
function pale() {
  const part = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
  const parse = (s) => s.match(/[\d.]+/g).map(Number)
  const light = ([r, g, b]) => 0.2126 * part(r / 255) + 0.7152 * part(g / 255) + 0.0722 * part(b / 255)
  const said = []
  for (const text of document.querySelectorAll('svg text')) {
    if (!text.checkVisibility()) continue
    const paper = parse(getComputedStyle(text.closest('figure')).backgroundColor)
    let opacity = parseFloat(getComputedStyle(text).fillOpacity)
    for (let e = text; e.tagName !== 'figure' && e !== document.body; e = e.parentElement) opacity *= parseFloat(getComputedStyle(e).opacity)
    const ink = parse(getComputedStyle(text).fill).slice(0, 3).map((v, i) => v * opacity + paper[i] * (1 - opacity))
    const [a, b] = [light(ink), light(paper)].sort((x, y) => y - x)
    const ratio = (a + 0.05) / (b + 0.05)
    if (ratio < 4.5) said.push(`'${text.textContent}' has a contrast of ${ratio.toFixed(2)}`)
  }
  return said.slice(0, 3)
}
// Where signs stand only in a colour.
function unsigned() {
  return [...document.querySelectorAll('.up, .down')].filter((e) => !/^[+\u2212]/.test(e.textContent)).map((e) => e.textContent).slice(0, 3)
}

async function read(page, where, picked) {
  const over = await page.evaluate(beyond)
  if (over > 0) finding(where, `${over} pixels are beyond the edge`)
  if (picked) await picture(page, picked)
}

async function withoutScripts(browser, database) {
  await open(browser, database, { javaScriptEnabled: false, stranger: true }, async ({ page, site, visit }) => {
    await visit('/ui/runs')
    await page.locator('#key').fill(process.env.API_SECRET_KEY)
    await page.locator('button[type=submit]').click()
    await page.waitForURL(`${site}/ui/runs`)
    for (const place of PLACES) {
      await visit(place)
      const text = await page.locator('main').innerText()
      if (text.length < 40) finding(`${database} ${place} without scripts`, `all that it says is: ${text}`)
      if (await page.locator('script, [onclick], noscript').count()) finding(place, 'there is a script')
    }
    await page.locator('form[action="/ui/logout"] button').click()
    await page.waitForURL(`${site}/ui/login`)
  })
}

async function sizes(browser, database) {
  await open(browser, database, { reducedMotion: 'reduce' }, async ({ page, visit }) => {
    for (const place of PLACES) {
      const where = `${database} ${place}`
      await page.emulateMedia({ media: 'screen', colorScheme: 'light' })
      await page.setViewportSize({ width: 640, height: 450 }) // 1280 by 900 at 200 %
      await visit(place)
      await read(page, `${where} at 200 %`, database === 'desk' && `zoom-${nameOf(place)}`)
      if (await page.evaluate(moves)) finding(where, 'something moves')
      for (const u of await page.evaluate(unsigned)) finding(where, `'${u}' has a colour and no sign`)
      for (const scheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme: scheme })
        for (const width of [1280, 390]) {
          await page.setViewportSize({ width, height: 900 })
          for (const p of await page.evaluate(pale)) finding(`${where} ${scheme} ${width} wide`, p)
        }
      }
      await page.setViewportSize({ width: 320, height: 256 }) // 1280 by 1024 at 400 % (WCAG 2.2, 1.4.10)
      await read(page, `${where} at 400 %`)
      await page.setViewportSize(PHONE)
      // WCAG 2.2, 1.4.4 and 1.4.12: letters twice as large, and their distances (the tool's style is not under the page's policy)
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
      await read(page, `${where}, letters of twice the size`)
    }
  })
}

async function print(browser, database) {
  await open(browser, database, {}, async ({ page, visit }) => {
    for (const place of PLACES) {
      const where = `${database} ${place} in print`
      await visit(place)
      await page.setViewportSize({ width: 718, height: 1000 }) // a sheet of A4 at 96 dots an inch, without its edges
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
      await read(page, where, database === 'desk' && `print-${nameOf(place)}`)
      const said = await page.evaluate(() => ({
        nav: document.querySelector('header nav')?.checkVisibility(),
        form: document.querySelector('footer form')?.checkVisibility(),
        paper: getComputedStyle(document.body).backgroundColor,
        ink: getComputedStyle(document.body).color,
        columns: document.querySelectorAll('.wide').length && ![...document.querySelectorAll('.wide')].some((e) => e.checkVisibility()),
      }))
      if (said.nav || said.form) finding(where, 'there is a menu or a button')
      if (said.paper !== 'rgb(255, 255, 255)') finding(where, `the paper is ${said.paper}`)
      if (parseInt(said.ink.slice(4), 10) > 60) finding(where, `the ink is ${said.ink}`)
      if (said.columns) finding(where, 'columns are left out')
      for (const p of await page.evaluate(pale)) finding(where, p)
      const pdf = await page.pdf({ format: 'A4' })
      if (pdf.length < 2000) finding(where, 'there is nothing on it')
    }
  })
}

// The policy of each page holds: a script, a style and a picture that get into a page do nothing. What it says about them is no finding.
async function policy(browser) {
  await open(browser, 'desk', {}, async ({ page, visit, context }) => {
    await visit('/ui/')
    const other = await context.newPage()
    await other.goto(page.url())
    const broken = await other.evaluate(() => new Promise((resolve) => {
      const seen = new Set()
      document.addEventListener('securitypolicyviolation', (v) => { seen.add(v.effectiveDirective); if (seen.size === 4) resolve([...seen].sort()) })
      const add = (tag, set) => document.body.append(Object.assign(document.createElement(tag), set))
      add('script', { textContent: 'window.ran = 1' })
      add('style', { textContent: 'body{display:none}' })
      add('img', { src: 'https://elsewhere.example/x.png' })
      add('iframe', { src: '/ui/' })
      setTimeout(() => resolve([...seen].sort()), 2000)
    }))
    if (broken.join() !== 'frame-src,img-src,script-src-elem,style-src-elem') finding('the policy', `it forbids only ${broken.join(' ')}`)
    if (await other.evaluate(() => window.ran)) finding('the policy', 'a script ran')
    await other.close()
  })
}

run(async (browser) => {
  const [what, database] = process.argv.slice(2)
  await { scripts: withoutScripts, sizes, print, policy }[what](browser, database)
})
