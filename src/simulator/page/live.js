/** The stream of what the phones show, the ledger beside it, and the one way to do something. */
import { useEffect, useState } from 'preact/hooks'

/** Tells the simulator what the person does. Resolves with its answer, or undefined when it cannot be reached. */
export async function act(deed) {
  try {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch('/api/do', { method: 'POST', headers, body: JSON.stringify(deed) })
    return response.ok ? await response.json() : undefined
  } catch {
    return undefined
  }
}

/**
 * Sends a picture, film, sound or file. Resolves with what is wrong, in words, or undefined.
 * @param details name, duration (ms), and for several pictures at once: set, index, total
 */
export async function upload(who, kind, blob, details = {}) {
  const query = { ...who, kind, ...details }
  // A browser says "audio/webm;codecs=opus"; a type alone is enough.
  const [mime] = blob.type.split(';')
  if (mime) query.mime = mime
  try {
    const response = await fetch(`/api/content?${new URLSearchParams(query)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: blob,
    })
    if (response.ok) return undefined
    return response.status === 413 ? 'That is larger than 64 MB.' : 'The simulator did not take it.'
  } catch {
    return 'The simulator does not answer.'
  }
}

/** The newest picture, and whether the stream is open. */
export function usePicture() {
  const [picture, setPicture] = useState()
  const [connected, setConnected] = useState(true)
  useEffect(() => {
    const source = new EventSource('/api/stream')
    source.addEventListener('message', (event) => {
      setPicture(JSON.parse(event.data))
      setConnected(true)
    })
    source.addEventListener('error', () => setConnected(false))
    return () => source.close()
  }, [])
  return { picture, connected }
}

const SETTLE_MS = 120
const LOOK_AGAIN_MS = 2500

/** The ledger of a chat's conversation: read after every change, and now and then, for what staff do. */
export function useLedger(chatId, picture) {
  const [answers, setAnswers] = useState({})
  useEffect(() => {
    if (!chatId) return undefined
    let gone = false
    const read = async () => {
      if (document.hidden) return
      try {
        const response = await fetch(`/api/ledger/${encodeURIComponent(chatId)}`)
        const answer = await response.json()
        if (!gone) setAnswers((known) => ({ ...known, [chatId]: answer }))
      } catch {
        if (!gone) setAnswers((known) => ({ ...known, [chatId]: { status: 'no answer' } }))
      }
    }
    const soon = setTimeout(read, SETTLE_MS)
    const again = setInterval(read, LOOK_AGAIN_MS)
    return () => {
      gone = true
      clearTimeout(soon)
      clearInterval(again)
    }
  }, [chatId, picture])
  return answers[chatId]
}
