/** Hand-off cards for tests: an everyday one, and one with everything that customers and models may come up with. */
import type { Notice } from '../../../src/ports/notifier.ts'

const minute = 60_000

export const notice: Notice = {
  id: 'notify-7',
  conversation: `U${'6'.repeat(32)}:user:U${'1'.repeat(32)}`,
  entry: 'entry-3',
  kind: 'handoff',
  reminder: false,
  withStaff: true,
  name: '花子 Hanako',
  language: 'ja',
  reason: 'The customer asked for a person.',
  summary: 'She wants to change an order.',
  words: ['Good morning!', 'Can I talk to someone?'],
  since: 1_000_000,
  now: 1_000_000 + 12 * minute,
  unread: 2,
  consoleUrl: 'https://shop.example.com/console/conversations/7',
}

const family = '👩‍👩‍👧‍👦'
const evil = [
  '<b onclick="x">bold</b>',
  '\u0000\u0007nul',
  '\uD83D half',
  '\u202E\u2067turned around \u2069\u2069\u2069',
  '@everyone <!channel> <@123> ||hidden||',
  '[the console](https://evil.example) ![x](https://evil.example/x.png)',
  '```\n# big\n> quoted\n- listed\n~~~',
  '“quoted” \\ back\\slash "',
].join('\n')

/** Every text of it at its worst and longest. */
export const worst: Notice = {
  ...notice,
  conversation: `U${'6'.repeat(32)}:group:C${'1'.repeat(32)}`,
  entry: 'e'.repeat(40),
  reminder: true,
  name: evil + family.repeat(5_000),
  reason: evil + '理由'.repeat(10_000),
  summary: evil + 'z\u0301'.repeat(5_000),
  words: [family.repeat(5_000), `${evil}\n`.repeat(200), `${evil}${'語'.repeat(5_000)}`],
  since: 0,
  now: Number.MAX_SAFE_INTEGER,
  unread: 100_000,
  pictureUrl: `https://profile.example/${'p'.repeat(1_900)}`,
  consoleUrl: `https://shop.example.com/${'c'.repeat(900)}`,
}
