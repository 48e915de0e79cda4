/**
 * `office-hours.yaml`, beside the prompts: when people of the shop are there to answer in the chat.
 *
 *     time_zone: Asia/Tokyo
 *     week:
 *       monday: closed
 *       tuesday: 9:00-12:00, 13:00-18:00
 *       …
 *     holidays:
 *       12-31 to 01-04: closed            every year
 *       2027-01-11: 10:00-15:00           once, with other hours
 */
import { z } from 'zod'
import { BrokenFile } from '../markdown/broken-file.ts'
import { parseYaml } from '../markdown/yaml.ts'
import { readDates } from './dates.ts'
import { readSpans, type Span } from './spans.ts'
import type { Week } from './week.ts'

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const zones = 'Asia/Tokyo, Asia/Taipei, Asia/Bangkok or Asia/Jakarta'
const hours = 'Write closed, or hours such as 9:00-17:30, or several: 9:00-12:00, 13:00-17:30'
const dates = 'Write dates such as 2027-01-11, 08-11 (every year) or 12-31 to 01-04'

function remedyOf(setting: string, [, name]: readonly string[]): string {
  switch (setting) {
    case 'time_zone':
      return `Write the name of your time zone, such as ${zones}`
    case 'week':
      if (name === undefined) return `Give each day its hours: ${days.join(', ')}`
      return days.some((day) => day === name) ? hours : `Use ${days.join(', ')}`
    case 'holidays':
      return name === undefined || 'problem' in readDates(name)
        ? `${dates}, each with a colon and closed or hours`
        : hours
    default:
      return 'Use time_zone, week and holidays'
  }
}

/** Text, or a list of texts: hours read as well in either. */
const spans = z
  .union([z.string(), z.array(z.string())], {
    error: ({ input }) => (input === undefined ? 'is missing' : 'is neither hours nor closed'),
  })
  .transform((text, context): Span[] => {
    const read = readSpans([text].flat().join(', '))
    if (!('problem' in read)) return read
    context.addIssue({ code: 'custom', message: read.problem })
    return z.NEVER
  })

const holidays = z
  .record(z.string(), z.unknown(), { error: 'is not a list of dates with a colon and hours' })
  .transform((found, context) =>
    Object.entries(found).flatMap(([text, given]): Week['holidays'][number][] => {
      const dates = readDates(text)
      const its = spans.safeParse(given)
      if (!('problem' in dates) && its.success) return [{ dates, spans: its.data }]
      const problem = 'problem' in dates ? dates.problem : its.error?.issues[0]?.message
      context.addIssue({ code: 'custom', message: problem ?? '', path: [text] })
      return []
    }),
  )

const fileSchema = z
  .strictObject({
    time_zone: z
      .string({ error: ({ input }) => (input === undefined ? 'is missing' : 'is not a name') })
      .refine(isTimeZone, 'is not the name of a time zone'),
    week: z.strictObject(
      {
        monday: spans,
        tuesday: spans,
        wednesday: spans,
        thursday: spans,
        friday: spans,
        saturday: spans,
        sunday: spans,
      },
      {
        error: ({ input, code }) => {
          if (code !== 'invalid_type') return undefined
          return input === undefined ? 'is missing' : 'is not a list of days'
        },
      },
    ),
    holidays: z.preprocess((given) => given ?? {}, holidays),
  })
  .transform(({ time_zone: timeZone, week, holidays }): Week => ({
    timeZone,
    days: days.map((day) => week[day]),
    holidays,
  }))

/** @throws BrokenFile with every mistake in the file */
export function parseHours(text: string, file: string): Week {
  const parsed = parseYaml({ file, text, firstLine: 1, remedy: remedyOf }, fileSchema)
  if (!parsed.ok) throw new BrokenFile(parsed.mistakes)
  return parsed.value
}

/** `Asia/Tokyo` and its like. `+09:00` knows no daylight saving, and `JST` may be several. */
function isTimeZone(name: string): boolean {
  if (!/^(UTC|[A-Za-z_]+(\/[\w+-]+)+)$/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
