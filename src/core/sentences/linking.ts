/** What the ledger says of linking accounts, in each language that staff read. */
import type { Fact } from '../facts.ts'
import type { Failure } from '../look-ups/failure.ts'
import type { StaffLanguage } from './words.ts'

export type LinkFact = Extract<
  Fact,
  { type: 'link_offered' | 'link_asked' | 'link_refused' | 'link_waits' | 'linked' | 'link_failed' | 'unlinked' }
>

interface LinkWords {
  link_offered: string
  link_asked: string
  link_refused: string
  link_waits: (seconds: number, why: Failure) => string
  linked: string
  linked_again: string
  link_failed: Record<Extract<LinkFact, { type: 'link_failed' }>['why'], string>
  unlinked: string
  /** Why staff have it. */
  not_linked: string
}

const whys: Record<StaffLanguage, Record<Failure, string>> = {
  en: {
    slow: 'it gave no answer in time',
    down: 'it cannot be reached',
    broken: 'its answer cannot be used',
    refused: 'it refused',
    too_large: 'its answer is too large',
  },
  ja: {
    slow: '時間内に応答がない',
    down: '接続できない',
    broken: '応答を読み取れない',
    refused: '拒否された',
    too_large: '応答が大きすぎる',
  },
  'zh-TW': {
    slow: '未及時回應',
    down: '無法連線',
    broken: '回應無法使用',
    refused: '遭到拒絕',
    too_large: '回應過大',
  },
  th: {
    slow: 'ไม่ตอบทันเวลา',
    down: 'เชื่อมต่อไม่ได้',
    broken: 'คำตอบใช้ไม่ได้',
    refused: 'ถูกปฏิเสธ',
    too_large: 'คำตอบใหญ่เกินไป',
  },
}

export const linkWords: Record<StaffLanguage, LinkWords> = {
  en: {
    link_offered: 'The page to sign in on goes with it: once the account is linked, it is looked up again.',
    link_asked: 'The customer has signed in at the shop: its system is asked whose account that is.',
    link_refused: 'Linking the account failed: LINE could not tell that whoever signed in is this customer.',
    link_waits: (seconds, why) =>
      `The shop’s system did not tell whose account it is (${whys.en[why]}): asked again in ${seconds} s.`,
    linked: 'The customer’s account in the shop’s system is linked.',
    linked_again: 'The customer’s account in the shop’s system is linked: judged again.',
    link_failed: {
      unknown: 'The account is not linked: the shop’s system knows of no such sign-in.',
      given_up: 'The account is not linked: the shop’s system gave no answer for some minutes.',
      undeclared: 'The account is not linked: lookups.yaml does not say any more where to ask.',
    },
    unlinked: 'The customer has undone the link to their account.',
    not_linked: 'The customer has signed in at the shop, and the shop’s system did not tell whose account that is.',
  },
  ja: {
    link_offered: 'ログインページの案内を添えました。アカウントが連携されたら、あらためて照会します。',
    link_asked: 'お客様がお店のサイトでログインしました。どのアカウントか、お店のシステムに照会します。',
    link_refused:
      'アカウントを連携できませんでした。ログインしたのがこのお客様であることを、LINE が確認できませんでした。',
    link_waits: (seconds, why) =>
      `どのアカウントか、お店のシステムから回答がありません（${whys.ja[why]}）。${seconds} 秒後にもう一度照会します。`,
    linked: 'お客様のアカウントがお店のシステムと連携されました。',
    linked_again: 'お客様のアカウントがお店のシステムと連携されたため、判断し直します。',
    link_failed: {
      unknown: 'アカウントは連携されていません。お店のシステムに該当するログインがありません。',
      given_up: 'アカウントは連携されていません。お店のシステムから数分間、回答がありませんでした。',
      undeclared: 'アカウントは連携されていません。照会先が lookups.yaml に書かれていません。',
    },
    unlinked: 'お客様がアカウントの連携を解除しました。',
    not_linked:
      'お客様はお店のサイトでログインしましたが、どのアカウントか、お店のシステムから回答がありませんでした。',
  },
  'zh-TW': {
    link_offered: '已附上登入頁面。帳號連結後會再查詢一次。',
    link_asked: '顧客已在商店網站登入，正向商店系統查詢是哪個帳號。',
    link_refused: '帳號連結失敗：LINE 無法確認登入者就是這位顧客。',
    link_waits: (seconds, why) => `商店系統沒有回覆是哪個帳號（${whys['zh-TW'][why]}），${seconds} 秒後再查詢。`,
    linked: '顧客在商店系統的帳號已連結。',
    linked_again: '顧客在商店系統的帳號已連結，重新判斷。',
    link_failed: {
      unknown: '帳號未連結：商店系統沒有這次登入的紀錄。',
      given_up: '帳號未連結：商店系統數分鐘內都沒有回覆。',
      undeclared: '帳號未連結：lookups.yaml 已沒有寫明要向哪裡查詢。',
    },
    unlinked: '顧客解除了帳號連結。',
    not_linked: '顧客已在商店網站登入，但商店系統沒有回覆是哪個帳號。',
  },
  th: {
    link_offered: 'ส่งหน้าเข้าสู่ระบบไปพร้อมกันแล้ว เมื่อเชื่อมบัญชีแล้วจะค้นหาอีกครั้ง',
    link_asked: 'ลูกค้าเข้าสู่ระบบที่เว็บไซต์ของร้านแล้ว กำลังถามระบบของร้านว่าเป็นบัญชีใด',
    link_refused: 'เชื่อมบัญชีไม่สำเร็จ LINE ยืนยันไม่ได้ว่าผู้ที่เข้าสู่ระบบคือลูกค้าคนนี้',
    link_waits: (seconds, why) => `ระบบของร้านยังไม่บอกว่าเป็นบัญชีใด (${whys.th[why]}) จะถามอีกครั้งใน ${seconds} วินาที`,
    linked: 'เชื่อมบัญชีของลูกค้าในระบบของร้านแล้ว',
    linked_again: 'เชื่อมบัญชีของลูกค้าในระบบของร้านแล้ว จึงตัดสินใหม่',
    link_failed: {
      unknown: 'ไม่ได้เชื่อมบัญชี ระบบของร้านไม่พบการเข้าสู่ระบบนี้',
      given_up: 'ไม่ได้เชื่อมบัญชี ระบบของร้านไม่ตอบเป็นเวลาหลายนาที',
      undeclared: 'ไม่ได้เชื่อมบัญชี ใน lookups.yaml ไม่ได้ระบุแล้วว่าต้องถามที่ใด',
    },
    unlinked: 'ลูกค้ายกเลิกการเชื่อมบัญชี',
    not_linked: 'ลูกค้าเข้าสู่ระบบที่เว็บไซต์ของร้านแล้ว แต่ระบบของร้านไม่บอกว่าเป็นบัญชีใด',
  },
}

/** A fact of linking as a sentence. */
export function linkSentence(fact: LinkFact, language: StaffLanguage): string {
  const words = linkWords[language]
  switch (fact.type) {
    case 'link_waits':
      return words.link_waits(Math.max(1, Math.round((fact.until - fact.at) / 1_000)), fact.why)
    case 'linked':
      return fact.messages.length > 0 ? words.linked_again : words.linked
    case 'link_failed':
      return words.link_failed[fact.why]
    case 'link_offered':
    case 'link_asked':
    case 'link_refused':
    case 'unlinked':
      return words[fact.type]
    default:
      return fact satisfies never
  }
}
