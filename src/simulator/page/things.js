/** Sending what is not text: first which kind, then a sample of ours or a file of one's own; a place is typed. */
import { html } from 'htm/preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { act, upload } from './live.js'
import { drawSlip, durationOf, NOTES_MS, sampleFile, samplePicture, sampleSound } from './samples.js'

const THINGS = [
  { kind: 'image', label: 'Photo', icon: '🖼️', accept: 'image/*', choose: 'Choose photos …' },
  { kind: 'video', label: 'Video', icon: '🎬', accept: 'video/*', choose: 'Choose a video …' },
  { kind: 'audio', label: 'Voice', icon: '🎙️', accept: 'audio/*', choose: 'Choose a recording …' },
  { kind: 'file', label: 'File', icon: '📄', choose: 'Choose a file …' },
  { kind: 'location', label: 'Location', icon: '📍' },
]

const SAMPLES = {
  image: { words: 'Order slip', make: samplePicture },
  audio: { words: 'Three notes', make: sampleSound, details: { duration: NOTES_MS } },
  file: { words: 'order-2041.txt', make: sampleFile, details: { name: 'order-2041.txt' } },
}

/** Buttons above the field. They have the keyboard when they open; Escape puts them away. */
export function Drawer({ label, children, done }) {
  const drawer = useRef()
  useLayoutEffect(() => drawer.current.querySelector('button').focus(), [])
  return html`
    <div
      class="drawer"
      role="group"
      aria-label=${label}
      ref=${drawer}
      onKeyDown=${({ key }) => key === 'Escape' && done()}
    >
      ${children}
    </div>
  `
}

export function Things({ phone, done }) {
  const [chosen, setChosen] = useState()
  const back = useRef()
  useLayoutEffect(() => back.current?.focus(), [chosen])
  if (!chosen)
    return html`
      <${Drawer} label="Send something" key="kinds" done=${done}>
        ${THINGS.map(
          (thing) => html`
            <button type="button" aria-label=${thing.label} onClick=${() => setChosen(thing)}>
              <span aria-hidden="true">${thing.icon}</span><small>${thing.label}</small>
            </button>
          `,
        )}
      <//>
    `
  return html`
    <div
      class="sheet"
      role="group"
      aria-label=${chosen.label}
      onKeyDown=${({ key }) => key === 'Escape' && setChosen(undefined)}
    >
      <p class="sheet-head">
        <button type="button" class="back" ref=${back} aria-label="Back" onClick=${() => setChosen(undefined)}>
          ‹
        </button>
        <b>${chosen.label}</b>
      </p>
      ${
        chosen.kind === 'location'
          ? html`<${Where} phone=${phone} done=${done} />`
          : html`<${Which} thing=${chosen} phone=${phone} done=${done} />`
      }
    </div>
  `
}

function Which({ thing, phone, done }) {
  const { kind, accept, choose } = thing
  const [wrong, setWrong] = useState()
  const sample = SAMPLES[kind]
  const give = async (blob, details) => {
    const trouble = await upload(phone.who, kind, blob, details)
    setWrong(trouble)
    return trouble === undefined
  }
  const giveSample = async () => {
    if (await give(await sample.make(), sample.details)) done()
  }
  const giveChosen = async ({ target }) => {
    const files = [...target.files]
    // Photos sent together are one set; each is a message of its own.
    const set = kind === 'image' && files.length > 1 ? { set: crypto.randomUUID(), total: files.length } : undefined
    for (const [index, file] of files.entries()) {
      const details = { name: file.name, ...(set ? { ...set, index: index + 1 } : {}) }
      const duration = kind === 'audio' || kind === 'video' ? await durationOf(kind, file) : undefined
      if (!(await give(file, duration === undefined ? details : { ...details, duration }))) return
    }
    if (files.length > 0) done()
  }
  return html`
    <div class="which">
      ${
        sample
          ? html`<button type="button" class="offer" onClick=${giveSample}>
              ${kind === 'image' ? html`<${Slip} />` : null}
              <span>${sample.words}<small>a sample</small></span>
            </button>`
          : null
      }
      <label class="offer">
        <input type="file" accept=${accept} multiple=${kind === 'image'} onChange=${giveChosen} />
        <span>${choose}</span>
      </label>
    </div>
    ${wrong ? html`<p class="wrong" role="alert">${wrong}</p>` : null}
  `
}

function Slip() {
  const canvas = useRef()
  useLayoutEffect(() => drawSlip(canvas.current), [])
  return html`<canvas ref=${canvas} width="160" height="120" aria-hidden="true"></canvas>`
}

/** Title and address can be left empty: LINE sends a place without them then. */
function Where({ phone, done }) {
  const [title, setTitle] = useState('Kyoto Station')
  const [address, setAddress] = useState('Shimogyo Ward, Kyoto')
  const send = (event) => {
    event.preventDefault()
    void act({ do: 'location', ...phone.who, title, address })
    done()
  }
  const field = (label, value, set) => html`
    <label
      >${label} <input value=${value} maxlength="100" placeholder="none" onInput=${({ target }) => set(target.value)}
    /></label>
  `
  return html`
    <form class="where" onSubmit=${send}>
      ${field('Title', title, setTitle)} ${field('Address', address, setAddress)}
      <button class="main">Send location</button>
    </form>
  `
}
