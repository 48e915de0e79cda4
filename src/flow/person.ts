/** Who the conversation that is being run is with: asked for beside everything else, and told between two steps. */
import type { Change } from '../core/facts.ts'
import type { Clock } from '../ports/clock.ts'
import type { Mailbox } from './mailbox.ts'
import type { People } from './people.ts'
import { isForgottenSince, type Session } from './session.ts'

/** LINE is not waited for longer than this (ms) to tell who somebody is. */
const longestAsk = 3_000
/** So long (ms) a commit may wait for it. */
const moment = 50

interface PersonParts {
  people: People
  clock: Clock
  parked: AbortSignal
}

/** @param commit makes what has come so far last */
export function createPerson(session: Session, parts: PersonParts, commit: () => Promise<void>) {
  let asking: Promise<void> | undefined
  let told: Change[] = []
  const hear = async (asked: Promise<Change[]>): Promise<void> => {
    const { conversation } = session
    const changes = await asked
    // What was asked before everything was forgotten is not told any more.
    if (!isForgottenSince(conversation, session.conversation)) told = changes
  }
  return {
    /** What LINE has told since the last look. */
    told(): Change[] {
      const asked = asking ? undefined : parts.people.whoIs(session.conversation)
      if (asked) asking = hear(asked)
      const changes = told
      told = []
      return changes
    },
    /**
     * At rest LINE's answer is waited for, or whatever comes in meanwhile: whether there is something to look at. Longer
     * than a moment only with everything stored: staff who pressed a button wait for that.
     */
    async comesBefore(mailbox: Mailbox): Promise<boolean> {
      if (!asking || parts.parked.aborted) return false
      const isThere = (): boolean => told.length > 0 || mailbox.has()
      const within = async (length: number): Promise<void> => {
        const over = new AbortController()
        const time = parts.clock.after(length, AbortSignal.any([over.signal, parts.parked]))
        await Promise.race([asking, mailbox.arrived(), time])
        over.abort()
      }
      await within(moment)
      if (isThere() || !parts.people.isAsking(session.conversation)) return isThere()
      if (session.isDirty) await commit()
      await within(longestAsk)
      return isThere()
    },
  }
}
