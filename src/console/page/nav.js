/**
 * The keyboard, all the way: from card to card, the buttons of the one that has the focus, to the lists. Never while one
 * writes. Who does not want it switches it off, on this device.
 */
const kept = 'kidoku-keys'
const dialog = document.querySelector('#keys')
const switchedOn = document.querySelector('#keys-on')

// A browser may refuse to keep anything.
try {
  switchedOn.checked = localStorage.getItem(kept) !== 'off'
} catch {}
switchedOn.addEventListener('change', () => {
  try {
    localStorage.setItem(kept, switchedOn.checked ? 'on' : 'off')
  } catch {}
})

for (const opener of document.querySelectorAll('[data-opens="keys"]')) {
  opener.addEventListener('click', () => {
    document.querySelector('#menu')?.hidePopover?.()
    dialog.showModal()
  })
}

// On a phone the tab of this page may be out of sight.
const tabs = document.querySelector('.tabs ul')
const current = tabs?.querySelector('[aria-current]')
if (current) tabs.scrollLeft = current.offsetLeft - (tabs.clientWidth - current.clientWidth) / 2

const cards = () => [...document.querySelectorAll('main [data-card]')]
const cardAt = (element) => element?.closest('main [data-card]')
/** Where one was: the card may be gone once it is taken. */
let place = 0
document.addEventListener('focusin', ({ target }) => {
  const index = cards().indexOf(cardAt(target))
  if (index >= 0) place = index
})

function move(step) {
  const all = cards()
  if (all.length === 0) return
  const at = all.indexOf(cardAt(document.activeElement))
  const next = at < 0 ? place : at + step
  all[Math.max(0, Math.min(next, all.length - 1))].querySelector('a[href]').focus()
}

/** On a list the button of the card that has the focus; on a conversation's page its own. */
function press(key) {
  const scope = cardAt(document.activeElement) ?? (cards().length === 0 ? document.querySelector('main') : undefined)
  const button = scope?.querySelector(`[data-key="${key}"]`)
  button?.focus()
  button?.click()
  return button !== null && button !== undefined
}

function search() {
  const field = document.querySelector('#search')
  if (!field) return location.assign(`${document.body.dataset.base}/all#search`)
  field.focus()
  field.select()
}
if (location.hash === '#search') document.querySelector('#search')?.focus()

/** Keyboards for Thai, Japanese or Zhuyin have other letters on the same keys. */
function keyOf({ key, code, shiftKey }) {
  if (/^[\x20-\x7e]$/.test(key) || key.length > 1) return key.length > 1 ? key : key.toLowerCase()
  if (code === 'Slash') return shiftKey ? '?' : '/'
  return code.startsWith('Key') ? code.slice(3).toLowerCase() : key
}

/** How long after `g` (ms) a letter leads to a list. */
const goes = 1_500
let wentAt = -Infinity

const elsewhere = 'input, textarea, select, [contenteditable], dialog, audio, video'

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  if (!switchedOn.checked || event.target.closest?.(elsewhere)) return
  if (onKey(keyOf(event), event.timeStamp)) event.preventDefault()
})

/** Whether it meant something. */
function onKey(key, now) {
  const going = now - wentAt < goes
  wentAt = -Infinity
  if (going) {
    const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`)
    link?.click()
    return link !== null
  }
  switch (key) {
    case 'j':
      move(1)
      return true
    case 'k':
      move(-1)
      return true
    // Away from the cards they scroll, as everywhere.
    case 'ArrowDown':
    case 'ArrowUp':
      if (!cardAt(document.activeElement)) return false
      move(key === 'ArrowDown' ? 1 : -1)
      return true
    case 't':
    case 'd':
    case 'b':
    case 'r':
      return press(key)
    case 'g':
      wentAt = now
      return true
    case '/':
      search()
      return true
    case '?':
      dialog.showModal()
      return true
    default:
      return false
  }
}
