/**
 * The playground with script: what is answered comes into the page that is there, so that nothing written meanwhile is
 * lost. Sending itself, and that nothing is sent twice, is in sending.js.
 */
const form = document.querySelector('#playground')
const underWay = document.querySelector('#under-way')

const isTry = (submitter) => submitter?.value === 'try'

form.addEventListener('submit', (event) => {
  if (form.dataset.sent === undefined && isTry(event.submitter)) underWay.textContent = form.dataset.underWay
})

/** Boxes that the answer has and the page has not. */
function addBoxes(page) {
  for (const list of form.querySelectorAll('.boxes')) {
    const fresh = page.querySelector(`#${list.id}`)
    for (const box of [...fresh.children].slice(list.children.length)) {
      list.append(box)
      box.querySelector('textarea').focus()
    }
  }
}

/** The text of a file that was loaded or saved, unless it was not, or somebody has written on meanwhile. */
function takeText(page, side, sent) {
  const box = form.querySelector(`#${side}-text`)
  if (page.querySelector(`#${side}-file`).value === '') return false
  const fresh = page.querySelector(`#${side}-text`)
  if (box.value !== sent) return false
  box.value = fresh.value
  box.defaultValue = fresh.value
  delete box.dataset.written
  return true
}

function takeIn(page, submitter, sent) {
  const [what, side] = (submitter?.value ?? 'try').split('_')
  if (what === 'more') return addBoxes(page)
  const took = (what === 'load' || what === 'save') && takeText(page, side, sent[side])
  for (const fresh of page.querySelectorAll('#playground [data-fresh]')) {
    const old = form.querySelector(`#${CSS.escape(fresh.id)}`)
    if (!old) continue
    // What was found out stays until it is tried again.
    if (fresh.id === 'results' && what !== 'try') continue
    // A prompt that is not the one in question keeps what is chosen there.
    if (fresh.id.endsWith('-choose') && !(took && fresh.id === `${side}-choose`) && what !== 'try') continue
    old.replaceChildren(...fresh.childNodes)
  }
  for (const one of ['a', 'b']) {
    markEdited(one)
    if (form.querySelector(`#${one}-state .flash`)) form.querySelector(`#${one}-edit`).open = true
  }
  if (what === 'save' && took) form.querySelector(`#${side}-as`).value = ''
  if (what !== 'try') return
  const heading = form.querySelector('#results-title') ?? form.querySelector('#problems .flash')
  heading?.scrollIntoView({ block: 'start', behavior: 'instant' })
  if (heading?.id === 'results-title') heading.focus({ preventScroll: true })
}

let sent = {}
form.addEventListener(
  'submit',
  () => {
    if (form.dataset.sent !== undefined) return
    for (const side of ['a', 'b']) sent[side] = form.querySelector(`#${side}-text`).value
  },
  true,
)
// sending.js tells when an answer came, or none.
form.addEventListener('answered', (event) => {
  underWay.textContent = ''
  const { page, submitter } = event.detail
  if (!page?.querySelector('#playground')) return
  event.preventDefault()
  takeIn(page, submitter, sent)
})

/** What is chosen says so as soon as a text is not the file's any more. */
function markEdited(side) {
  const box = form.querySelector(`#${side}-text`)
  const chosen = form.querySelector(`#${side}-file`)
  const [edited] = chosen.options
  if (box.value === box.defaultValue) return
  edited.hidden = false
  chosen.value = ''
}

form.addEventListener('input', ({ target }) => {
  if (target.matches('.prompt-text')) markEdited(target.dataset.side)
})

// Choosing a file loads it.
form.addEventListener('change', ({ target }) => {
  const { side } = target.dataset
  if (!target.matches('select[data-side]') || target.value === '') return
  const box = form.querySelector(`#${side}-text`)
  if (box.value !== box.defaultValue && !confirm(form.dataset.loseEdits)) {
    target.value = ''
    return
  }
  form.requestSubmit(form.querySelector(`button[value="load_${side}"]`))
})

form.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return
  event.preventDefault()
  form.requestSubmit(form.querySelector('#try'))
})

// A mistake's line is where the cursor goes.
form.addEventListener('click', (event) => {
  const { line, in: id } = event.target.dataset ?? {}
  if (line === undefined) return
  event.preventDefault()
  const box = document.getElementById(id)
  const lines = box.value.split('\n')
  const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0)
  box.focus()
  box.setSelectionRange(start, start + (lines[line - 1] ?? '').length)
  box.scrollTop = (line - 4) * Number.parseFloat(getComputedStyle(box).lineHeight)
})

addEventListener('beforeunload', (event) => {
  const boxes = [...form.querySelectorAll('.prompt-text')]
  if (boxes.some((box) => box.value !== box.defaultValue)) event.preventDefault()
})
