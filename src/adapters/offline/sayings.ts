/** What the offline model says in its own words. Everything else it says is a passage's text. */
import { noticeLanguage, type NoticeLanguage } from '../../core/language.ts'

interface Sayings {
  greeting: string
  thanks: string
  /** Nothing to go by at all. */
  more: string
  /** Offers what was found: one title or two, each in its quotes. */
  offer: (titles: readonly string[]) => string
}

const sayings: Record<NoticeLanguage, Sayings> = {
  en: {
    greeting: 'Hello! How can we help you?',
    thanks: 'You’re welcome! Just write if there is anything else.',
    more: 'Could you tell me a little more about what you would like to know?',
    offer: (titles) => `Do you mean ${titles.map((title) => `“${title}”`).join(' or ')}? Please tell me a little more.`,
  },
  ja: {
    greeting: 'こんにちは。どのようなご用件でしょうか？',
    thanks: 'こちらこそ、ありがとうございます。ほかにもございましたら、いつでもお気軽にどうぞ。',
    more: '恐れ入りますが、もう少し詳しく教えていただけますか？',
    offer: (titles) =>
      `${titles.map((title) => `「${title}」`).join('または')}についてのご質問でしょうか？もう少し詳しく教えていただけますか？`,
  },
  'zh-TW': {
    greeting: '您好，請問有什麼可以為您服務的嗎？',
    thanks: '不客氣！如果還有其他問題，歡迎隨時告訴我們。',
    more: '不好意思，可以請您再說得詳細一點嗎？',
    offer: (titles) =>
      `請問您想了解的是${titles.map((title) => `「${title}」`).join('還是')}嗎？可以再說得詳細一點嗎？`,
  },
  th: {
    greeting: 'สวัสดีค่ะ มีอะไรให้ช่วยไหมคะ',
    thanks: 'ยินดีค่ะ หากมีอะไรเพิ่มเติม ทักมาได้เลยนะคะ',
    more: 'รบกวนขอรายละเอียดเพิ่มอีกนิดได้ไหมคะ',
    offer: (titles) =>
      `หมายถึง ${titles.map((title) => `“${title}”`).join(' หรือ ')} หรือเปล่าคะ รบกวนขอรายละเอียดเพิ่มอีกนิดนะคะ`,
  },
  id: {
    greeting: 'Halo! Ada yang bisa kami bantu?',
    thanks: 'Sama-sama! Silakan tulis kapan saja kalau ada pertanyaan lain.',
    more: 'Boleh dijelaskan sedikit lagi apa yang ingin Anda ketahui?',
    offer: (titles) =>
      `Apakah maksud Anda ${titles.map((title) => `“${title}”`).join(' atau ')}? Boleh dijelaskan sedikit lagi?`,
  },
}

export const sayingsIn = (language: string): Sayings => sayings[noticeLanguage(language)]
