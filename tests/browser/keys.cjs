// keys.cjs: all that can be done is done by keyboard alone: in by the login, to every link and control of every page, out again.
'use strict'
const { PHONE, DESKTOP, finding, open, run } = require('./browser.cjs')

// Runs in the page: what a keyboard should come to, in order, and who is there now.
function stops() {
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  return all.filter((e) => e.checkVisibility({ visibilityProperty: true })).map((e, i) => { e.dataset.stop = i; return e.outerHTML.replace(/\s+/g, ' ').slice(0, 90) })
}
function here() {
  const e = document.activeElement
  if (!e || e === document.body) return null
  const style = getComputedStyle(e)
  const box = e.getBoundingClientRect()
  // a point inside it belongs to it, to what is in it, or to what it is in: nothing lies over it
  const x = Math.min(Math.max(box.left + Math.min(box.width, 20) / 2, 0), innerWidth - 1)
  const top = document.elementFromPoint(x, Math.min(Math.max(box.top + Math.min(box.height, 20) / 2, 0), innerHeight - 1))
  return {
    stop: e.dataset.stop === undefined ? -1 : +e.dataset.stop,
    text: e.outerHTML.replace(/\s+/g, ' ').slice(0, 90),
    outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    inView: box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth && box.width > 0,
    covered: !(top && (e.contains(top) || top.contains(e))),
  }
}

async function tour(page, where) {
  const all = await page.evaluate(stops)
  const seen = []
  for (let i = 0; i <= all.length; i++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(here)
    if (!at || (at.stop === 0 && i > 0)) break
    if (at.outline < 2) finding(where, `it is not seen that ${at.text} has the focus`)
    if (!at.inView) finding(where, `${at.text} has the focus out of sight`)
    if (at.covered) finding(where, `${at.text} has the focus and lies under something`)
    seen.push(at.stop)
  }
  all.forEach((text, i) => { if (!seen.includes(i)) finding(where, `Tab does not come to ${text}`) })
  if (seen.some((s, i) => i > 0 && s < seen[i - 1])) finding(where, `Tab goes another way than the page: ${seen.join(' ')}`)
  if (!/To the content/.test(all[0] || '')) finding(where, 'the first stop is not the way to the content')
  return all.length
}

// Enter on the first stop, and the next one is in <main>.
async function skips(page, where) {
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  const inside = await page.evaluate(() => location.hash === '#main' && (document.activeElement.closest('main, footer') !== null))
  if (!inside) finding(where, 'the way to the content does not lead there')
}

// Tab until the focus is on what fits; false: it never is.
async function tabTo(page, selector) {
  for (let i = 0; i < 200; i++) {
    if (await page.evaluate((s) => document.activeElement.matches(s), selector)) return true
    await page.keyboard.press('Tab')
  }
  return false
}

run(async (browser) => {
  await open(browser, 'desk', { stranger: true }, async ({ page, site, visit, context, watch }) => {
    await visit('/ui/ideas?direction=bullish&page=1')
    if (!page.url().startsWith(`${site}/ui/login?next=`)) finding('/ui/ideas', `a stranger is at ${page.url()}`)
    if (!(await page.evaluate(() => document.activeElement.id === 'key'))) finding('/ui/login', 'the field does not have the focus')
    watch.wanted = 401
    await page.keyboard.type('wrong')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[role=alert]')
    watch.wanted = 200
    await page.keyboard.type(process.env.API_SECRET_KEY)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${site}/ui/ideas?direction=bullish&page=1`)
    for (const place of ['/ui/', '/ui/stock/GOOG', '/ui/ideas', '/ui/runs', '/ui/health', '/ui/nowhere']) {
      for (const size of [DESKTOP, PHONE]) {
        await page.setViewportSize(size)
        await visit(place, place === '/ui/nowhere' ? 404 : 200)
        await tour(page, `${place} ${size.width} wide`)
        await visit(place, place === '/ui/nowhere' ? 404 : 200)
        await skips(page, `${place} ${size.width} wide`)
      }
    }
    await page.setViewportSize(DESKTOP)
    await visit('/ui/')
    if (!(await tabTo(page, 'a[href="/ui/stock/GOOG"]'))) finding('/ui/', 'there is no way to GOOG')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${site}/ui/stock/GOOG`)
    await visit('/ui/runs')
    if (!(await tabTo(page, 'summary'))) finding('/ui/runs', 'there is no way to a run')
    const was = await page.evaluate(() => document.activeElement.parentElement.open)
    await page.keyboard.press('Enter')
    if (was === (await page.evaluate(() => document.activeElement.parentElement.open))) finding('/ui/runs', 'Enter does not open or close a run')
    if (!(await tabTo(page, 'form[action="/ui/logout"] button'))) finding('/ui/runs', 'there is no way out')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${site}/ui/login`)
    if ((await context.cookies()).length !== 0) finding('/ui/logout', 'the cookie is still there')
    await visit('/ui/')
    if (!page.url().startsWith(`${site}/ui/login`)) finding('/ui/logout', `after it one is at ${page.url()}`)
  })
})
