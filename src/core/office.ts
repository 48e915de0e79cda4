/**
 * Office hours as the core needs them: whether a person is there now, and when one will be. What the week and the
 * holidays are is the adapter's; here they are two times and a word.
 */
import type { NoticeLanguage } from './language.ts'

export interface Office {
  /** IANA name, such as `Asia/Tokyo`: times are told to customers in it. */
  timeZone: string
  open: boolean
  /**
   * When the present closed time began (ms): it is what "once per closed period" goes by. Undefined while open; 0 when
   * nobody was there in the year before.
   */
  closedSince?: number
  /** When a person is there again (ms). Undefined while open, and when no day of the coming year is. */
  opensAt?: number
  /** The week as it is written down, in English, for a prompt: `Monday closed; Tuesday 7:30-18:30; …` */
  hours?: string
}

/** What a sentence is made of, in the office's time zone. */
interface Moment {
  hour: number
  minute: number
  /** Names as the language has them; Japanese and Chinese months are numbers. */
  weekday: string
  month: string
  day: number
}

interface Phrases {
  tag: string
  today(at: Moment): string
  tomorrow(at: Moment): string
  /** Within a week: the name of the day is enough. */
  soon(at: Moment): string
  far(at: Moment): string
}

const clock = ({ hour, minute }: Moment, point = ':'): string => `${hour}${point}${String(minute).padStart(2, '0')}`
const clockJa = ({ hour, minute }: Moment): string => `${hour}時${minute === 0 ? '' : `${minute}分`}`
const clockId = (at: Moment): string => clock(at, '.').padStart(5, '0')

const phrases: Record<NoticeLanguage, Phrases> = {
  en: {
    tag: 'en-GB',
    today: (at) => `today at ${clock(at)}`,
    tomorrow: (at) => `tomorrow at ${clock(at)}`,
    soon: (at) => `on ${at.weekday} at ${clock(at)}`,
    far: (at) => `on ${at.weekday} ${at.day} ${at.month} at ${clock(at)}`,
  },
  ja: {
    tag: 'ja-JP',
    today: (at) => `本日${clockJa(at)}`,
    tomorrow: (at) => `明日${clockJa(at)}`,
    soon: (at) => `${at.weekday}の${clockJa(at)}`,
    far: (at) => `${at.month}月${at.day}日（${at.weekday.charAt(0)}）の${clockJa(at)}`,
  },
  'zh-TW': {
    tag: 'zh-TW',
    today: (at) => `今天${clock(at)}`,
    tomorrow: (at) => `明天${clock(at)}`,
    soon: (at) => `${at.weekday.replace('星期', '週')}${clock(at)}`,
    far: (at) => `${at.month}月${at.day}日（${at.weekday.replace('星期', '週')}）${clock(at)}`,
  },
  th: {
    tag: 'th-TH',
    today: (at) => `วันนี้เวลา ${clock(at)} น.`,
    tomorrow: (at) => `พรุ่งนี้เวลา ${clock(at)} น.`,
    soon: (at) => `${at.weekday}เวลา ${clock(at)} น.`,
    far: (at) => `${at.weekday}ที่ ${at.day} ${at.month} เวลา ${clock(at)} น.`,
  },
  id: {
    tag: 'id-ID',
    today: (at) => `hari ini pukul ${clockId(at)}`,
    tomorrow: (at) => `besok pukul ${clockId(at)}`,
    soon: (at) => `hari ${at.weekday} pukul ${clockId(at)}`,
    far: (at) => `hari ${at.weekday}, ${at.day} ${at.month} pukul ${clockId(at)}`,
  },
}

/**
 * When a person is there again, as part of a sentence in the customer's language: “Our staff are back **on Monday at
 * 9:00**.”, 「スタッフは**月曜日の9時**に戻ります。」, 「服務人員將於**週一9:00**回來」, “เจ้าหน้าที่จะกลับมา**วันจันทร์เวลา 9:00 น.**”,
 * “Staf kami kembali **hari Senin pukul 09.00**.” The day is told from the office's time zone.
 */
export function whenOpen(
  opensAt: number,
  { timeZone }: Pick<Office, 'timeZone'>,
  language: NoticeLanguage,
  now: number,
): string {
  const { tag, today, tomorrow, soon, far } = phrases[language]
  const parts = partsAt(opensAt, timeZone, tag)
  const at: Moment = {
    hour: Number(parts.hour),
    minute: Number(parts.minute),
    weekday: parts.weekday ?? '',
    month: parts.month ?? '',
    day: Number(parts.day),
  }
  const days = dayNumber(opensAt, timeZone) - dayNumber(now, timeZone)
  if (days === 0) return today(at)
  if (days === 1) return tomorrow(at)
  // In a week it is the same day's name as today's.
  return days > 1 && days < 7 ? soon(at) : far(at)
}

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>

/** To make one costs more than the rest of a turn's sentences; there are as many as languages and time zones. */
const kept = new Map<string, Intl.DateTimeFormat>()

/** Years and digits are the same in every language: `th-TH` alone would count years as Buddhists do. */
function formatOf(timeZone: string, tag: string, month: 'long' | 'numeric'): Intl.DateTimeFormat {
  const key = `${timeZone} ${tag} ${month}`
  const format =
    kept.get(key) ??
    new Intl.DateTimeFormat(`${tag}-u-ca-gregory-nu-latn`, {
      timeZone,
      weekday: 'long',
      year: 'numeric',
      month,
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23',
    })
  kept.set(key, format)
  return format
}

const partsAt = (at: number, timeZone: string, tag: string, month: 'long' | 'numeric' = 'long'): Parts =>
  Object.fromEntries(
    formatOf(timeZone, tag, month)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )

/** Calendar days since 1970 in a time zone: a day there may have 23 or 25 hours. */
function dayNumber(at: number, timeZone: string): number {
  const { year, month, day } = partsAt(at, timeZone, 'en-GB', 'numeric')
  return Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000
}
