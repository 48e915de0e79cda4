/** Notices that promise a person, and when one is there. */
import { noticeLanguage, type NoticeLanguage } from './language.ts'
import type { Notices } from './notices.ts'
import { whenOpen, type Office } from './office.ts'
import { noticeText, type Policy } from './policy.ts'

/** The text of a notice that promises a person; outside office hours with when one is there, so that it stays true. */
export function promiseText(policy: Policy, kind: keyof Notices, language: string, now: number): string {
  const { office } = policy
  const text = noticeText(policy, kind, language)
  if (!office || office.open || office.opensAt === undefined) return text
  const away = fillWhen(noticeText(policy, 'away', language), office.opensAt, office, noticeLanguage(language), now)
  // Japanese and Chinese sentences follow each other without a space.
  return `${text}${/[。！？]$/.test(text) ? '' : ' '}${away}`
}

/** Puts the time where a notice's text has `{when}`. */
export const fillWhen = (
  text: string,
  opensAt: number,
  office: Office,
  language: NoticeLanguage,
  now: number,
): string => text.replaceAll('{when}', () => whenOpen(opensAt, office, language, now))
