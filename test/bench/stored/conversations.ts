/** Conversations as the product's own code makes them: what is stored before a measurement, the same every time. */
import { begin, type Conversation } from '../../../src/core/conversation.ts'
import { conversationId } from '../../../src/core/event.ts'
import { evolveAll } from '../../../src/core/evolve.ts'
import type { Judgement } from '../../../src/core/judgement.ts'
import { follow, judge, receive, text } from '../../core/situations.ts'

const sayings = [
  ['日曜日の朝は何時から開いていますか？', '駐車場はありますか。車で四人で行きます', 'ケーキの予約をお願いします'],
  ['ร้านเปิดกี่โมงคะ วันอาทิตย์เปิดไหม', 'มีที่จอดรถไหมครับ', 'อยากสั่งเค้กวันเกิดต้องสั่งล่วงหน้ากี่วัน'],
  ['請問週末有營業嗎？', '可以預約今天晚上七點兩位嗎', '生日蛋糕要提前幾天訂購'],
  ['Are you open this Sunday morning?', 'Is there anywhere to leave a car?', 'Do you have gluten free bread left'],
]
const names = ['さくら', 'สมชาย', '林小美', 'Maria', '健太', 'ณัฐ', '王大明', 'Zoë']

/** How it stands: answered, asked back, waiting for staff, or with one of them. */
export type Place = 'answered' | 'asked' | 'waiting' | 'staff'

const decisions: Record<Place, Judgement['decision']> = {
  answered: 'resolved',
  asked: 'needs_info',
  waiting: 'handoff',
  staff: 'handoff',
}

export interface Stored {
  place: Place
  /** When its newest message came (ms). */
  at: number
  /** Turns it has had. */
  turns: number
  destination: string
}

/** The user of a stored conversation. */
export const storedUser = (number: number): string =>
  `U${(number * 2_654_435_761).toString(16).padStart(32, '0').slice(-32)}`

const day = 86_400_000

export function storedConversation(number: number, { place, at, turns, destination }: Stored): Conversation {
  const id = storedUser(number)
  const chat = { type: 'user', id } as const
  const empty = begin(conversationId(destination, chat), destination, chat)
  const first = at - (turns - 1) * day
  const customer = { name: `${names[number % names.length]} ${number}`, at: first }
  let c = evolveAll(empty, [{ type: 'known', at: first, named: true, who: { customer } }])
  for (let turn = 1; turn <= turns; turn += 1) {
    const now = at - (turns - turn) * day
    const said = sayings[number % sayings.length]?.[(number + turn) % 3] ?? ''
    const content = { type: 'text', text: `${said} #${number}` } as const
    const event = { content, conversation: empty.id, destination, chat, by: id }
    const asked = receive(c, now, text(number * 100 + turn, now, event))
    const decision = turn === turns ? decisions[place] : 'resolved'
    c = follow(judge(asked, now + 1_000, { decision, summary: `Wants to know: ${said}` }), now + 2_000).c
  }
  if (place !== 'staff') return c
  return evolveAll(c, [{ type: 'taken', at: at + 60_000, event: `take-${number}`, by: 'Aoi' }])
}

/** A shop's store after years: nearly all is answered, somebody waits now and then. */
export function shopOf(number: number, count: number, now: number, destination: string): Stored {
  const part = number % 1_000
  const place = part === 997 ? 'waiting' : part === 998 ? 'staff' : part > 985 ? 'asked' : 'answered'
  // Nobody has written within the last two days: staff's conversations have been handed back by then.
  const at = now - 2 * day - Math.floor(((number * 7_919) % count) * ((30 * day) / count))
  return { place, at, turns: 1 + (number % 3), destination }
}

/** Numbers of customers whose conversation is answered: what they write is judged. */
export const isAnswered = (number: number): boolean => number % 1_000 <= 985
