/** A short story of one conversation, for the person who looks for what went wrong in it. */
import type { Broken, History, Record } from './history.ts'
import { readable } from './marks.ts'

const longest = 40
/** What stands before the fault is of more use than what comes long after it. */
const [before, after] = [30, 10]

/** At most 40 lines around what broke: times from the first deed in seconds; then what must hold, and how to see it again. */
export function storyOf(
  history: History,
  broken: Omit<Broken, 'invariant'> & { invariant: string },
  again: string,
): string {
  const { records, setup } = history
  const own = records.filter(
    (one) => one.customer === broken.customer || one.customer === undefined || one.type === 'crashed',
  )
  const lines = own.flatMap((one) => {
    const text = lineOf(one, own)
    return text === undefined ? [] : [{ at: one.at, text }]
  })
  const place = lines.findIndex(({ at }) => at > broken.at)
  const middle = place === -1 ? lines.length : place
  const from = lines.length <= longest ? 0 : Math.max(0, Math.min(middle - before, lines.length - longest))
  const shown = lines.slice(from, from + Math.max(longest, middle - from + after > longest ? longest : 0))
  const start = lines[0]?.at ?? 0
  const told = shown.map(({ at, text }) => `  ${at > broken.at ? ' ' : '·'} ${seconds(at - start)} ${text}`)
  return [
    `Seed ${setup.seed}, customer ${broken.customer ?? '?'}: ${broken.invariant}`,
    ...(from > 0 ? [`  … ${from} lines before`] : []),
    ...told,
    ...(from + shown.length < lines.length ? [`  … ${lines.length - from - shown.length} lines after`] : []),
    `  Broken at ${seconds(broken.at - start).trim()}: ${broken.what}`,
    `  Again: ${again}`,
  ].join('\n')
}

const seconds = (ms: number): string => `+${(ms / 1_000).toFixed(1)}s`.padStart(11)

/** One record as a line; undefined for those that tell nothing. */
function lineOf(one: Record, all: readonly Record[]): string | undefined {
  const about = (event: string): string => {
    const deed = all.find((other) => other.type === 'deed' && other.event === event)
    if (deed?.type !== 'deed') return event
    return deed.what === 'message'
      ? readable(deed.message.mark)
      : deed.what === 'unsend'
        ? `unsend of ${deed.message}`
        : deed.what
  }
  switch (one.type) {
    case 'deed':
      if (one.what === 'message') {
        const { mark, kind, word, id } = one.message
        return `customer  writes ${readable(mark)} (${word ?? kind}, ${id.slice(-5)})`
      }
      if (one.what === 'unsend') return `customer  takes back ${one.message.slice(-5)}`
      return `customer  ${one.what}${one.what === 'tap' ? ` ${one.data}` : ''}`
    case 'delivered':
      return `webhook   ${about(one.event)}, delivery ${one.attempt}: ${one.how}`
    case 'committed': {
      const { version, mode, outbox, messages, entries } = one.conversation
      const open = messages.filter(({ state }) => state !== 'closed' && state !== 'unsent')
      const told = open.map(({ id, state }) => `${id.slice(-5)} ${state}`).join(', ')
      const doing = outbox.map(({ id, tries }) => `${id}${tries?.open ? '!' : ''}`).join(' ')
      const listed = entries.map(({ id, state }) => `${id} ${state}`).join(', ')
      return `disk      v${version} ${mode}${told && ` | ${told}`}${doing && ` | ${doing}`}${listed && ` | ${listed}`}`
    }
    case 'called': {
      if (one.kind === 'loading') return undefined
      const what =
        one.kind === 'read' ? `up to ${one.upTo?.slice(-5)}` : `“${readable(one.texts.join(' / ')).slice(0, 90)}”`
      return `LINE <-   ${one.kind} ${what} [${one.actions.join(' ')}]`
    }
    case 'shown':
      return one.blocked
        ? 'phone     shows nothing: blocked'
        : `phone     shows “${readable(one.texts.join(' / ')).slice(0, 90)}”`
    case 'marked':
      return `phone     Read: ${one.messages.map((id) => id.slice(-5)).join(' ') || 'nothing new'}`
    case 'returned': {
      const call = all.find((other) => other.type === 'called' && other.call === one.call)
      if (call?.type === 'called' && call.kind === 'loading') return undefined
      const { result, fault } = one
      const told =
        result.type === 'answered' ? `${result.status} ${result.message ?? ''}` : `${result.type}: ${result.why}`
      return `LINE ->   ${told}${fault && ` (${fault})`}`
    }
    case 'asked':
      return `model <-  ${readable(one.covers.join(' '))} (ask ${one.ask % 100_000})`
    case 'judged':
      return `model ->  ${one.says} ${readable(one.mark)}`
    case 'looked':
      return `systems   look up “${readable(one.value)}”: ${one.result}`
    case 'recording':
      return `sink <-   “${readable(one.value)}” ${one.key.slice(0, 8)} [${one.actions.join(' ')}]`
    case 'kept':
      return `sink      keeps “${readable(one.value)}” ${one.key.slice(0, 8)}`
    case 'recorded':
      return `sink ->   ${one.result}${one.fault && ` (${one.fault})`}`
    case 'aborted':
      return `model     ask ${one.ask % 100_000} is not wanted any more`
    case 'notified':
      return `notifier  ${one.entry}: ${one.result}`
    case 'acted':
      return `staff     ${one.action}: ${one.result}`
    case 'crashed':
      return `process   dies ${one.where}`
    case 'started':
      return 'process   starts'
    case 'fault':
      return `disk      ${one.where} ${one.kind}`
    case 'paused':
      return one.paused ? 'staff     pause the assistant' : 'staff     end the pause'
    case 'failed':
      return `log       ${one.why}`
    case 'healed':
      return 'world     heals'
    default:
      return one satisfies never
  }
}
