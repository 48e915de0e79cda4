/** What the pages are made with on which staff look for gaps, teach the assistant, and judge whether Read was true. */
import type { Context } from 'koa'
import type { Clock } from '../../ports/clock.ts'
import type { Drafts } from '../../ports/drafts.ts'
import type { Knowledge } from '../../ports/knowledge.ts'
import type { OfficeHours } from '../../ports/office-hours.ts'
import type { Sources } from '../../ports/sources.ts'
import type { Staff } from '../../ports/staff.ts'
import type { Store } from '../../ports/store.ts'
import { serverZone } from '../insights/period.ts'

export interface LearningParts {
  store: Pick<Store, 'turns' | 'eachTurn' | 'load'>
  staff: Pick<Staff, 'note'>
  drafts: Drafts
  knowledge: Pick<Knowledge, 'passages'>
  /** Missing: files are read once, and a broken one is none that the server would have started with. */
  sources?: Sources
  clock: Clock
  /** In whose time zone weeks begin. */
  hours?: OfficeHours
  /** A new id for a draft. */
  newId: () => string
}

export const styles = ['insights.css', 'learning.css']

export const zoneOf = ({ hours, clock }: LearningParts): string => hours?.at(clock.now())?.timeZone ?? serverZone()

/** One value of the address's query. */
export function textIn(ctx: Context, name: string): string | undefined {
  const value = ctx.query[name]
  return typeof value === 'string' && value !== '' ? value.slice(0, 800) : undefined
}
