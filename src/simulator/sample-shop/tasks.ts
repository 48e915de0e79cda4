/** The tasks that were stored, each once for its key. */
import { mkdir, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Low } from 'lowdb'
import { JSONFile } from 'lowdb/node'
import { z } from 'zod'

const words = (most: number): z.ZodString => z.string().trim().max(most)

/** What is asked for. More than this is refused: what would not be stored is not confirmed. */
export const Wish = z.strictObject({
  what: words(2000).min(1),
  due: words(200).optional(),
  who: words(200).optional(),
  requester: words(200).optional(),
})
export type Wish = z.infer<typeof Wish>

const Task = z.object({
  id: z.string(),
  what: z.string(),
  due: z.string().optional(),
  who: z.string().optional(),
  requester: z.string().optional(),
  /** The `Idempotency-Key` it came with. */
  key: z.string(),
  /** When it was stored (epoch milliseconds). */
  at: z.number(),
})
export type Task = z.infer<typeof Task>

const Kept = z.object({ last: z.number(), tasks: z.array(Task) })

/** A toy's memory; the oldest go. */
const mostTasks = 500

export class Tasks {
  #last = 0
  #tasks: Task[] = []
  #write: () => Promise<void> = async () => {}
  #written: Promise<void> = Promise.resolve()

  /** @param file where they are kept between runs; without it in memory alone. A broken one is set aside */
  static async open(file?: string): Promise<Tasks> {
    const tasks = new Tasks()
    if (file === undefined) return tasks
    await mkdir(dirname(file), { recursive: true })
    const db = new Low<unknown>(new JSONFile<unknown>(file), { last: 0, tasks: [] })
    const kept = Kept.safeParse(
      await db.read().then(
        () => db.data,
        () => 'unreadable',
      ),
    )
    if (kept.success) [tasks.#last, tasks.#tasks] = [kept.data.last, kept.data.tasks]
    else await rename(file, `${file}.broken`).catch(() => undefined)
    tasks.#write = () => {
      db.data = { last: tasks.#last, tasks: tasks.#tasks }
      return db.write()
    }
    return tasks
  }

  all(): readonly Task[] {
    return this.#tasks
  }

  /**
   * Resolves once it is stored.
   * @returns the task of this key and whether it is new; undefined when the key stands for another wish
   * @throws when it cannot be written; then it is not stored
   */
  async add(key: string, wish: Wish, at: number): Promise<{ task: Task; isNew: boolean } | undefined> {
    const known = this.#tasks.find((task) => task.key === key)
    if (known) {
      await this.#written
      return isFor(known, wish) ? { task: known, isNew: false } : undefined
    }
    const task = { id: `T-${(this.#last += 1)}`, ...wish, key, at }
    this.#tasks = [...this.#tasks, task].slice(-mostTasks)
    try {
      await (this.#written = this.#write())
    } catch (error) {
      this.#tasks = this.#tasks.filter((one) => one !== task)
      throw error
    }
    return { task, isNew: true }
  }
}

const isFor = (task: Task, wish: Wish): boolean =>
  (['what', 'due', 'who', 'requester'] as const).every((name) => task[name] === wish[name])
