/**
 * The checker's account of what one customer's answers wanted of the shop's systems: what was to be recorded, what of it
 * stands and was heard of, and what was looked up.
 */
import type { Record } from './history.ts'

type Of<T extends Record['type']> = Extract<Record, { type: T }> & { order: number }

/** One value that one answer wanted to have recorded. */
export interface Request {
  value: string
  /** Where each attempt went out, a row more stood in the sink, and the product first heard that it stands. */
  tried: Of<'recording'>[]
  kept: number[]
  confirmed?: number
}

export class Requests {
  readonly #byValue = new Map<string, Request>()
  readonly #byCall = new Map<number, Request>()
  /** What was asked for last to be looked up, and what of it the product heard of. */
  #wanted: Of<'judged'>['lookUps']
  readonly #found = new Set<string>()

  get all(): Request[] {
    return [...this.#byValue.values()]
  }

  of(value: string): Request | undefined {
    return this.#byValue.get(value)
  }

  /** Whether all of these were confirmed before this place. */
  areConfirmed(values: readonly string[], before = Infinity): boolean {
    return values.every((value) => (this.of(value)?.confirmed ?? Infinity) < before)
  }

  /** Whether something of what was to be looked up last gave nothing. */
  get gaveNothing(): boolean {
    const { values = [], wrong = 0 } = this.#wanted ?? {}
    return wrong > 0 || values.some((value) => !this.#found.has(value))
  }

  take(one: Of<'judged' | 'looked' | 'recording' | 'kept' | 'recorded'>): void {
    switch (one.type) {
      case 'judged':
        if (!one.lookUps) return
        this.#wanted = one.lookUps
        this.#found.clear()
        break
      case 'looked':
        if (one.result === 'found') this.#found.add(one.value)
        break
      case 'recording': {
        const request = this.#request(one.value)
        request.tried.push(one)
        this.#byCall.set(one.call, request)
        break
      }
      case 'kept':
        this.#request(one.value).kept.push(one.order)
        break
      case 'recorded': {
        const request = this.#byCall.get(one.call)
        if (request && one.result === 'confirmed') request.confirmed ??= one.order
        break
      }
      default:
        one satisfies never
    }
  }

  #request(value: string): Request {
    const request: Request = this.of(value) ?? { value, tried: [], kept: [] }
    this.#byValue.set(value, request)
    return request
  }
}
