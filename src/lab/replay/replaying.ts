/** Judges one past turn by another prompt, and sets it beside what was decided then. */
import { describe } from '../../core/content.ts'
import type { Conversation } from '../../core/conversation.ts'
import type { Usage } from '../../core/judgement.ts'
import type { Prompt } from '../../core/request.ts'
import type { Tried } from '../../core/tried.ts'
import { turnOf } from '../../core/turn.ts'
import { keptSystems } from '../../flow/kept-look-ups.ts'
import { tryPrompt, type TryParts } from '../../flow/try-prompt.ts'
import type { Clock } from '../../ports/clock.ts'
import type { OfficeHours } from '../../ports/office-hours.ts'
import { systemsOf, type DeclaredSystems } from '../case-systems.ts'
import type { PastTurn } from './past-turns.ts'
import { redactedTurn, type Clean } from './redacted.ts'
import { givenRead, isChanged, isNewlyRead, type Judged, type ReplayedTurn } from './replay.ts'

/** A turn to be judged again, by which numbers it is called, and how its texts are redacted. */
export interface Chosen {
  past: PastTurn
  conversation: number
  turn: number
  clean: Clean
}

export interface ReplayWith extends Pick<TryParts, 'model' | 'knowledge' | 'clock' | 'log'> {
  prompt: Prompt
  /** The shop's own prompt, with `--again`. */
  own?: Prompt
  office: OfficeHours
  /** What `lookups.yaml` declares now. */
  systems: DeclaredSystems
}

export interface Replayed {
  turn: ReplayedTurn
  /** Of all its judgements by the model. */
  usage: Usage
}

/**
 * Whatever is judged, and whatever comes out, is redacted.
 * @throws the signal's reason when aborted
 */
export async function replayTurn(chosen: Chosen, parts: ReplayWith, signal: AbortSignal): Promise<Replayed> {
  const { prompt, own, office, systems, model, knowledge, log } = parts
  const { conversation: number, turn, clean } = chosen
  const passages = new Set(knowledge.passages().map(({ id }) => id))
  const past = redactedTurn(chosen.past, number, clean, passages)
  // What was looked up then is all there is: no system is asked for a turn of the past.
  const live = keptSystems(past.lookUps, systemsOf({ look_ups: [] }, systems), { isSameWords: true })
  const clock = clockAt(parts.clock, past.judgedAt)
  const around = { model, knowledge, live, log, clock, office: office.at(past.judgedAt), toldAt: past.judgedAt }
  const judge = (by: Prompt) => tryPrompt(past.conversation, by, around, signal)
  const now = await judge(prompt)
  const again = own && (await judge(own))
  const sides = {
    // oxlint-disable-next-line unicorn/no-thenable -- the word for what was decided in its time
    then: past.then,
    now: past.redact(sideOf(now, prompt, model.name)),
    ...(again && own ? { again: past.redact(sideOf(again, own, model.name)) } : {}),
  }
  return {
    turn: {
      conversation: number,
      turn,
      at: past.at,
      language: past.language,
      group: past.conversation.chat.type !== 'user',
      ...wordsOf(past.conversation, prompt.policy.history),
      ...sides,
      changed: isChanged(sides.then, sides.now),
      newlyRead: isNewlyRead(sides.then, sides.now),
    },
    usage: {
      input: (now.usage?.input ?? 0) + (again?.usage?.input ?? 0),
      output: (now.usage?.output ?? 0) + (again?.usage?.output ?? 0),
    },
  }
}

/** It is that time again: rules that ask how long ago something was, and the time there is for judging, go by it. */
function clockAt(clock: Clock, at: number): Clock {
  const ago = clock.now() - at
  return { ...clock, now: () => clock.now() - ago, after: (ms, signal) => clock.after(ms, signal) }
}

function sideOf(tried: Tried, { name, hash }: Prompt, model: string): Judged {
  const { decision, said, lowered, by, texts, reply, reason, sources, confidence, topic, read, why } = tried
  const { lookUps, records } = tried
  const isSaid = reply === '' || texts.some((text) => text.includes(reply))
  return {
    decision,
    ...(said === undefined ? {} : { said }),
    ...(lowered === undefined ? {} : { lowered }),
    by,
    ...(by === 'model' ? { prompt: { name, hash }, model } : {}),
    texts,
    ...(isSaid ? {} : { unsaid: reply }),
    reason,
    sources,
    ...(lookUps.length > 0 && { lookUps: lookUps.map(({ fact, text }) => ({ ...fact, given: text?.given })) }),
    ...(records.length > 0 && { records }),
    ...(confidence === undefined ? {} : { confidence }),
    topic,
    read: givenRead(Object.values(read)),
    ...(why === undefined ? {} : { why }),
  }
}

/** What was said before, as far back as the prompt looks, and what was judged. */
function wordsOf(conversation: Conversation, limit: number): Pick<ReplayedTurn, 'history' | 'messages'> {
  const open = new Set(turnOf(conversation)?.messages)
  const said = [
    ...conversation.messages
      .filter((one) => !open.has(one))
      .map((one) => ({ at: one.receivedAt, from: 'customer' as const, text: describe(one) })),
    ...conversation.answers.flatMap(({ at, texts }) => texts.map((text) => ({ at, from: 'assistant' as const, text }))),
    ...conversation.facts.flatMap(({ type, at }) => {
      if (type !== 'taken' && type !== 'handed_off' && type !== 'handed_back') return []
      const text = type === 'handed_back' ? 'The assistant has the conversation again.' : 'Staff have the conversation.'
      return [{ at, from: 'note' as const, text }]
    }),
  ].toSorted((a, b) => a.at - b.at)
  // A hand-off and then a Take are one.
  const lines = said.filter(({ from, text }, index) => from !== 'note' || text !== said[index - 1]?.text)
  return {
    history: (limit === 0 ? [] : lines.slice(-limit)).map(({ from, text }) => ({ from, text })),
    messages: [...open].map(describe),
  }
}
