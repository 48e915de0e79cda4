/** Records of a shop, as its file declares them. */
import type { DeclaredRecord } from '../../../src/core/look-ups/declared.ts'

/** Something that somebody of the team is to do. */
export const tasks: DeclaredRecord = {
  name: 'tasks',
  about: 'Something that a colleague\n  asks to be done',
  arguments: [
    { name: 'what', about: 'what is to be done', shape: /.+/u, longest: 60 },
    { name: 'until', about: 'until when, as they wrote it', shape: /[\p{L}\p{N} ./:-]+/u, longest: 30, optional: true },
  ],
}

/** A product that was lost or broken and is to be counted. */
export const losses: DeclaredRecord = {
  name: 'losses',
  about: 'What was lost or broke.',
  arguments: [{ name: 'number', about: 'the number on the shelf', shape: /[0-9]{4}/u, longest: 4 }],
}

/** That somebody is there: it wants to be told nothing. */
export const presence: DeclaredRecord = { name: 'presence', about: 'Somebody has come.', arguments: [] }
