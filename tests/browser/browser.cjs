// A browser of Debian's before pages that a socket answers: launch it, log in, and note whatever it says or asks for.
'use strict'
const fs = require('fs')
const http = require('http')
const net = require('net')
const path = require('path')
const { chromium } = require('playwright-core')

const PHONE = { width: 390, height: 844 }
const DESKTOP = { width: 1280, height: 900 }
const SCHEMES = ['light', 'dark']

// What nothing may be: a line each, shown when the program ends, which fails then.
const findings = []
function finding(where, what) {
  findings.push(`${where}: ${what}`)
}

// Browsers know no sockets of files: a port that passes bytes on to one. Resolves to the address of the site.
function bridge(socket) {
  return new Promise((resolve) => {
    const server = net.createServer((from) => {
      const to = net.connect(socket)
      const end = () => { from.destroy(); to.destroy() }
      from.on('error', end).on('close', end)
      to.on('error', end).on('close', end)
      from.pipe(to).pipe(from)
    })
    server.unref()
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`))
  })
}

// A cookie as the login gives it.
function cookie(site) {
  const body = `key=${encodeURIComponent(process.env.API_SECRET_KEY)}`
  return new Promise((resolve, reject) => {
    const ask = http.request(`${site}/ui/login`, { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': body.length } }, (got) => {
      const m = /^pf_ui=([^;]+);/.exec((got.headers['set-cookie'] || [''])[0])
      got.resume()
      m ? resolve(m[1]) : reject(new Error(`the login gave ${got.statusCode} and no cookie`))
    })
    ask.on('error', reject)
    ask.end(body)
  })
}

// Everything that a page says, asks for and fails at is a finding; `wanted` is the status that its address shall have.
function watch(page, site, where) {
  const w = { wanted: 200 }
  const at = () => `${where()} ${page.url().replace(site, '')}`
  page.on('console', (m) => {
    // the browser says of a page itself that it is no 200
    if (!(w.wanted >= 400 && m.text().includes(`the server responded with a status of ${w.wanted}`))) finding(at(), `console: ${m.text()}`)
  })
  page.on('pageerror', (e) => finding(at(), `error: ${e}`))
  page.on('dialog', (d) => { finding(at(), `dialog: ${d.message()}`); d.dismiss() })
  page.on('popup', () => finding(at(), 'a window opens'))
  page.on('download', () => finding(at(), 'a download'))
  page.on('requestfailed', (r) => finding(at(), `${r.url()} fails: ${r.failure().errorText}`))
  page.on('request', (r) => { if (!r.url().startsWith(`${site}/`) && r.url() !== 'data:,') finding(at(), `it asks ${r.url()}`) })
  page.on('response', (r) => {
    const status = r.request().isNavigationRequest() ? w.wanted : 200
    if (r.url().startsWith(site) && r.status() !== status && ![302, 303, 308].includes(r.status())) finding(at(), `${r.url()} is ${r.status()}, not ${status}`)
    if (r.url().startsWith(site) && !/default-src 'none'/.test(r.headers()['content-security-policy'] || '')) finding(at(), `${r.url()} has no policy`)
  })
  return w
}

// with(NAME, options, async ({ page, site, visit, context }) => ...): one page of the database NAME, of who has logged in unless options.stranger.
async function open(browser, name, options, use) {
  const site = await bridge(path.join(process.env.PF_DESKS, name, 'web.sock'))
  const { stranger, ...rest } = options
  const context = await browser.newContext({ viewport: DESKTOP, colorScheme: 'light', ...rest })
  if (!stranger) await context.addCookies([{ name: 'pf_ui', value: await cookie(site), domain: '127.0.0.1', path: '/ui', httpOnly: true, sameSite: 'Strict' }])
  const page = await context.newPage()
  page.setDefaultTimeout(30000)
  const w = watch(page, site, () => name)
  const visit = async (place, wanted = 200) => {
    w.wanted = wanted
    return page.goto(site + place, { waitUntil: 'load' })
  }
  try {
    await use({ page, site, visit, context, watch: w })
  } finally {
    await context.close()
  }
}

// Run a program of checks, and end with 1 when there is a finding.
async function run(checks) {
  let browser
  try {
    browser = await chromium.launch({
      executablePath: process.env.PF_CHROMIUM, chromiumSandbox: false,
      args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', '--disable-dev-shm-usage', '--no-proxy-server'],
    })
    await checks(browser)
  } catch (e) {
    finding('the program', e.stack)
  } finally {
    if (browser) await browser.close()
  }
  for (const f of [...new Set(findings)]) console.log(f)
  process.exit(findings.length ? 1 : 0)
}

// A picture for people, where the test's pictures are kept.
async function picture(page, name) {
  if (!process.env.PF_PICTURES) return
  fs.mkdirSync(process.env.PF_PICTURES, { recursive: true })
  await page.screenshot({ path: path.join(process.env.PF_PICTURES, `${name}.png`), fullPage: true })
}

module.exports = { PHONE, DESKTOP, SCHEMES, finding, open, picture, run }
