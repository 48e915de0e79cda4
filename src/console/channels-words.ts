/**
 * What a server with several channels says of them. Numbers come as they are written in that language, and beside it as
 * one to count by where a sentence needs it.
 */
import type { ChannelTrouble } from './channels.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'

export interface ChannelsWords {
  /** Where one is, when that is no channel. */
  all: string
  title: string
  /** In front of where one is, for a screen reader. */
  here: string
  /** To the page of all channels. */
  overview: string
  search: { label: string; placeholder: string; button: string; all: string }
  noneFound(words: Html): Html
  waiting(number: string): string
  longest(length: string): string
  undelivered(number: string): string
  staff(number: string): string
  /** Above the channels where nothing is to be done. */
  calm: string
  /** A list that is meant for all channels. */
  ofAll(list: string): string
  /** Of a conversation: in two words, and what it means. */
  notServed: string
  notServedHelp: string
  /** On the page that would erase it. */
  notServedForget: string
  pausesAll: string
  pausesOne(title: Html): Html
  pauses: {
    /** Not all of them are. */
    some(number: string, of: string): Html
    /** Of those, how many by one act. */
    together(number: string, by: Html, since: Html): Html
    /** So many have a pause of their own: they stay so when that of all ends. */
    own(count: number, number: string): string
  }
  /** What is not as it should be in a channel, in two words. */
  trouble: Record<ChannelTrouble, string>
  /** @param command what says more */
  downHelp(command: Html): Html
  /** How many of them there are. */
  look: {
    /** @param what one or more of the following */
    title(count: number, number: string, what: string): Html
    down(number: string): string
    untold(number: string): string
    broken(number: string): string
    few(number: string): string
    between: string
  }
  /** To the page of all channels. */
  showThem: string
}

export const channelsWords: Record<ConsoleLanguage, ChannelsWords> = {
  en: {
    all: 'All channels',
    title: 'Channels',
    here: 'You are in:',
    overview: 'Who waits where',
    search: { label: 'Look for a channel', placeholder: 'Name of a channel', button: 'Search', all: 'Show all' },
    noneFound: (words) => html`No channel is called “${words}”.`,
    waiting: (number) => `${number} waiting`,
    longest: (length) => `longest ${length}`,
    undelivered: (number) => `${number} undelivered`,
    staff: (number) => `${number} with staff`,
    calm: 'Nobody is waiting here',
    ofAll: (list) => `${list} (all channels)`,
    notServed: 'Channel not served',
    notServedHelp:
      'The channel of this conversation is not served now: it does not stand in channels.yaml, its files cannot be used, or LINE has not told which account it is. Nothing can be done about it from here, and nothing is said to the customer.',
    notServedForget: 'The channel of this conversation is not served now, so nothing can be erased from here.',
    pausesAll: 'This is for all channels.',
    pausesOne: (title) => html`This is for ${title} alone: the other channels go on.`,
    pauses: {
      some: (number, of) =>
        html`<b>${number} of ${of} channels ${number === '1' ? 'is' : 'are'} paused.</b> What is written there goes to
          Waiting.`,
      together: (number, by, since) => html`${number} of them since ${since}, all at once, by ${by}: Resume ends that.`,
      own: (count, number) =>
        count === 1
          ? 'One channel has a pause of its own, which Resume does not end.'
          : `${number} channels have a pause of their own, which Resume does not end.`,
    },
    downHelp: (command) => html`${command} says what is wrong. Mend it and restart kidoku.`,
    trouble: {
      down: 'Not served: file unusable',
      broken: 'File unusable',
      untold: 'Staff not told',
      paused: 'Paused',
      testers: 'Testers only',
      observe: 'Only observing',
    },
    look: {
      title: (count, number, what) =>
        html`<b>${count === 1 ? 'One channel needs' : `${number} channels need`} a look:</b> ${what}.`,
      down: (number) => `${number} not served`,
      untold: (number) => `staff could not be told in ${number}`,
      broken: (number) => `a file cannot be used in ${number}`,
      few: (number) => `not everybody is answered in ${number}`,
      between: ', ',
    },
    showThem: 'Show channels',
  },
  ja: {
    all: 'すべてのチャネル',
    title: 'チャネル',
    here: '現在の表示:',
    overview: 'チャネル別の状況',
    search: { label: 'チャネルを探す', placeholder: 'チャネルの名前', button: '検索', all: 'すべて表示' },
    noneFound: (words) => html`「${words}」というチャネルはありません。`,
    waiting: (number) => `対応待ち${number}件`,
    longest: (length) => `最長${length}`,
    undelivered: (number) => `未達${number}件`,
    staff: (number) => `スタッフ対応中${number}件`,
    calm: '対応待ちのないチャネル',
    ofAll: (list) => `${list}（すべてのチャネル）`,
    notServed: '対応していないチャネル',
    notServedHelp:
      'この会話のチャネルには現在対応していません。channels.yaml に記載がないか、ファイルが使えないか、どのアカウントかをLINEから確認できていません。ここからは操作できず、お客様にも何も送られません。',
    notServedForget: 'この会話のチャネルには現在対応していないため、ここからは消去できません。',
    pausesAll: 'すべてのチャネルが対象です。',
    pausesOne: (title) => html`対象は${title}だけです。ほかのチャネルはそのまま動きます。`,
    pauses: {
      some: (number, of) =>
        html`<b>${of}チャネルのうち${number}チャネルが一時停止中です。</b>届いたメッセージは「対応待ち」に入ります。`,
      together: (number, by, since) =>
        html`うち${number}チャネルは${by}さんが${since}にまとめて停止しました。「再開する」で再開するのはこの分です。`,
      own: (_, number) => `個別に停止された${number}チャネルは、再開後も停止したままです。`,
    },
    downHelp: (command) => html`${command} で原因を確認できます。直してから、kidokuを再起動してください。`,
    trouble: {
      down: '対応停止：ファイル使用不可',
      broken: 'ファイル使用不可',
      untold: 'スタッフ通知不可',
      paused: '一時停止中',
      testers: 'テスターのみ応答',
      observe: '観察のみ',
    },
    look: {
      title: (_, number, what) => html`<b>確認が必要なチャネル：${number}</b>（${what}）`,
      down: (number) => `対応していない ${number}`,
      untold: (number) => `スタッフに通知できない ${number}`,
      broken: (number) => `使えないファイルがある ${number}`,
      few: (number) => `全員には応答していない ${number}`,
      between: '、',
    },
    showThem: 'チャネルを見る',
  },
  'zh-TW': {
    all: '所有頻道',
    title: '頻道',
    here: '目前位置：',
    overview: '各頻道狀況',
    search: { label: '尋找頻道', placeholder: '頻道名稱', button: '搜尋', all: '顯示全部' },
    noneFound: (words) => html`沒有名為「${words}」的頻道。`,
    waiting: (number) => `待處理 ${number} 則`,
    longest: (length) => `最久 ${length}`,
    undelivered: (number) => `未送達 ${number} 則`,
    staff: (number) => `專人處理中 ${number} 則`,
    calm: '沒有顧客等待的頻道',
    ofAll: (list) => `${list}（所有頻道）`,
    notServed: '頻道未提供服務',
    notServedHelp:
      '這個對話的頻道目前未提供服務：channels.yaml 裡沒有它、它的檔案無法使用，或 LINE 尚未告知是哪個帳號。從這裡無法處理，也不會傳訊息給顧客。',
    notServedForget: '這個對話的頻道目前未提供服務，因此無法從這裡清除。',
    pausesAll: '適用於所有頻道。',
    pausesOne: (title) => html`只適用於${title}，其他頻道照常運作。`,
    pauses: {
      some: (number, of) => html`<b>${of} 個頻道中有 ${number} 個已暫停。</b>那裡的訊息會進入「待處理」。`,
      together: (number, by, since) => html`其中 ${number} 個由 ${by} 自 ${since} 起一併暫停，按「恢復」即可恢復。`,
      own: (_, number) => `有 ${number} 個頻道是個別暫停的，恢復後仍維持暫停。`,
    },
    downHelp: (command) => html`${command} 會說明原因。修正後請重新啟動 kidoku。`,
    trouble: {
      down: '未提供服務：檔案無法使用',
      broken: '檔案無法使用',
      untold: '無法通知同仁',
      paused: '已暫停',
      testers: '只回覆測試人員',
      observe: '僅觀察',
    },
    look: {
      title: (_, number, what) => html`<b>有 ${number} 個頻道需要查看：</b>${what}。`,
      down: (number) => `未提供服務 ${number} 個`,
      untold: (number) => `無法通知同仁 ${number} 個`,
      broken: (number) => `檔案無法使用 ${number} 個`,
      few: (number) => `未回覆所有人 ${number} 個`,
      between: '、',
    },
    showThem: '查看頻道',
  },
  th: {
    all: 'ทุกแชนเนล',
    title: 'แชนเนล',
    here: 'กำลังดู:',
    overview: 'ใครรออยู่ที่ไหน',
    search: { label: 'ค้นหาแชนเนล', placeholder: 'ชื่อแชนเนล', button: 'ค้นหา', all: 'แสดงทั้งหมด' },
    noneFound: (words) => html`ไม่มีแชนเนลชื่อ “${words}”`,
    waiting: (number) => `รอรับเรื่อง ${number}`,
    longest: (length) => `นานที่สุด ${length}`,
    undelivered: (number) => `ส่งไม่ถึง ${number}`,
    staff: (number) => `เจ้าหน้าที่ดูแลอยู่ ${number}`,
    calm: 'แชนเนลที่ไม่มีลูกค้ารอ',
    ofAll: (list) => `${list} (ทุกแชนเนล)`,
    notServed: 'แชนเนลไม่ได้เปิดให้บริการ',
    notServedHelp:
      'ขณะนี้ไม่ได้ให้บริการแชนเนลของการสนทนานี้ เพราะไม่มีใน channels.yaml ใช้ไฟล์ของแชนเนลไม่ได้ หรือ LINE ยังไม่ได้แจ้งว่าเป็นบัญชีใด จากที่นี่จัดการอะไรไม่ได้ และจะไม่มีข้อความใดส่งถึงลูกค้า',
    notServedForget: 'ขณะนี้ไม่ได้ให้บริการแชนเนลของการสนทนานี้ จึงลบจากที่นี่ไม่ได้',
    pausesAll: 'มีผลกับทุกแชนเนล',
    pausesOne: (title) => html`มีผลกับ ${title} เท่านั้น แชนเนลอื่นทำงานตามเดิม`,
    pauses: {
      some: (number, of) => html`<b>หยุดชั่วคราวอยู่ ${number} จาก ${of} แชนเนล</b> ข้อความที่เข้ามาจะไปอยู่ที่ “รอรับเรื่อง”`,
      together: (number, by, since) =>
        html`ในจำนวนนี้ ${number} แชนเนลถูกหยุดพร้อมกันโดย ${by} ตั้งแต่ ${since} ปุ่ม “ให้ทำงานต่อ” มีผลกับส่วนนี้`,
      own: (_, number) => `มี ${number} แชนเนลที่ถูกหยุดแยกต่างหาก และจะยังหยุดอยู่เมื่อให้ทำงานต่อ`,
    },
    downHelp: (command) => html`${command} จะบอกว่าผิดตรงไหน แก้ไขแล้วเริ่ม kidoku ใหม่`,
    trouble: {
      down: 'ไม่ได้ให้บริการ: ใช้ไฟล์ไม่ได้',
      broken: 'ใช้ไฟล์ไม่ได้',
      untold: 'แจ้งเจ้าหน้าที่ไม่ได้',
      paused: 'หยุดชั่วคราว',
      testers: 'ตอบเฉพาะผู้ทดสอบ',
      observe: 'สังเกตอย่างเดียว',
    },
    look: {
      title: (_, number, what) => html`<b>มี ${number} แชนเนลที่ควรตรวจสอบ:</b> ${what}`,
      down: (number) => `ไม่ได้ให้บริการ ${number}`,
      untold: (number) => `แจ้งเจ้าหน้าที่ไม่ได้ ${number}`,
      broken: (number) => `ใช้ไฟล์ไม่ได้ ${number}`,
      few: (number) => `ไม่ได้ตอบทุกคน ${number}`,
      between: ', ',
    },
    showThem: 'ดูแชนเนล',
  },
}
