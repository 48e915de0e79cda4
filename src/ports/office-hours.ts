/** When the shop's people are there. */
import type { Office } from '../core/office.ts'

export interface OfficeHours {
  /** How it stands at this time (ms). Undefined where no hours are written down: then nothing is said of them. */
  at(now: number): Office | undefined
}
