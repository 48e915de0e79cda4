/** What the offline model says in its own words. Everything else it says is a passage's text. */
import { noticeLanguage, type NoticeLanguage } from '../../core/language.ts'

interface Sayings {
  greeting: string
  thanks: string
  /** Nothing to go by at all. */
  more: string
  /** Offers what was found: one title or two, each in its quotes. */
  offer: (titles: readonly string[]) => string
  /** In front of what a look-up found. */
  found: string
  /** @param digits of the telephone number, where whose it is has to be shown */
  number: (digits?: number) => string
  /** Several were written. */
  oneNumber: string
  /** Found or not, it says the same. */
  checkNumber: (digits: number) => string
  /** Nothing has that number, which is nobody's secret. */
  nothingFound: string
  /** Asked once of a request that says too little. */
  facts: string
  /** @param words the customer's own */
  recorded: (words: string) => string
}

const sayings: Record<NoticeLanguage, Sayings> = {
  en: {
    greeting: 'Hello! How can we help you?',
    thanks: 'You’re welcome! Just write if there is anything else.',
    more: 'Could you tell me a little more about what you would like to know?',
    offer: (titles) => `Do you mean ${titles.map((title) => `“${title}”`).join(' or ')}? Please tell me a little more.`,
    found: 'This is what our system shows:',
    number: (digits) =>
      digits === undefined
        ? 'Please write the number, so that we can look it up.'
        : `Please write the number, and the last ${digits} digits of the telephone number you gave us, so that we can look it up.`,
    oneNumber: 'Which number is it? Please write that one by itself.',
    checkNumber: (digits) =>
      `We cannot show anything yet. Please check the number, and write the last ${digits} digits of the telephone number you gave us.`,
    nothingFound: 'We could not find anything under that number. Could you check it and write it once more?',
    facts: 'Please tell us a little more: what exactly and where, how many or how much, and until when?',
    recorded: (words) => `This has been recorded: “${words}”`,
  },
  ja: {
    greeting: 'こんにちは。どのようなご用件でしょうか？',
    thanks: 'こちらこそ、ありがとうございます。ほかにもございましたら、いつでもお気軽にどうぞ。',
    more: '恐れ入りますが、もう少し詳しく教えていただけますか？',
    offer: (titles) =>
      `${titles.map((title) => `「${title}」`).join('または')}についてのご質問でしょうか？もう少し詳しく教えていただけますか？`,
    found: 'システムで確認できた内容です。',
    number: (digits) =>
      digits === undefined
        ? 'お調べしますので、番号を教えていただけますか？'
        : `お調べしますので、番号と、ご登録の電話番号の下${digits}桁を教えていただけますか？`,
    oneNumber: 'どの番号についてでしょうか？その番号だけをもう一度送っていただけますか？',
    checkNumber: (digits) =>
      `まだ内容をご案内できません。番号をご確認のうえ、ご登録の電話番号の下${digits}桁を教えていただけますか？`,
    nothingFound: 'その番号では見つかりませんでした。番号をご確認のうえ、もう一度送っていただけますか？',
    facts: '恐れ入りますが、何を（どこの）、いくつ、いつまでに必要か、もう少し詳しく教えていただけますか？',
    recorded: (words) => `次の内容で記録しました。「${words}」`,
  },
  'zh-TW': {
    greeting: '您好，請問有什麼可以為您服務的嗎？',
    thanks: '不客氣！如果還有其他問題，歡迎隨時告訴我們。',
    more: '不好意思，可以請您再說得詳細一點嗎？',
    offer: (titles) =>
      `請問您想了解的是${titles.map((title) => `「${title}」`).join('還是')}嗎？可以再說得詳細一點嗎？`,
    found: '以下是系統中查到的內容：',
    number: (digits) =>
      digits === undefined
        ? '請提供號碼，我們馬上為您查詢。'
        : `請提供號碼，以及您留給我們的電話號碼末${digits}碼，我們馬上為您查詢。`,
    oneNumber: '請問是哪一個號碼呢？請只傳那一個號碼給我們。',
    checkNumber: (digits) => `目前還無法顯示內容。請確認號碼是否正確，並提供您留給我們的電話號碼末${digits}碼。`,
    nothingFound: '用這個號碼查不到資料。可以請您確認後再傳一次嗎？',
    facts: '可以請您再說得詳細一點嗎？是哪一種（在哪裡）、需要多少、什麼時候之前要？',
    recorded: (words) => `已經記錄下來了：「${words}」`,
  },
  th: {
    greeting: 'สวัสดีค่ะ มีอะไรให้ช่วยไหมคะ',
    thanks: 'ยินดีค่ะ หากมีอะไรเพิ่มเติม ทักมาได้เลยนะคะ',
    more: 'รบกวนขอรายละเอียดเพิ่มอีกนิดได้ไหมคะ',
    offer: (titles) =>
      `หมายถึง ${titles.map((title) => `“${title}”`).join(' หรือ ')} หรือเปล่าคะ รบกวนขอรายละเอียดเพิ่มอีกนิดนะคะ`,
    found: 'นี่คือข้อมูลที่ตรวจสอบได้จากระบบของร้านในขณะนี้ค่ะ',
    number: (digits) =>
      digits === undefined
        ? 'รบกวนแจ้งหมายเลข เพื่อให้เราตรวจสอบให้ได้ค่ะ'
        : `รบกวนแจ้งหมายเลข และเลข ${digits} ตัวท้ายของเบอร์โทรศัพท์ที่ให้ไว้กับเรา เพื่อให้เราตรวจสอบให้ได้ค่ะ`,
    oneNumber: 'หมายถึงหมายเลขไหนคะ รบกวนส่งมาเฉพาะหมายเลขนั้นนะคะ',
    checkNumber: (digits) =>
      `ตอนนี้ยังแสดงข้อมูลไม่ได้ค่ะ รบกวนตรวจสอบหมายเลข และแจ้งเลข ${digits} ตัวท้ายของเบอร์โทรศัพท์ที่ให้ไว้กับเรานะคะ`,
    nothingFound: 'ไม่พบข้อมูลตามหมายเลขนี้ค่ะ รบกวนตรวจสอบแล้วส่งมาอีกครั้งได้ไหมคะ',
    facts: 'รบกวนขอรายละเอียดเพิ่มอีกนิดนะคะ ว่าเป็นอะไรแบบไหน ที่ไหน จำนวนเท่าไร และต้องการภายในเมื่อไรคะ',
    recorded: (words) => `บันทึกเรื่องนี้ไว้แล้วค่ะ “${words}”`,
  },
  id: {
    greeting: 'Halo! Ada yang bisa kami bantu?',
    thanks: 'Sama-sama! Silakan tulis kapan saja kalau ada pertanyaan lain.',
    more: 'Boleh dijelaskan sedikit lagi apa yang ingin Anda ketahui?',
    offer: (titles) =>
      `Apakah maksud Anda ${titles.map((title) => `“${title}”`).join(' atau ')}? Boleh dijelaskan sedikit lagi?`,
    found: 'Ini yang terlihat di sistem kami saat ini:',
    number: (digits) =>
      digits === undefined
        ? 'Mohon tuliskan nomornya agar kami dapat memeriksanya.'
        : `Mohon tuliskan nomornya, dan ${digits} digit terakhir nomor telepon yang Anda berikan kepada kami, agar kami dapat memeriksanya.`,
    oneNumber: 'Nomor yang mana? Mohon tuliskan nomor itu saja.',
    checkNumber: (digits) =>
      `Kami belum dapat menampilkan apa pun. Mohon periksa nomornya, dan tuliskan ${digits} digit terakhir nomor telepon yang Anda berikan kepada kami.`,
    nothingFound: 'Kami tidak menemukan apa pun dengan nomor itu. Boleh diperiksa dan ditulis sekali lagi?',
    facts: 'Boleh dijelaskan sedikit lagi: apa tepatnya dan di mana, berapa banyak, dan sampai kapan?',
    recorded: (words) => `Sudah dicatat: “${words}”`,
  },
}

export const sayingsIn = (language: string): Sayings => sayings[noticeLanguage(language)]

export const everySaying: readonly Sayings[] = Object.values(sayings)
