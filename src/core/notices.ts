/**
 * The fixed sentences kidoku says without a model: they must be true when nothing else works. A prompt's `notices` may
 * replace any of them. Also the words that ask for a person, and a guess at a language from its script.
 */
export const languages = ['en', 'ja', 'zh-TW', 'th', 'id'] as const
export type NoticeLanguage = (typeof languages)[number]

interface Notices {
  /** A person has been given the conversation. */
  handoff: string
  /** The same, because of a picture, video, voice message or file. */
  cannot_see: string
  /** The model failed for good: staff see the message, and nothing is promised beyond that. */
  no_judgement: string
  /** Said once, before the first answer to a customer: a machine answers, and how to reach a person. */
  introduction: string
}

export const notices: Record<NoticeLanguage, Notices> = {
  en: {
    handoff: 'Thank you. I have passed this on to our staff; a person will answer you here.',
    cannot_see:
      'Thank you. I cannot look at this kind of message myself, so I have passed it on to our staff; a person will answer you here.',
    no_judgement: 'Sorry, I cannot answer right now. Our staff can see your message and will get back to you here.',
    introduction: 'This is the shop’s automatic assistant. To reach a person, write “operator” at any time.',
  },
  ja: {
    handoff: 'ありがとうございます。担当スタッフに引き継ぎました。このトークでスタッフからお返事いたします。',
    cannot_see:
      'ありがとうございます。この形式のメッセージは自動応答では確認できないため、担当スタッフに引き継ぎました。このトークでスタッフからお返事いたします。',
    no_judgement:
      '申し訳ございません。ただいま自動でお答えできません。メッセージはスタッフが確認できますので、このトークでのお返事をお待ちください。',
    introduction: '自動アシスタントがお答えします。スタッフをご希望のときは、いつでも「担当者」と送ってください。',
  },
  'zh-TW': {
    handoff: '謝謝您。已為您轉交給服務人員，稍後會由專人在此回覆您。',
    cannot_see: '謝謝您。自動助理無法查看這類訊息，已為您轉交給服務人員，稍後會由專人在此回覆您。',
    no_judgement: '很抱歉，目前無法自動回覆。服務人員看得到您的訊息，會在此與您聯絡。',
    introduction: '這裡由自動助理為您服務。若需要專人協助，隨時輸入「真人客服」即可。',
  },
  th: {
    handoff: 'ขอบคุณค่ะ ส่งเรื่องให้เจ้าหน้าที่แล้ว เจ้าหน้าที่จะตอบกลับในแชทนี้นะคะ',
    cannot_see: 'ขอบคุณค่ะ ระบบอัตโนมัติเปิดดูข้อความประเภทนี้ไม่ได้ จึงส่งต่อให้เจ้าหน้าที่แล้ว เจ้าหน้าที่จะตอบกลับในแชทนี้นะคะ',
    no_judgement: 'ขออภัยค่ะ ขณะนี้ระบบตอบอัตโนมัติไม่ได้ เจ้าหน้าที่เห็นข้อความของคุณแล้วและจะติดต่อกลับในแชทนี้ค่ะ',
    introduction: 'ผู้ช่วยอัตโนมัติของร้านเป็นผู้ตอบค่ะ หากต้องการคุยกับพนักงาน พิมพ์ “เจ้าหน้าที่” ได้ทุกเมื่อ',
  },
  id: {
    handoff: 'Terima kasih. Pesan Anda sudah kami teruskan ke staf; staf kami akan membalas di sini.',
    cannot_see:
      'Terima kasih. Asisten otomatis tidak dapat melihat jenis pesan ini, jadi sudah kami teruskan ke staf; staf kami akan membalas di sini.',
    no_judgement:
      'Maaf, saat ini kami tidak dapat menjawab secara otomatis. Staf kami dapat melihat pesan Anda dan akan menghubungi Anda di sini.',
    introduction: 'Ini asisten otomatis toko. Untuk berbicara dengan staf, tulis “operator” kapan saja.',
  },
}

/** What a customer types to get a person, as a whole message. Lower case, without marks; see `asksForPerson`. */
const personWords: Record<NoticeLanguage, readonly string[]> = {
  en: [
    'operator',
    'human',
    'agent',
    'staff',
    'person',
    'real person',
    'talk to a person',
    'talk to a human',
    'talk to staff',
    'speak to a person',
    'customer service',
  ],
  ja: [
    '担当者',
    '担当者お願いします',
    'オペレーター',
    'スタッフ',
    'スタッフお願いします',
    '人間',
    '人と話したい',
    '店員',
    '有人対応',
    'スタッフと話したい',
    '担当者と話したい',
  ],
  'zh-TW': ['真人客服', '真人', '客服', '人工客服', '轉真人', '找真人', '轉接客服', '服務人員', '專人', '店員'],
  th: ['เจ้าหน้าที่', 'พนักงาน', 'แอดมิน', 'คุยกับเจ้าหน้าที่', 'คุยกับพนักงาน', 'ติดต่อเจ้าหน้าที่', 'ขอคุยกับคน', 'ขอสายเจ้าหน้าที่'],
  id: [
    'operator',
    'staf',
    'petugas',
    'manusia',
    'bicara dengan staf',
    'bicara dengan petugas',
    'admin',
    'layanan pelanggan',
  ],
}

/** The language in which a text, taken whole, asks for a person; undefined when it does not. Case, width and marks around it do not count. */
export function asksForPerson(text: string): NoticeLanguage | undefined {
  const bare = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^[\p{P}\p{S}\p{Z}\p{C}]+|[\p{P}\p{S}\p{Z}\p{C}]+$/gu, '')
    .replace(/\s+/g, ' ')
  return languages.find((language) => personWords[language].includes(bare))
}

/** Words that tell Indonesian from English in a short message; both are written in plain Latin letters. */
const indonesian =
  /\b(apa|apakah|yang|tidak|bisa|saya|kamu|anda|ini|itu|dengan|untuk|berapa|jam|buka|tutup|terima kasih|halo|selamat|kapan|dimana|di mana|mau|ada|harga|pesan)\b/i

/**
 * A guess at the language of a text from its script, for when no model has told. Han without kana reads as Traditional
 * Chinese: with kana it is surely Japanese. Undefined when there are no letters to go by (a sticker, digits).
 */
export function guessLanguage(text: string): NoticeLanguage | undefined {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja'
  if (/\p{Script=Thai}/u.test(text)) return 'th'
  if (/\p{Script=Han}/u.test(text)) return 'zh-TW'
  if (indonesian.test(text)) return 'id'
  return /\p{L}/u.test(text) ? 'en' : undefined
}
