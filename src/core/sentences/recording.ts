/**
 * What the ledger says of a record on its way into a system of the shop, and staff of one that did not get there, or
 * perhaps not: what to do, in each language that they read.
 */
import type { Ending, Fact } from '../facts.ts'
import { inSeconds } from './looked-up.ts'
import { lookedUpWords } from './looked-up-words.ts'
import type { StaffLanguage } from './words.ts'

/** Endings of a record that mean something to a person. */
type Ended = Exclude<Ending, 'done' | 'superseded' | 'nothing_to_do'>

type Outcome = Extract<Fact, { type: 'outcome' }>

/**
 * What came of a try. `declined`: by the system, for good. `not_recorded`: it surely does not stand there. Why is in codes and
 * addresses, which are no words for staff: the log has them.
 */
type Came = 'done' | 'declined' | 'not_recorded' | 'unknown'

interface RecordingWords {
  /** Where no name is known any more. */
  system: string
  named: (name: string) => string
  /**
   * @param took in words; empty where nobody knows
   * @param reference of `done`: what the system calls it, which may be empty
   */
  outcome: (name: string, came: Came, took: string, reference: string) => string
  again: (seconds: string) => string
  endings: Record<Ended, (name: string) => string>
  not_recorded: (name: string) => string
  maybe_recorded: (name: string) => string
}

const told = (parts: readonly string[]): readonly string[] => parts.filter((part) => part !== '')
const inWideBrackets = (...parts: string[]): string => (told(parts).length > 0 ? `（${told(parts).join('、')}）` : '')
const inBrackets = (...parts: string[]): string => (told(parts).length > 0 ? ` (${told(parts).join(', ')})` : '')

const recordingWords: Record<StaffLanguage, RecordingWords> = {
  en: {
    system: 'the shop’s system',
    named: (name) => name,
    outcome: (name, came, took, reference) =>
      ({
        done: `The request was recorded in ${name}${took && ` in ${took}`}${reference && ` (reference ${reference})`}.`,
        declined: `Recording in ${name}: refused${took && `, ${took}`}.`,
        not_recorded: `Recording in ${name}: not recorded${took && `, ${took}`}.`,
        unknown: `Recording in ${name}: no certain outcome${took && ` after ${took}`}; tried again with the same key.`,
      })[came],
    again: (seconds) => `Tried again in ${seconds}.`,
    endings: {
      refused: (name) => `The request was not taken by ${name}; staff have an entry.`,
      undelivered: (name) => `The request could not be recorded in ${name}; staff have an entry.`,
      uncertain: (name) => `Whether the request was recorded in ${name} is not certain; staff have an entry.`,
      unsent: (name) => `The request was not recorded in ${name}: its messages were unsent.`,
      taken: (name) => `The request was not recorded in ${name}: staff took over.`,
      left: (name) => `The request was not recorded in ${name}: the customer has gone.`,
      not_said: (name) => `The request was not recorded in ${name}: it had waited too long.`,
      left_alone: (name) => `The request was not recorded in ${name}: MODE says that nothing is done here.`,
    },
    not_recorded: (name) => `The request could not be recorded in ${name}: please record it yourself.`,
    maybe_recorded: (name) =>
      `The request may already be recorded in ${name}: look there before you record it yourself.`,
  },
  ja: {
    system: 'お店のシステム',
    named: (name) => `「${name}」`,
    outcome: (name, came, took, reference) =>
      ({
        done: `依頼を${name}に登録しました${inWideBrackets(took, reference && `受付番号 ${reference}`)}。`,
        declined: `${name}への登録が拒否されました${inWideBrackets(took)}。`,
        not_recorded: `${name}に登録できませんでした${inWideBrackets(took)}。`,
        unknown: `${name}への登録の結果がわからないため${inWideBrackets(took)}、同じキーで再試行します。`,
      })[came],
    again: (seconds) => `${seconds}後に再試行します。`,
    endings: {
      refused: (name) => `${name}が依頼を受け付けなかったため、スタッフに渡しました。`,
      undelivered: (name) => `依頼を${name}に登録できなかったため、スタッフに渡しました。`,
      uncertain: (name) => `依頼が${name}に登録されたかどうか不明なため、スタッフに渡しました。`,
      unsent: (name) => `メッセージが取り消されたため、${name}への登録を取りやめました。`,
      taken: (name) => `スタッフが対応を始めたため、${name}への登録を取りやめました。`,
      left: (name) => `お客様がいなくなったため、${name}への登録を取りやめました。`,
      not_said: (name) => `時間がたちすぎたため、${name}への登録を取りやめました。`,
      left_alone: (name) => `MODE の設定により、${name}には登録しません。`,
    },
    not_recorded: (name) => `依頼を${name}に登録できませんでした。お手数ですが、手作業で登録してください。`,
    maybe_recorded: (name) =>
      `依頼はすでに${name}に登録されているかもしれません。手作業で登録する前に、${name}を確認してください。`,
  },
  'zh-TW': {
    system: '店家的系統',
    named: (name) => `「${name}」`,
    outcome: (name, came, took, reference) =>
      ({
        done: `請求已記錄到${name}${inWideBrackets(took, reference && `編號 ${reference}`)}。`,
        declined: `記錄到${name}遭拒${inWideBrackets(took)}。`,
        not_recorded: `未能記錄到${name}${inWideBrackets(took)}。`,
        unknown: `記錄到${name}的結果不明${inWideBrackets(took)}，以同一個金鑰重試。`,
      })[came],
    again: (seconds) => `${seconds}後重試。`,
    endings: {
      refused: (name) => `${name}不接受這項請求，已交給同仁。`,
      undelivered: (name) => `請求無法記錄到${name}，已交給同仁。`,
      uncertain: (name) => `無法確定請求是否已記錄到${name}，已交給同仁。`,
      unsent: (name) => `訊息被收回，不再記錄到${name}。`,
      taken: (name) => `同仁已接手，不再記錄到${name}。`,
      left: (name) => `顧客已離開，不再記錄到${name}。`,
      not_said: (name) => `等待過久，不再記錄到${name}。`,
      left_alone: (name) => `依 MODE 設定，不記錄到${name}。`,
    },
    not_recorded: (name) => `請求無法記錄到${name}，請自行記錄。`,
    maybe_recorded: (name) => `請求可能已經記錄在${name}，自行記錄之前請先查看。`,
  },
  th: {
    system: 'ระบบของร้าน',
    named: (name) => `“${name}”`,
    outcome: (name, came, took, reference) =>
      ({
        done: `บันทึกคำขอใน ${name} แล้ว${inBrackets(took, reference && `เลขอ้างอิง ${reference}`)}`,
        declined: `การบันทึกใน ${name} ถูกปฏิเสธ${inBrackets(took)}`,
        not_recorded: `ยังบันทึกใน ${name} ไม่ได้${inBrackets(took)}`,
        unknown: `การบันทึกใน ${name} ไม่ทราบผลแน่ชัด${inBrackets(took)} จึงลองอีกครั้งด้วยคีย์เดิม`,
      })[came],
    again: (seconds) => `ลองอีกครั้งใน ${seconds}`,
    endings: {
      refused: (name) => `${name} ไม่รับคำขอ จึงส่งเรื่องให้เจ้าหน้าที่`,
      undelivered: (name) => `บันทึกคำขอใน ${name} ไม่ได้ จึงส่งเรื่องให้เจ้าหน้าที่`,
      uncertain: (name) => `ไม่แน่ใจว่าบันทึกคำขอใน ${name} แล้วหรือไม่ จึงส่งเรื่องให้เจ้าหน้าที่`,
      unsent: (name) => `ไม่ได้บันทึกใน ${name} เพราะข้อความถูกยกเลิก`,
      taken: (name) => `ไม่ได้บันทึกใน ${name} เพราะเจ้าหน้าที่รับเรื่องแล้ว`,
      left: (name) => `ไม่ได้บันทึกใน ${name} เพราะลูกค้าไม่อยู่แล้ว`,
      not_said: (name) => `ไม่ได้บันทึกใน ${name} เพราะรอนานเกินไป`,
      left_alone: (name) => `ไม่ได้บันทึกใน ${name} เพราะ MODE กำหนดไว้`,
    },
    not_recorded: (name) => `บันทึกคำขอใน ${name} ไม่ได้ โปรดบันทึกด้วยตัวเอง`,
    maybe_recorded: (name) => `คำขออาจถูกบันทึกใน ${name} แล้ว โปรดตรวจดูที่นั่นก่อนบันทึกเอง`,
  },
}

/** In place of "Handled": that it is not, yet. */
export const closedOnceRecorded: Record<StaffLanguage, string> = {
  en: 'Handled once the request is recorded.',
  ja: '依頼が登録されれば対応済みになります。',
  'zh-TW': '請求記錄完成後即算已處理。',
  th: 'ถือว่าจัดการแล้วเมื่อบันทึกคำขอเสร็จ',
}

/** @param record empty where nobody knows its name any more */
const nameIn = ({ system, named }: RecordingWords, record: string): string => (record === '' ? system : named(record))

/** @param took how long the system took (ms), where the ledger tells */
export function recordOutcome(
  record: string,
  { result, declined, detail = '' }: Outcome,
  took: number | undefined,
  language: StaffLanguage,
): string {
  const words = recordingWords[language]
  const came = result !== 'refused' ? result : declined ? 'declined' : 'not_recorded'
  const seconds = took === undefined ? '' : inSeconds(took, lookedUpWords[language])
  return words.outcome(nameIn(words, record), came, seconds, result === 'done' ? detail : '')
}

/** After a try that did not get there. */
export const recordAgain = (seconds: number, language: StaffLanguage): string =>
  recordingWords[language].again(lookedUpWords[language].seconds(`${seconds}`))

/** Undefined for an ending that another sentence tells of. */
export function recordEnded(record: string, how: Ending, language: StaffLanguage): string | undefined {
  if (how === 'done' || how === 'superseded' || how === 'nothing_to_do') return undefined
  const words = recordingWords[language]
  return words.endings[how](nameIn(words, record))
}

/** What staff are to do about one that failed. */
export function recordFailed(
  { type, record }: { type: 'not_recorded' | 'maybe_recorded'; record: string },
  language: StaffLanguage,
): string {
  const words = recordingWords[language]
  return words[type](nameIn(words, record))
}
