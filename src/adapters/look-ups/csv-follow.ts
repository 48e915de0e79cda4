/**
 * One file of any name, followed as a folder of the shop's texts is (markdown/folders.ts, which sees nothing but `.md` and
 * `.yaml`). It is only looked at: that costs nothing, and is the same on drives that tell of no change.
 */
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Folders } from '../markdown/folders.ts'

/** Another one once the file was touched; undefined when it is not there. */
export async function stateOf(file: string): Promise<string | undefined> {
  const found = await stat(file, { bigint: true }).catch(() => undefined)
  return found && `${found.ino}|${found.size}|${found.mtimeNs}|${found.ctimeNs}`
}

/** @param lookEvery ms */
export function followFile(path: string, lookEvery: number): Folders {
  const file = resolve(path)
  const timers = new Set<NodeJS.Timeout>()
  return {
    follow(_, onStir) {
      let last: { state?: string } | undefined
      let isLooking = false
      const look = async (): Promise<void> => {
        // A drive that does not answer is asked once.
        if (isLooking) return
        isLooking = true
        const state = await stateOf(file)
        isLooking = false
        if (last && last.state !== state) onStir()
        last = { state }
      }
      const timer = setInterval(() => void look(), lookEvery).unref()
      timers.add(timer)
      return {
        async look() {
          const state = await stateOf(file)
          last ??= { state }
          return { in: () => [], state: (asked) => (resolve(asked) === file ? state : undefined) }
        },
        close() {
          clearInterval(timer)
          timers.delete(timer)
        },
      }
    },
    close() {
      for (const timer of timers) clearInterval(timer)
      timers.clear()
    },
  }
}
