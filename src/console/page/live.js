/**
 * Keeps a page up to date without losing what one is at, and writes times in the reader's own time zone. The pages work
 * without it.
 */
const every = 15_000

const clock = { hour: '2-digit', minute: '2-digit' }
const forms = { clock, minutes: clock, seconds: { ...clock, second: '2-digit' } }
const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short' })

function localise(root) {
  for (const element of root.querySelectorAll('time[data-form]')) {
    const at = new Date(element.dateTime)
    const today = date.format(at) === date.format(Date.now())
    const day = today || element.dataset.form === 'clock' ? {} : { day: 'numeric', month: 'short' }
    element.textContent = at.toLocaleString('en-GB', { ...day, ...forms[element.dataset.form] })
  }
}

/** Somebody presses, marks text, has sent a form or listens: the page stays as it is until the next time. */
const isBusy = () =>
  document.querySelector('main :active, form[data-sent]') !== null ||
  getSelection()?.isCollapsed === false ||
  [...document.querySelectorAll('audio, video')].some(({ paused }) => !paused)

let lastMain = document.querySelector('main').innerHTML

async function refresh() {
  if (isBusy()) return
  const answer = await fetch(location.pathname, { headers: { 'x-refresh': '1' } }).catch(() => undefined)
  const lost = document.querySelector('#lost')
  lost.hidden = answer !== undefined && (answer.ok || answer.status === 404)
  if (!lost.hidden) return
  // Signed out meanwhile, or the conversation is gone.
  if (answer.redirected || !answer.ok) return location.reload()
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const main = page.querySelector('main')
  if (isBusy() || main.innerHTML === lastMain) return
  announce(page)
  lastMain = main.innerHTML
  swap(main)
}

/** A picture that is here is not fetched again, a recording that was stopped goes on from there, words half written stay. */
const things = 'main :is(img, audio, video, input[id])'

/** Takes the new content in; focus, open details and how far one has scrolled stay. */
function swap(main) {
  const focused = document.activeElement?.id
  const scrolled = document.querySelector('#messages')?.scrollTop
  for (const open of document.querySelectorAll('details[open][id]')) {
    main.querySelector(`#${open.id}`)?.setAttribute('open', '')
  }
  localise(main)
  const before = [...document.querySelectorAll(things)]
  document.querySelector('main').replaceChildren(...main.childNodes)
  for (const thing of document.querySelectorAll(things)) {
    const same = before.find(({ id, src }) => id === thing.id && src === thing.src)
    if (same) thing.replaceWith(same)
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
  if (scrolled) document.querySelector('#messages').scrollTop = scrolled
}

/** The title holds how many wait; when it changes, the headline is read out. */
function announce(page) {
  if (document.title === page.title) return
  document.title = page.title
  document.querySelector('#news').textContent = page.querySelector('h1')?.textContent ?? ''
}

localise(document)
if (document.querySelector('main[data-live]')) {
  setInterval(() => void refresh(), every)
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void refresh()
  })
}
// A second press while the first is under way would only be told that somebody was faster.
document.addEventListener('submit', (event) => {
  if (event.target.dataset.sent !== undefined) event.preventDefault()
  event.target.dataset.sent = ''
})
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent
})
