/** What the flow works with: what all channels share, and what each has of its own. `main` chooses, tests choose otherwise. */
import type { Periods } from '../core/retention.ts'
import type { Clock } from '../ports/clock.ts'
import type { Contents } from '../ports/contents.ts'
import type { Knowledge } from '../ports/knowledge.ts'
import type { Leases } from '../ports/leases.ts'
import type { Line } from '../ports/line.ts'
import type { Log } from '../ports/log.ts'
import type { LiveSystems } from '../ports/look-ups.ts'
import type { Model } from '../ports/model.ts'
import type { Notifier } from '../ports/notifier.ts'
import type { OfficeHours } from '../ports/office-hours.ts'
import type { Prompts } from '../ports/prompts.ts'
import type { PushCount } from '../ports/push-count.ts'
import type { ServiceSwitch } from '../ports/service.ts'
import type { Spending } from '../ports/spending.ts'
import type { Store } from '../ports/store.ts'
import type { Waker } from '../ports/waker.ts'
import type { Queue } from './queue.ts'
import type { Measuring } from './measuring.ts'

export interface SharedParts {
  store: Store
  /** Where several processes share the store: which of them has a conversation. Missing: this one has them all. */
  leases?: Leases
  /** How long words and facts are kept. Missing: for ever. */
  retention?: Periods
  /** Missing: nothing is measured. */
  measuring?: Measuring
  /** Whether the model may be asked, by what it has taken in a day. Missing: always. */
  spending?: Pick<Spending, 'mayAsk' | 'spent'>
  /** Where turns wait for the model. Missing: they never do. */
  queue?: Pick<Queue, 'enter'>
  clock: Clock
  waker: Waker
  log: Log
}

export interface ChannelParts {
  line: Line
  /** What customers send that is not text. */
  contents: Contents
  model: Model
  knowledge: Knowledge
  prompts: Prompts
  /** The systems of the shop that prompts may name. Missing: there are none. */
  live?: LiveSystems
  /** Missing: the entry under *Waiting* is the telling. */
  notifier?: Notifier
  /** Whether there is anybody to tell now; missing: whenever there is a notifier. */
  canTell?: () => boolean
  /** Everything that was said in a conversation is erased: what was made of it elsewhere goes too. */
  forgotten?: (conversation: string) => Promise<unknown>
  /** What is set for all of the channel while the server runs: paused, say. */
  service?: Pick<ServiceSwitch, 'current'>
  /** When a person is there. */
  office?: OfficeHours
  /** Where staff find a conversation; shown to them in a notification. */
  consoleUrl?: () => string | undefined
  /** `MODE=observe`: decisions are made and recorded, nothing is said, marked or handed over. */
  observe?: boolean
  /** `MODE=testers`: the users who are answered. */
  testers?: ReadonlySet<string>
  /** `READ_API=partner`: marking read marks all messages of a user, and takes no token. */
  readsAll?: boolean
  /** Most pushes within 24 h. Missing: none. */
  pushDailyCap?: number
  /** Where they are counted. Missing: in memory, for this process alone and until it ends. */
  pushCount?: PushCount
}

/** What one conversation is served with. */
export type Parts = SharedParts & ChannelParts
