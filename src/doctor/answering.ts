/** Who is answered: `MODE` and `TESTERS`, said plainly, so that nobody wonders why the assistant is silent. */
import type { Answering } from '../config.ts'
import { ok, type Finding } from './finding.ts'

export function answering(set: Answering): Finding {
  const topic = 'Who is answered'
  switch (set.mode) {
    case 'on':
      return ok(topic, 'everybody (MODE=on)')
    case 'testers': {
      const many = set.testers.length === 1 ? 'one user' : `${set.testers.length} users`
      return {
        level: 'warning',
        topic,
        shout: 'NOT EVERYBODY IS ANSWERED',
        found: `only the ${many} in TESTERS (MODE=testers)`,
        why: 'Everybody else is left alone: that they wrote is recorded, not what, and it stays unread. Staff answer them as before',
        remedy: 'Once you like what the testers see, set MODE=observe for a day, then MODE=on',
      }
    }
    case 'observe':
      return {
        level: 'warning',
        topic,
        shout: 'NOBODY IS ANSWERED',
        found: 'nobody (MODE=observe)',
        why: 'Decisions are made and recorded, but nothing is said, marked as read or handed over: staff answer everybody',
        remedy:
          'Compare the decisions (the lines “judged” in the log) with what staff answered; once you agree with them, set MODE=on',
      }
    default:
      return set satisfies never
  }
}
