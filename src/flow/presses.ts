/**
 * The buttons of a card in LINE, pressed by one of the staff. A press becomes an event of the conversation it is about,
 * durable before LINE is answered; the word about what came of it goes back into the staff's chat by the press's own
 * reply token, for free. That word is a courtesy: it is said once, at once, or not at all.
 */
import { z } from 'zod'
import type { Conversation } from '../core/conversation.ts'
import type { Chat, Pressing, StaffEvent } from '../core/event.ts'
import type { CardAction, StaffPress } from '../core/staff-buttons.ts'
import type { Audit } from '../ports/audit.ts'
import type { Clock } from '../ports/clock.ts'
import type { Line } from '../ports/line.ts'
import type { Log } from '../ports/log.ts'
import type { StaffWordResult, StaffWords } from '../ports/staff-words.ts'
import type { Store } from '../ports/store.ts'
import type { Runner } from './runner.ts'
import { lastActor } from './staff.ts'

/** LINE waits 2 s for its 200: a name may take this much of it (ms). */
const nameTime = 700
/** What was pressed takes effect within this time (ms), or the word says that it will. */
const patience = 12_000
const replyTime = 5_000
const namesKept = 500
/** How long a name is good, and that LINE did not tell one (ms). */
const [nameFor, unknownFor] = [3_600_000, 60_000]

export interface PressParts {
  store: Pick<Store, 'load'>
  line: Pick<Line, 'reply' | 'memberName' | 'profile'>
  runner: Pick<Runner, 'entered'>
  words: StaffWords
  /** Missing: nothing is written down. */
  audit?: Pick<Audit, 'write'>
  clock: Clock
  log: Log
}

export interface Presses {
  /** The event that a press is; undefined when there is no such conversation, which the one who pressed is told. */
  eventOf(pressed: Pressing): Promise<StaffEvent | undefined>
  /** Tells what came of it, once it is stored. Ask before waking. Never rejects. */
  answer(pressed: Pressing, event: StaffEvent): Promise<void>
}

export function createPresses({ store, line, runner, words, audit, clock, log }: PressParts): Presses {
  /** What members are called, or that LINE did not tell, until a time (ms); the asking that is under way. */
  const names = new Map<string, { name?: string; until: number }>()
  const asking = new Map<string, Promise<string | undefined>>()

  const ask = async (user: string, group: string | undefined): Promise<string | undefined> => {
    const asked =
      group === undefined
        ? line.profile(user, nameTime).then((profile) => profile?.displayName)
        : line.memberName(group, user, nameTime)
    const over = new AbortController()
    const told = await Promise.race([asked.catch(() => undefined), clock.after(nameTime, over.signal)])
    over.abort()
    const name = typeof told === 'string' ? told.trim().slice(0, 60).toWellFormed() : ''
    if (names.size >= namesKept) names.clear()
    names.set(user, name === '' ? { until: clock.now() + unknownFor } : { name, until: clock.now() + nameFor })
    return name === '' ? undefined : name
  }
  const nameOf = async ({ user, group }: Pressing): Promise<string> => {
    if (user === undefined) return 'LINE'
    const known = names.get(user)
    let name = known?.name
    if (!known || known.until <= clock.now()) {
      const asked = asking.get(user) ?? ask(user, group).finally(() => asking.delete(user))
      asking.set(user, asked)
      name = await asked
    }
    // Without a name the end of the id still tells two people apart.
    return name ?? `LINE …${user.slice(-4)}`
  }

  const say = async ({ replyToken, press }: Pressing, { result, by, name }: Outcome): Promise<void> => {
    if (replyToken === undefined) return
    const { conversation, entry } = press
    const answer = await line.reply(replyToken, words.word(result, { conversation, entry, name, by }), replyTime)
    log.debug({ answer, result }, 'a press in the staff’s chat was answered')
  }
  /** One line for every press, also for one that came to nothing. */
  const write = async ({ press, user }: Pressing, by: string, result: StaffWordResult): Promise<void> => {
    const { action, conversation } = press
    const detail = user === undefined ? result : `${result} · LINE ${user}`
    try {
      await audit?.write({ at: clock.now(), by, action, conversation, detail, from: 'line' })
    } catch (error) {
      log.error({ err: error }, 'a press in the staff’s chat could not be written to the audit')
    }
  }

  return {
    async eventOf(pressed) {
      const { press, id, destination, timestamp, receivedAt } = pressed
      const chat = chatOf(press.conversation, destination)
      const conversation = chat && (await store.load(press.conversation))
      const by = await nameOf(pressed)
      if (!chat || !conversation) {
        void say(pressed, { result: 'unknown' })
        void write(pressed, by, 'unknown')
        return undefined
      }
      const { action, entry } = press
      const entering = { id, conversation: press.conversation, destination, chat, timestamp, receivedAt }
      return { ...entering, type: 'staff', action, entry, by }
    },
    async answer(pressed, event) {
      const over = new AbortController()
      const entered = runner.entered(event.id, event.conversation).then(() => true)
      const inTime = await Promise.race([entered, clock.after(patience, over.signal).then(() => false)])
      over.abort()
      const conversation = await store.load(event.conversation).catch(() => undefined)
      const name = conversation?.customer?.name
      const outcome: Outcome =
        inTime && conversation ? outcomeOf(conversation, event, pressed.press) : { result: 'not_yet' }
      await Promise.all([say(pressed, { name, ...outcome }), write(pressed, event.by, outcome.result)])
    },
  }
}

/** What came of a press. `by`: who did it, or was faster. */
interface Outcome {
  result: StaffWordResult
  by?: string
  name?: string
}

const accepted: Record<CardAction, StaffWordResult> = { take: 'taken', done: 'done', hand_back: 'handed_back' }

function outcomeOf(conversation: Conversation, { id, by }: StaffEvent, { action }: StaffPress): Outcome {
  const fact = conversation.facts.findLast((one) => 'event' in one && one.event === id)
  if (fact?.type !== 'staff_refused') return { result: accepted[action], by }
  const { why } = fact
  if (why === 'taken_already') return { result: why, by: lastActor(conversation, 'taken') }
  if (why === 'back_already') return { result: why, by: lastActor(conversation, 'handed_back') }
  if (why === 'still_waits') return { result: why }
  return { result: 'ended', by: lastActor(conversation) }
}

const ids = z.tuple([z.string().min(1), z.enum(['user', 'group', 'room']), z.string().min(1)])

/** The chat that a conversation's id names, of the same account. */
function chatOf(conversation: string, destination: string): Chat | undefined {
  const { data } = ids.safeParse(conversation.split(':'))
  return data && data[0] === destination ? { type: data[1], id: data[2] } : undefined
}
