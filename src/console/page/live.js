/**
 * Keeps a page up to date without losing what one is at, and writes times in the reader's own time zone. The pages work
 * without it. kidoku tells of changes by itself (live.ts); while that stream is down, and now and then so that
 * "18 min" goes on, the page asks.
 */
import { comeBack, isOut, leave, sayFound, sayLost, whenBack } from './sending.js'

const asked = { listening: 60_000, alone: 15_000 }
/** Pages are not asked for more often than this (ms), and rarer where an answer takes long. */
const leastGap = 1_000
/** A stream that was refused is tried again after so long (ms). */
const again = 30_000

const language = document.documentElement.lang
/** Where this console is; what `page/` holds is one for all. */
const { base } = document.body.dataset
const locale = { en: 'en-GB', ja: 'ja-JP' }[language] ?? language
const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
const forms = { clock, minutes: clock, seconds: { ...clock, second: '2-digit' } }
const date = new Intl.DateTimeFormat(locale, { dateStyle: 'short' })

function localise(root) {
  for (const element of root.querySelectorAll('time[data-form]')) {
    const at = new Date(element.dateTime)
    const today = date.format(at) === date.format(Date.now())
    const day = today || element.dataset.form === 'clock' ? {} : { day: 'numeric', month: 'short' }
    element.textContent = at.toLocaleString(locale, { ...day, ...forms[element.dataset.form] })
  }
}

const main = document.querySelector('main')
const isLive = main.dataset.live !== undefined

/** Somebody presses, marks text, writes a word that is not whole yet, has sent a form, is asked something or listens. */
let composing = false
const isBusy = () =>
  composing ||
  document.querySelector('main :active, form[data-sent], dialog[open]') !== null ||
  getSelection()?.isCollapsed === false ||
  [...document.querySelectorAll('audio, video')].some(({ paused }) => !paused)

let lastMain = main.innerHTML
let lastBanners = document.querySelector('#banners')?.innerHTML

/** When the page was last asked for, how long that took, and whether it is to be asked for again. */
let askedAt = Date.now()
let took = 0
let wanted = false
let asking = false
let timer

/** Asks for the page soon: never twice at once, and not while somebody is busy. */
function refresh() {
  wanted = true
  if (asking || timer !== undefined) return
  const gap = Math.max(0, askedAt + Math.max(leastGap, 4 * took) - Date.now())
  timer = setTimeout(
    () => {
      timer = undefined
      if (isBusy()) return refresh()
      wanted = false
      asking = true
      askedAt = Date.now()
      void askForPage().finally(() => {
        asking = false
        took = Date.now() - askedAt
        if (wanted) refresh()
      })
    },
    gap || (isBusy() ? leastGap : 0),
  )
}

async function askForPage() {
  if (isOut()) return comeBack()
  const address = location.pathname + location.search
  const answer = await fetch(address, { headers: { 'x-refresh': '1' } }).catch(() => undefined)
  if (!answer || !(answer.ok || answer.status === 404)) return sayLost()
  sayFound()
  if (answer.redirected) return leave()
  // The conversation is gone.
  if (!answer.ok) return location.reload()
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  if (isBusy()) {
    wanted = true
    return
  }
  showCounts(countsOf(page))
  const banners = page.querySelector('#banners')
  if (banners && banners.innerHTML !== lastBanners) {
    lastBanners = banners.innerHTML
    localise(banners)
    document.querySelector('#banners').replaceChildren(...banners.childNodes)
  }
  const fresh = page.querySelector('main')
  if (fresh.innerHTML === lastMain) return
  lastMain = fresh.innerHTML
  swap(fresh)
}

const things = 'img, audio, video'
const fields = 'input[id], textarea[id], select[id]'
const conversations = () => [...document.querySelectorAll('main [data-conversation]')]

/**
 * Takes the new content in. Focus, open details, what was written and how far one has scrolled stay; a picture that is
 * here is not fetched again, and a recording that was stopped goes on from there.
 */
function swap(fresh) {
  const focused = document.activeElement?.id
  const scrolled = document.querySelector('#messages')?.scrollTop
  const known = new Set(conversations().map((one) => one.dataset.conversation))
  const anchor = scrollY > 0 ? conversations().find((one) => one.getBoundingClientRect().bottom > 60) : undefined
  const top = anchor?.getBoundingClientRect().top ?? 0
  for (const open of document.querySelectorAll('main details[open][id]')) {
    fresh.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute('open', '')
  }
  localise(fresh)
  const before = [...main.querySelectorAll(`${things}, ${fields}`)]
  const written = new Set(before.filter((one) => one.dataset.written !== undefined || one === document.activeElement))
  main.replaceChildren(...fresh.childNodes)
  for (const thing of main.querySelectorAll(`${things}, ${fields}`)) {
    const same = before.find(({ id, src }) => id === thing.id && src === thing.src)
    if (same && (same.matches(things) || written.has(same))) thing.replaceWith(same)
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
  if (scrolled) document.querySelector('#messages').scrollTop = scrolled
  const there = anchor && conversations().find((one) => one.dataset.conversation === anchor.dataset.conversation)
  if (there) scrollBy(0, there.getBoundingClientRect().top - top)
  // On a later page others only move up.
  if (location.search.includes('after=')) return
  for (const one of conversations()) if (!known.has(one.dataset.conversation)) one.classList.add('arrived')
}

const countsOf = (page) =>
  Object.fromEntries([...page.querySelectorAll('[data-count]')].map(({ dataset }) => [dataset.count, +dataset.number]))

/** The numbers of the lists; those who wait stand in the title and the icon too, and are read out when they get more. */
function showCounts(counts) {
  const before = countsOf(document)
  for (const badge of document.querySelectorAll('[data-count]')) {
    const number = counts[badge.dataset.count] ?? 0
    badge.dataset.number = number
    badge.textContent = number.toLocaleString(language)
    if (badge.dataset.urgent !== undefined) badge.classList.toggle('some', number > 0)
  }
  const { waiting } = counts
  if (waiting === undefined || waiting === before.waiting) return
  document.title = (waiting > 0 ? `(${waiting}) ` : '') + document.title.replace(/^\(\d+\) /, '')
  document.querySelector('#icon').href = `/console/page/icon-${Math.min(waiting, 100)}.svg`
  if (waiting > before.waiting) {
    const news = document.body.dataset.nowWaiting.replace('{n}', waiting.toLocaleString(language))
    document.querySelector('#news').textContent = news
  }
}

/** Whether what changed is on this page. A list is changed too by whoever comes to it or leaves it. */
function isOurs({ changed, everything }, numbersChanged) {
  if (everything) return true
  const [, place = ''] = decodeURIComponent(location.pathname.slice(base.length)).split('/')
  if (place.includes(':')) return changed.includes(place)
  if (numbersChanged || (place === 'all' && changed.length > 0)) return true
  const shown = new Set(conversations().map((one) => one.dataset.conversation))
  return changed.some((id) => shown.has(id))
}

let listening = false
let wasLost = false

function listen() {
  const stream = new EventSource(`${base}/events`)
  let timerOfRetry
  const retry = () => {
    stream.close()
    timerOfRetry ??= setTimeout(listen, again)
  }
  stream.addEventListener('open', () => {
    listening = true
    // What happened meanwhile was not told.
    if (wasLost && isLive) refresh()
    wasLost = false
  })
  stream.addEventListener('error', () => {
    // A server that has gone is said at once.
    if (listening && isLive) refresh()
    listening = false
    wasLost = true
    if (stream.readyState === EventSource.CLOSED) retry()
  })
  stream.addEventListener('change', ({ data }) => {
    const news = JSON.parse(data)
    const before = JSON.stringify(countsOf(document))
    showCounts(news.counts)
    const numbersChanged = JSON.stringify(countsOf(document)) !== before
    if (isLive && isOurs(news, numbersChanged)) refresh()
  })
  stream.addEventListener('over', () => {
    stream.close()
    // Who signs out on this page is being led elsewhere.
    if (!document.querySelector('form[data-sent]')) leave()
  })
  // Of many open pages those opened last listen; whoever comes back to this one wants it to.
  stream.addEventListener('enough', () => {
    listening = false
    wasLost = true
    stream.close()
    const back = () => {
      if (document.hidden) return
      document.removeEventListener('visibilitychange', back)
      listen()
    }
    document.addEventListener('visibilitychange', back)
  })
}

localise(document)
if (document.body.dataset.nowWaiting !== undefined) {
  listen()
  whenBack(listen)
}
if (isLive) {
  setInterval(() => {
    if (Date.now() - askedAt >= (listening ? asked.listening : asked.alone)) refresh()
  }, 5_000)
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) refresh()
  })
}
document.addEventListener('compositionstart', () => (composing = true))
document.addEventListener('compositionend', () => (composing = false))
document.addEventListener('input', ({ target }) => (target.dataset.written = ''))
