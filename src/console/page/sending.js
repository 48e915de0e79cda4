/**
 * Sends the page's forms, so that the page and what was written on it stay while kidoku does not answer, and when whoever
 * wrote was signed out meanwhile. Where there is no script they are sent as ever.
 */
const line = document.querySelector('#lost')
let said

/** Shows one of the sentences that stand ready above the page, or none. */
function say(what) {
  said = what
  for (const one of line.querySelectorAll('[data-says]')) one.hidden = one.dataset.says !== what
  line.hidden = what === undefined
}

/** That a press came to nothing, and that one is signed out, is not covered by less. */
export const sayLost = () => said === undefined && say('lost')
export const sayFound = () => (said === 'lost' || said === 'unsent') && say()

export const isOut = () => said === 'out'

/** Somebody wrote into a form and has not sent it. */
const hasWritten = () =>
  [...document.querySelectorAll('form[method="post"] [data-written]')].some((one) => one.value !== one.defaultValue)

/** Signed out: the page must not stay, unless that would lose what was written. */
export function leave() {
  if (hasWritten()) say('out')
  else location.reload()
}

const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), 'text/html')

/** Takes the token of who is signed in now: that of the page goes with the session it was made for. */
async function renew() {
  const address = location.pathname + location.search
  const answer = await fetch(address, { headers: { 'x-refresh': '1' } }).catch(() => undefined)
  if (!answer?.ok || answer.redirected) return false
  const page = await parsed(answer)
  const token = page.querySelector('input[name="token"]')?.value
  if (token === undefined) return false
  for (const field of document.querySelectorAll('input[name="token"]')) field.value = token
  document.querySelector('.who')?.replaceWith(page.querySelector('.who'))
  return true
}

let back = () => {}
/** @param then what is to be done when somebody has signed in again, in another tab */
export const whenBack = (then) => (back = then)

export async function comeBack() {
  if (!(await renew()) || !isOut()) return
  say('back')
  back()
}

const come = () => {
  if (!document.hidden && isOut()) void comeBack()
}
document.addEventListener('visibilitychange', come)
addEventListener('focus', come)

/** Nobody is there, or a proxy that says so. */
const isAway = (answer) => !answer || [502, 503, 504].includes(answer.status)

/** How often it is asked whether kidoku is back (ms). */
const everySoOften = 3_000
let timer

function sayUnsent() {
  say('unsent')
  timer ??= setInterval(async () => {
    const answer = await fetch(import.meta.url, { method: 'HEAD', cache: 'no-store' }).catch(() => undefined)
    if (isAway(answer)) return
    clearInterval(timer)
    timer = undefined
    sayFound()
  }, everySoOften)
}

function go(address) {
  const { href, hash } = new URL(address, location.href)
  // To go to another place of the same page would load nothing.
  if (hash === '' || href.replace(hash, '') !== location.href.replace(location.hash, '')) return location.assign(href)
  history.replaceState(null, '', href)
  location.reload()
}

/** Whether a script of the page it is on takes the answer in; it is told too when none came. */
const isTakenIn = (form, page, submitter) =>
  !form.dispatchEvent(new CustomEvent('answered', { cancelable: true, detail: { page, submitter } }))

async function send(form, submitter) {
  const fields = new FormData(form)
  if (submitter?.name) fields.append(submitter.name, submitter.value)
  const init = { method: 'POST', body: new URLSearchParams(fields), headers: { 'x-form': '1' } }
  const answer = await fetch(form.getAttribute('action'), init).catch(() => undefined)
  const address = answer?.headers.get('x-go-to')
  // On the way there the form stays as sent.
  if (address) return go(address)
  delete form.dataset.sent
  const page = isAway(answer) ? undefined : await parsed(answer)
  if (isTakenIn(form, page, submitter)) return say()
  if (isAway(answer)) return sayUnsent()
  if (answer.status === 401) return leave()
  if (answer.headers.has('x-too-old') && (await renew())) return say('old')
  const told = [...page.querySelectorAll('main h1, main h1 + p')].map((one) => one.textContent.trim())
  line.querySelector('[data-says="answer"]').textContent = told.join(' · ')
  say('answer')
}

document.addEventListener('submit', (event) => {
  const form = event.target
  const method = form.getAttribute('method')
  if (method === 'dialog' || event.defaultPrevented) return
  // A second press while the first is under way would only be told that somebody was faster.
  if (form.dataset.sent !== undefined) return event.preventDefault()
  form.dataset.sent = ''
  // Browsers offer to keep a password when its form is sent as ever.
  if (method !== 'post' || document.body.dataset.nowWaiting === undefined) return
  event.preventDefault()
  void send(form, event.submitter)
})
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent
})
