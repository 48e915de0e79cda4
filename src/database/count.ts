/** What became of one kind of thing that was imported. */
export interface Count {
  what: string
  /** In the folder. */
  found: number
  written: number
  /** Was there already, as it is in the folder. */
  same: number
  /** Was there already, and is newer, or another one: left as it is. */
  left: number
}

export const count = (what: string): Count => ({ what, found: 0, written: 0, same: 0, left: 0 })
