/** What the lists say. Numbers come as they are written in that language. */
import type { Place } from '../core/summary.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'
import type { Tab } from './nav.ts'

export interface ListWords {
  /** The heading of each list but the first, whose heading says who waits. */
  headings: Record<Exclude<Tab, 'waiting'>, string>
  nobodyWaits: string
  /** @param longest how long the one waits who has waited longest, when that is a minute or more */
  wait(number: number, longest: string | undefined): string
  /** What to expect where nothing stands. */
  empty: { waiting: Html; take: Html; staff: Html; questions: Html; undelivered: Html; all: Html }
  /** In the simulator. */
  tryIt: Html
  search: { label: string; placeholder: string; button: string; all: string }
  noneFound(words: Html): Html
  noneFoundHelp: string
  range(from: string, to: string, total: string): string
  found(total: string): string
  next: string
  first: string
  /** Since when, by the place. */
  since: Record<Place, (length: string) => string>
  places: Record<Place, string>
  unread(number: string): string
  tookBack: string
  nothingWritten: string
  /** Of one who was left alone (`MODE=testers`) nothing that was written is kept. */
  notKept: string
  /** @param inLine staff answer in LINE's chat */
  leftAlone(inLine: boolean): string
  /** @param by a colleague who has it; undefined: whoever reads it */
  with(by: Html | undefined): Html
  suspected(who: Html): Html
  look: string
  andMore(number: string): string
  /** The store makes its lists anew. */
  incomplete: string
}

export const listWords: Record<ConsoleLanguage, ListWords> = {
  en: {
    headings: {
      staff: 'With staff',
      questions: 'Open questions',
      undelivered: 'Undelivered or uncertain',
      all: 'All conversations',
    },
    nobodyWaits: 'Nobody is waiting.',
    wait(number, longest) {
      const who = number === 1 ? 'One person is waiting' : `${number.toLocaleString('en')} people are waiting`
      if (longest === undefined) return `${who}.`
      return number === 1 ? `${who}, for ${longest}.` : `${who}, the longest for ${longest}.`
    },
    empty: {
      waiting: html`When the assistant hands over or cannot judge a message, the customer stands here: what they want,
      why, and their last words. They appear by themselves.`,
      take: html`<b>Take</b> makes a conversation yours. The assistant is silent then, until you say <b>Done</b> or
        <b>Hand back</b>.`,
      staff: html`Nobody. Conversations that are taken stand here until they are handed back.`,
      questions: html`None. When the assistant has asked back and the customer is silent, the conversation stands here.
      Nothing has to be done about it.`,
      undelivered: html`None. An answer that did not arrive, or perhaps did not, stands here: somebody has to look
      whether the customer knows.`,
      all: html`No customer has written yet. Whoever does stands here, newest first.`,
    },
    tryIt: html`To see it happen, write “operator” as a customer in the <a href="/simulator">simulator</a>.`,
    search: { label: 'Search', placeholder: 'Name, words or id', button: 'Search', all: 'Show all' },
    noneFound: (words) => html`Nothing is found for “${words}”.`,
    noneFoundHelp:
      'All the words have to occur: in the name, the last message, what the customer wants, or the id. Fewer words find more.',
    range: (from, to, total) => `${from}–${to} of ${total}`,
    found: (total) => `${total} found`,
    next: 'Next',
    first: 'Back to the beginning',
    since: {
      waiting: (length) => `waits ${length}`,
      undelivered: (length) => `waits ${length}`,
      staff: (length) => `taken ${length} ago`,
      question: (length) => `asked ${length} ago`,
      assistant: (length) => `${length} ago`,
    },
    places: {
      waiting: 'Waiting',
      undelivered: 'Undelivered',
      staff: 'With staff',
      question: 'Open question',
      assistant: 'With the assistant',
    },
    unread: (number) => `${number} unread`,
    tookBack: 'The message was taken back.',
    nothingWritten: 'Nothing written.',
    notKept: 'What they write is not kept here.',
    leftAlone: (inLine) => `Left alone (MODE=testers): answer ${inLine ? 'in LINE' : 'them yourself'}.`,
    with: (by) => html`With ${by ?? 'you'}`,
    suspected: (who) => html`Somebody seems to be answering ${who} in LINE without having taken it.`,
    look: 'Look',
    andMore: (number) => `and ${number} more`,
    incomplete:
      'The lists are being made anew: some conversations are missing here for a moment, but nobody who waits.',
  },
  ja: {
    headings: {
      staff: 'スタッフ対応中',
      questions: 'お客様の返事待ち',
      undelivered: '届かなかった・届いたか不明',
      all: 'すべての会話',
    },
    nobodyWaits: '対応待ちのお客様はいません。',
    wait: (number, longest) =>
      `${number.toLocaleString('ja')}名のお客様が対応待ちです${longest === undefined ? '' : `（最長 ${longest}）`}。`,
    empty: {
      waiting: html`アシスタントが引き継いだとき、または判断できなかったとき、お客様がここに表示されます。ご用件、理由、直近のメッセージをご覧いただけます。新しい会話は自動で現れます。`,
      take: html`<b>引き受ける</b
        >と、その会話は担当者のものになります。<b>完了</b>または<b>アシスタントに戻す</b>まで、アシスタントは応答しません。`,
      staff: html`ありません。引き受けた会話は、アシスタントに戻すまでここに表示されます。`,
      questions: html`ありません。アシスタントが聞き返し、お客様の返事を待っている会話がここに表示されます。対応は必要ありません。`,
      undelivered: html`ありません。届かなかった、または届いたか不明な返信がここに表示されます。お客様に伝わっているかご確認ください。`,
      all: html`まだメッセージはありません。届いた会話が新しい順に表示されます。`,
    },
    tryIt: html`試すには、<a href="/simulator">シミュレーター</a>でお客様として「オペレーター」と送ってください。`,
    search: { label: '検索', placeholder: '名前・ことば・ID', button: '検索', all: 'すべて表示' },
    noneFound: (words) => html`「${words}」に一致する会話はありません。`,
    noneFoundHelp:
      '名前、最新のメッセージ、ご用件、IDのいずれかに、すべての語が含まれる会話を探します。語を減らすと見つかりやすくなります。',
    range: (from, to, total) => `${total}件中 ${from}–${to}件`,
    found: (total) => `${total}件見つかりました`,
    next: '次へ',
    first: '最初に戻る',
    since: {
      waiting: (length) => `${length}待ち`,
      undelivered: (length) => `${length}待ち`,
      staff: (length) => `${length}前に引き受け`,
      question: (length) => `${length}前に質問`,
      assistant: (length) => `${length}前`,
    },
    places: {
      waiting: '対応待ち',
      undelivered: '未達',
      staff: 'スタッフ対応中',
      question: '返事待ち',
      assistant: 'アシスタント対応',
    },
    unread: (number) => `未読${number}件`,
    tookBack: 'メッセージは取り消されました。',
    nothingWritten: 'メッセージはありません。',
    notKept: 'メッセージの内容はここには保存されません。',
    leftAlone: (inLine) => `応答対象外（MODE=testers）：${inLine ? 'LINEで' : 'ご自身で'}返信してください。`,
    with: (by) => html`${by ? html`${by}さん` : 'あなた'}が対応中`,
    suspected: (who) => html`引き受けないまま、${who}にLINEで返信しているスタッフがいるようです。`,
    look: '確認する',
    andMore: (number) => `ほか${number}件`,
    incomplete: '一覧を作り直しています。一部の会話がまだ表示されませんが、対応待ちのお客様はすべて表示されています。',
  },
  'zh-TW': {
    headings: { staff: '專人處理中', questions: '等顧客回覆', undelivered: '未送達或無法確認', all: '全部對話' },
    nobodyWaits: '目前沒有顧客等待處理。',
    wait: (number, longest) =>
      `有 ${number.toLocaleString('zh-TW')} 位顧客等待處理${longest === undefined ? '' : `，最久已等 ${longest}`}。`,
    empty: {
      waiting: html`助理轉交或無法判斷訊息時，顧客會出現在這裡：想要什麼、為何轉交、最後說了什麼。新的對話會自動出現。`,
      take: html`按<b>接手</b>後，對話就由您處理。在您按<b>完成</b>或<b>交還</b>之前，助理不會發言。`,
      staff: html`沒有。已接手的對話在交還之前會列在這裡。`,
      questions: html`沒有。助理反問後顧客尚未回覆的對話會列在這裡，不需要處理。`,
      undelivered: html`沒有。未送達或無法確認是否送達的回覆會列在這裡，請確認顧客是否已收到。`,
      all: html`還沒有顧客傳來訊息。對話會由新到舊列在這裡。`,
    },
    tryIt: html`想試試看，請在<a href="/simulator">模擬器</a>中以顧客身分輸入「真人客服」。`,
    search: { label: '搜尋', placeholder: '名稱、字詞或 ID', button: '搜尋', all: '顯示全部' },
    noneFound: (words) => html`找不到符合「${words}」的對話。`,
    noneFoundHelp: '名稱、最新訊息、需求或 ID 中必須包含所有字詞。減少字詞會找到更多。',
    range: (from, to, total) => `第 ${from}–${to} 筆，共 ${total} 筆`,
    found: (total) => `找到 ${total} 筆`,
    next: '下一頁',
    first: '回到開頭',
    since: {
      waiting: (length) => `已等 ${length}`,
      undelivered: (length) => `已等 ${length}`,
      staff: (length) => `${length}前接手`,
      question: (length) => `${length}前反問`,
      assistant: (length) => `${length}前`,
    },
    places: {
      waiting: '待處理',
      undelivered: '未送達',
      staff: '專人處理中',
      question: '等顧客回覆',
      assistant: '助理處理中',
    },
    unread: (number) => `${number} 則未讀`,
    tookBack: '訊息已收回。',
    nothingWritten: '沒有訊息。',
    notKept: '訊息內容不保存在這裡。',
    leftAlone: (inLine) => `不處理（MODE=testers）：請${inLine ? '在 LINE ' : '自行'}回覆。`,
    with: (by) => html`${by ?? '您'} 處理中`,
    suspected: (who) => html`似乎有人還沒接手，就在 LINE 回覆${who}。`,
    look: '查看',
    andMore: (number) => `以及另外 ${number} 則`,
    incomplete: '正在重新建立清單：部分對話暫時不會顯示，但等待處理的顧客都在。',
  },
  th: {
    headings: {
      staff: 'เจ้าหน้าที่ดูแลอยู่',
      questions: 'รอลูกค้าตอบ',
      undelivered: 'ส่งไม่ถึงหรือไม่แน่ใจ',
      all: 'การสนทนาทั้งหมด',
    },
    nobodyWaits: 'ไม่มีลูกค้ารออยู่',
    wait: (number, longest) =>
      `มีลูกค้ารอรับเรื่อง ${number.toLocaleString('th')} ราย${longest === undefined ? '' : ` นานที่สุด ${longest}`}`,
    empty: {
      waiting: html`เมื่อผู้ช่วยส่งต่อหรือตัดสินข้อความไม่ได้ ลูกค้าจะปรากฏที่นี่ พร้อมสิ่งที่ต้องการ เหตุผล และข้อความล่าสุด รายการใหม่จะขึ้นมาเอง`,
      take: html`กด<b>รับเรื่อง</b>เพื่อดูแลการสนทนานั้น ผู้ช่วยจะเงียบไปจนกว่าคุณจะกด<b>เสร็จสิ้น</b>หรือ<b>คืนให้ผู้ช่วย</b>`,
      staff: html`ไม่มี การสนทนาที่รับเรื่องแล้วจะอยู่ที่นี่จนกว่าจะคืนให้ผู้ช่วย`,
      questions: html`ไม่มี เมื่อผู้ช่วยถามกลับและลูกค้ายังไม่ตอบ การสนทนาจะอยู่ที่นี่ โดยไม่ต้องดำเนินการใด ๆ`,
      undelivered: html`ไม่มี คำตอบที่ส่งไม่ถึงหรือไม่แน่ใจว่าถึงจะอยู่ที่นี่ โปรดตรวจสอบว่าลูกค้าได้รับแล้วหรือยัง`,
      all: html`ยังไม่มีลูกค้าส่งข้อความมา การสนทนาจะเรียงจากใหม่ไปเก่าที่นี่`,
    },
    tryIt: html`หากต้องการลอง ให้พิมพ์ “คุยกับเจ้าหน้าที่” ในฐานะลูกค้าใน<a href="/simulator">ตัวจำลอง</a>`,
    search: { label: 'ค้นหา', placeholder: 'ชื่อ คำ หรือรหัส', button: 'ค้นหา', all: 'แสดงทั้งหมด' },
    noneFound: (words) => html`ไม่พบการสนทนาที่ตรงกับ “${words}”`,
    noneFoundHelp: 'ต้องมีครบทุกคำในชื่อ ข้อความล่าสุด สิ่งที่ลูกค้าต้องการ หรือรหัส ลองใช้คำน้อยลงเพื่อให้พบมากขึ้น',
    range: (from, to, total) => `${from}–${to} จาก ${total}`,
    found: (total) => `พบ ${total} รายการ`,
    next: 'ถัดไป',
    first: 'กลับไปหน้าแรก',
    since: {
      waiting: (length) => `รอ ${length}`,
      undelivered: (length) => `รอ ${length}`,
      staff: (length) => `รับเรื่องเมื่อ ${length}ที่แล้ว`,
      question: (length) => `ถามเมื่อ ${length}ที่แล้ว`,
      assistant: (length) => `${length}ที่แล้ว`,
    },
    places: {
      waiting: 'รอรับเรื่อง',
      undelivered: 'ส่งไม่ถึง',
      staff: 'เจ้าหน้าที่ดูแลอยู่',
      question: 'รอลูกค้าตอบ',
      assistant: 'ผู้ช่วยดูแลอยู่',
    },
    unread: (number) => `ยังไม่อ่าน ${number}`,
    tookBack: 'ข้อความถูกยกเลิกการส่งแล้ว',
    nothingWritten: 'ยังไม่มีข้อความ',
    notKept: 'ข้อความไม่ได้เก็บไว้ที่นี่',
    leftAlone: (inLine) => `ผู้ช่วยไม่ตอบ (MODE=testers): โปรดตอบ${inLine ? 'ใน LINE' : 'เอง'}`,
    with: (by) => html`${by ?? 'คุณ'} ดูแลอยู่`,
    suspected: (who) => html`ดูเหมือนมีคนกำลังตอบ ${who} ใน LINE โดยยังไม่ได้รับเรื่อง`,
    look: 'ดู',
    andMore: (number) => `และอีก ${number} รายการ`,
    incomplete: 'กำลังจัดทำรายการใหม่ บางการสนทนายังไม่แสดง แต่ผู้ที่รออยู่แสดงครบทุกคน',
  },
}
