/** Lengths of time as staff read them: `< 1 min`, `18 min`, `3 h 5 min`, `2 days`. */
import type { ConsoleLanguage } from './language.ts'

interface Units {
  lessThanMinute: string
  minutes(number: number): string
  hours(number: number): string
  days(number: number): string
  between: string
}

const units: Record<ConsoleLanguage, Units> = {
  en: {
    lessThanMinute: '< 1 min',
    minutes: (number) => `${number} min`,
    hours: (number) => `${number} h`,
    days: (number) => `${number} days`,
    between: ' ',
  },
  ja: {
    lessThanMinute: '1分未満',
    minutes: (number) => `${number}分`,
    hours: (number) => `${number}時間`,
    days: (number) => `${number}日`,
    between: '',
  },
  'zh-TW': {
    lessThanMinute: '不到 1 分鐘',
    minutes: (number) => `${number} 分鐘`,
    hours: (number) => `${number} 小時`,
    days: (number) => `${number} 天`,
    between: ' ',
  },
  th: {
    lessThanMinute: 'ไม่ถึง 1 นาที',
    minutes: (number) => `${number} นาที`,
    hours: (number) => `${number} ชม.`,
    days: (number) => `${number} วัน`,
    between: ' ',
  },
}

/** @param ms up to two days in hours, then in days */
export function lengthInWords(ms: number, language: ConsoleLanguage): string {
  const { lessThanMinute, minutes, hours, days, between } = units[language]
  const whole = Math.floor(ms / 60_000)
  const full = Math.floor(whole / 60)
  if (whole < 1) return lessThanMinute
  if (full < 1) return minutes(whole)
  if (full >= 48) return days(Math.floor(full / 24))
  return whole % 60 === 0 ? hours(full) : `${hours(full)}${between}${minutes(whole % 60)}`
}
