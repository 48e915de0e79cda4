/**
 * Recorded answers: what a real model said, kept in files that a shop commits, so that evaluations run without a key, and
 * a prompt that was changed cannot pass on an old answer.
 *
 * They hold what cases say, never what customers said: only `lab -- eval` and `compare` record, and both know cases alone.
 */
import type { ModelRequest } from '../../core/request.ts'
import { shorten } from '../../core/text.ts'
import { NotRecorded, type Model, type ModelAnswer } from '../../ports/model.ts'
import { addAnswers, answerFile, placeOf, readAnswers, type Answers, type Entry } from './answer-file.ts'
import { keyOf } from './key.ts'

export interface RecordedOptions {
  /** Such as `prompts/recorded`. */
  folder: string
  /** `use`: the model is never asked. `record`: it is asked for what is not there yet. */
  mode: 'use' | 'record'
  /** From 1: answers of one repeat are not used for another. */
  repeat: number
  /** Whether, when recording, what is there already is asked for again and replaced. */
  again?: boolean
  /** Told of each line of the file that cannot be read: where, and what to do. */
  problem?: (sentence: string) => void
  /** ms */
  now?: () => number
}

/**
 * The model, answering from what was recorded. While it records, each answer is on the disk before it is given back, so
 * an interrupted run loses nothing.
 * @throws NotRecorded (from `judge`) in mode `use`, when there is none
 */
export function recorded(model: Model, options: RecordedOptions): Model {
  const { folder, mode, repeat, again = false, problem, now = Date.now } = options
  const file = answerFile(folder, model.name)
  const writer = createWriter(file, model)
  const timesAsked = timesWithin()
  const asking = new Map<string, Promise<ModelAnswer | undefined>>()
  let reading: Promise<Answers> | undefined

  const find = async (place: string): Promise<ModelAnswer | undefined> => {
    const opened = (reading ??= readAnswers(file).then((answers) => {
      for (const sentence of answers.problems) problem?.(sentence)
      return answers
    }))
    return (await opened).entries.get(place)?.answer
  }
  const ask = async (at: Place, request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer> => {
    const began = now()
    const answer = await model.judge(request, signal)
    const ended = now()
    const told = { message: beginningOf(request), at: new Date(ended).toISOString(), ms: Math.round(ended - began) }
    await writer.add({ ...at, ...told, answer })
    return answer
  }
  return {
    ...model,
    async judge(request, signal) {
      signal.throwIfAborted()
      const key = keyOf(model, request)
      const at: Place = { key, repeat, ordinal: timesAsked(signal, key) }
      const place = placeOf(at)
      const found = mode === 'record' && again ? undefined : await find(place)
      signal.throwIfAborted()
      if (found) return found
      if (mode === 'use') throw new NotRecorded(notThere(model.name, repeat))
      // Another judgement may make the same request (of prompts that differ in their policy): one answer is kept for both.
      for (let other = asking.get(place); other; other = asking.get(place)) {
        const answer = await unlessAborted(other, signal)
        if (answer) return answer
      }
      const asked = ask(at, request, signal)
      asking.set(
        place,
        asked.catch(() => {
          asking.delete(place)
          return undefined
        }),
      )
      return asked
    },
  }
}

type Place = Pick<Entry, 'key' | 'repeat' | 'ordinal'>

/** How often each request was made within a judgement, of which each has a signal of its own. From 1. */
function timesWithin(): (judgement: AbortSignal, key: string) => number {
  const judgements = new WeakMap<AbortSignal, Map<string, number>>()
  return (judgement, key) => {
    const times = judgements.get(judgement) ?? new Map<string, number>()
    judgements.set(judgement, times)
    const time = (times.get(key) ?? 0) + 1
    times.set(key, time)
    return time
  }
}

/** @throws the signal's reason as soon as it is aborted */
async function unlessAborted<T>(awaited: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([awaited, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

const notThere = (model: string, repeat: number): string =>
  `not recorded (${model}, repeat ${repeat}): nobody has asked the model with this prompt, this knowledge and this case as they are now; run npm run lab -- eval --record with a key`

/** So much of a message (UTF-16 units) for whoever reads the file. */
const beginning = 60

function beginningOf({ open }: ModelRequest): string {
  const text = (open.at(-1) ?? '').replace(/\s+/g, ' ').trim()
  return text.length > beginning ? shorten(text, beginning) : text
}

/** Writes what came while the last write was under way at once: the file is written whole each time. */
function createWriter(file: string, { name, takesMedia, form }: Model): { add(entry: Entry): Promise<void> } {
  const head = { format: 1 as const, model: name, takesMedia, form }
  let waiting: Entry[] = []
  let next: Promise<void> | undefined
  let last: Promise<unknown> = Promise.resolve()
  const write = async (): Promise<void> => {
    await last.catch(() => undefined)
    const entries = waiting
    waiting = []
    next = undefined
    last = addAnswers(file, head, entries)
    await last
  }
  return {
    add(entry) {
      waiting.push(entry)
      return (next ??= write())
    },
  }
}
