/** Passwords that are too easy, and good ones made up. */
import { randomInt } from 'node:crypto'

/** Characters. */
const lengths = { least: 8, most: 200 }

/** Easy words: alone, with figures and signs around them, or with letters written as figures. */
const words = new Set(
  `password passwort motdepasse contrasena passcode qwerty qwertz azerty asdf zxcv iloveyou welcome letmein
  admin administrator root user guest login signin changeme default secret master test testing demo example sample
  kidoku line lineoa owner staff shop store console assistant office company manager
  dragon monkey football baseball basketball soccer superman batman pokemon doraemon sunshine princess shadow michael
  jordan freedom trustno whatever starwars computer internet samsung google iphone android windows
  sakura arigato konnichiwa aishiteru nippon tokyo osaka japan taiwan taipei thailand bangkok sawasdee woaini abc abcd`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

const rows = ['01234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', '1qaz2wsx3edc4rfv5tgb6yhn7ujm']
const runs = rows.flatMap((row) => [
  row + row,
  Array.from(row + row)
    .toReversed()
    .join(''),
])

const asLetters: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
}

/** Why a password will not do, in a sentence; undefined when it will. */
export function faultOf(password: string, name: string): string | undefined {
  const text = password.normalize('NFKC').toLowerCase()
  const length = Array.from(text).length
  if (length < lengths.least) return `It is too short: a password has at least ${lengths.least} characters.`
  if (length > lengths.most) return `It is too long: a password has at most ${lengths.most} characters.`
  if (/\p{Cc}/u.test(text)) return 'It has a sign in it that cannot be typed.'
  if (coresOf(text).some((core) => core !== '' && core === lettersOf(name.normalize('NFKC').toLowerCase())))
    return 'It is the name: others would try that first.'
  if (isObvious(text)) return 'It is one of those that everybody tries first.'
  return undefined
}

function isObvious(text: string): boolean {
  if (new Set(text).size < 4) return true
  // Days, telephone numbers.
  if (/^\d{1,11}$/.test(text)) return true
  return runs.some((run) => run.includes(text)) || coresOf(text).some((core) => words.has(core))
}

/** Its letters, as they stand and with figures read as letters. */
function coresOf(text: string): string[] {
  const read = text.replace(/[01345@$7]/g, (sign) => asLetters[sign] ?? '')
  // Figures at the end are figures: `password1` is not `passwordi`.
  const ends = text.replace(/^[^\p{L}@$]+|[^\p{L}]+$/gu, '').replace(/[01345@$7]/g, (sign) => asLetters[sign] ?? '')
  return [text, read, ends].map(lettersOf)
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{M}]/gu, '')

/** Letters and figures that are not taken for each other when somebody copies them by hand. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Four groups of five: nearly 100 bits. */
export function makePassword(): string {
  const group = (): string => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('')
  return Array.from({ length: 4 }, group).join('-')
}
