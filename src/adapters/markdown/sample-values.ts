/** Values as they may be, with which a prompt is tried when it is read. */
import type { PromptValues } from '../../core/prompt-values.ts'

export function sampleValues(business: Readonly<Record<string, string>>): PromptValues[] {
  const passages = '<passage id="hours.en#weekdays">Weekdays\nFrom 7:30 to 18:30.</passage>'
  const history = 'Customer: Do you have rye bread?\nAssistant: Yes, on Fridays.'
  const hours = 'Monday closed; Tuesday 7:30-18:30'
  const open: PromptValues = {
    business,
    now: 'Sunday 22 November 2026, 14:05',
    today: '2026-11-22',
    weekday: 'Sunday',
    time: '14:05',
    time_zone: 'Asia/Tokyo',
    office: { open: true, opens: '', hours },
    customer: { name: 'Aya' },
    language: 'ja',
    passages,
    history,
  }
  const closed: PromptValues = { ...open, office: { open: false, opens: 'on Tuesday at 7:30', hours } }
  const { office: _, ...withoutOffice } = open
  const unknown: PromptValues = { ...withoutOffice, customer: { name: '' }, language: '' }
  return [open, closed, unknown].flatMap((values) => [values, { ...values, passages: '' }, { ...values, history: '' }])
}
