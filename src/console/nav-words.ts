/** What the frame of every page says: tabs, menu, help for the keyboard. */
import type { ConsoleLanguage } from './language.ts'

/** The places of the menu that lead to pages of their own. */
export type MenuPlace =
  | 'insights'
  | 'gaps'
  | 'sample'
  | 'knowledge'
  | 'playground'
  | 'experiments'
  | 'telling'
  | 'members'

export interface NavWords {
  lists: { waiting: string; staff: string; questions: string; undelivered: string; all: string }
  /** What the tabs and the menu are, for a screen reader. */
  listsLabel: string
  menu: string
  pages: Record<MenuPlace, string>
  skip: string
  lineChats: string
  simulator: string
  pause: string
  language: string
  signedInAs: string
  roles: { owner: string; staff: string }
  signOut: string
  /** The page cannot reach kidoku; what stands on it may be old. */
  lost: string
  /** A form could not be sent. */
  unsent: string
  /** What was written is still on the page; `link` opens a new tab. */
  signedOut: { text: string; link: string }
  signedInAgain: string
  /** A form was refused because of that, and can now be sent again. */
  tooOld: string
  openHere: string
  keyboard: {
    title: string
    move: string
    open: string
    press: string
    search: string
    go: string
    help: string
    on: string
    close: string
  }
  /** Said to a screen reader when the number of those who wait goes up. */
  nowWaiting: string
}

export const navWords: Record<ConsoleLanguage, NavWords> = {
  en: {
    lists: {
      waiting: 'Waiting',
      staff: 'With staff',
      questions: 'Open questions',
      undelivered: 'Undelivered',
      all: 'All',
    },
    listsLabel: 'Conversations',
    menu: 'Menu',
    pages: {
      insights: 'Insights',
      gaps: 'Gaps',
      sample: 'Is Read true?',
      knowledge: 'Knowledge',
      experiments: 'Experiments',
      playground: 'Playground',
      telling: 'How staff are told',
      members: 'Members',
    },
    skip: 'To the content',
    lineChats: 'LINE chats',
    simulator: 'Simulator',
    pause: 'Pause the assistant…',
    language: 'Language',
    signedInAs: 'Signed in as',
    roles: { owner: 'owner', staff: 'staff' },
    signOut: 'Sign out',
    lost: 'kidoku does not answer. What stands here may be out of date.',
    unsent: 'Not sent: kidoku does not answer. Try again when this line has gone.',
    signedOut: {
      text: 'You are signed out; your text is still here. Sign in in a new tab, then send it from this one.',
      link: 'Sign in',
    },
    signedInAgain: 'You are signed in again, and your text is still here: send it now.',
    tooOld: 'This page was too old, so nothing was done. What you wrote is still here: press once more.',
    openHere: 'Open without sign-in, because only this computer can reach kidoku.',
    keyboard: {
      title: 'Keyboard',
      move: 'To the next or previous conversation',
      open: 'Open it',
      press: 'Take, Done, Hand back, Mark read',
      search: 'Search',
      go: 'Go to Waiting, With staff, Open questions, Undelivered, All',
      help: 'Show this',
      on: 'Use these keys on this device',
      close: 'Close',
    },
    nowWaiting: 'Now waiting: {n}',
  },
  ja: {
    lists: {
      waiting: '対応待ち',
      staff: 'スタッフ対応中',
      questions: 'お客様の返事待ち',
      undelivered: '未達',
      all: 'すべて',
    },
    listsLabel: '会話',
    menu: 'メニュー',
    pages: {
      insights: '分析',
      gaps: '足りない知識',
      sample: '既読は正しいか',
      knowledge: '知識',
      experiments: '実験',
      playground: 'プレイグラウンド',
      telling: 'スタッフへの通知',
      members: 'メンバー',
    },
    skip: '本文へ',
    lineChats: 'LINEのチャット',
    simulator: 'シミュレーター',
    pause: 'アシスタントを一時停止…',
    language: '言語',
    signedInAs: 'サインイン中：',
    roles: { owner: 'オーナー', staff: 'スタッフ' },
    signOut: 'サインアウト',
    lost: 'kidokuから応答がありません。表示が古くなっている可能性があります。',
    unsent: '送信できませんでした。kidokuから応答がありません。この表示が消えたら、もう一度お試しください。',
    signedOut: {
      text: 'サインアウトされました。入力した内容は残っています。新しいタブでサインインし、このタブから送信してください。',
      link: 'サインイン',
    },
    signedInAgain: 'サインインしました。入力した内容は残っていますので、このまま送信してください。',
    tooOld: 'ページが古くなっていたため、何も行いませんでした。入力した内容は残っています。もう一度押してください。',
    openHere: 'このパソコンからしか開けないため、サインインなしで表示しています。',
    keyboard: {
      title: 'キーボード操作',
      move: '次の会話・前の会話へ',
      open: '開く',
      press: '引き受ける・完了・アシスタントに戻す・既読にする',
      search: '検索',
      go: '対応待ち・スタッフ対応中・お客様の返事待ち・未達・すべてへ移動',
      help: 'この一覧を表示',
      on: 'この端末でキーボード操作を使う',
      close: '閉じる',
    },
    nowWaiting: '対応待ち：{n}件',
  },
  'zh-TW': {
    lists: { waiting: '待處理', staff: '專人處理中', questions: '等顧客回覆', undelivered: '未送達', all: '全部' },
    listsLabel: '對話',
    menu: '選單',
    pages: {
      insights: '數據分析',
      gaps: '知識缺口',
      sample: '已讀是否屬實',
      knowledge: '知識庫',
      experiments: '實驗',
      playground: '試驗場',
      telling: '通知同仁的方式',
      members: '成員',
    },
    skip: '跳到內容',
    lineChats: 'LINE 聊天',
    simulator: '模擬器',
    pause: '暫停助理…',
    language: '語言',
    signedInAs: '登入身分：',
    roles: { owner: '負責人', staff: '同仁' },
    signOut: '登出',
    lost: 'kidoku 沒有回應，畫面上的內容可能不是最新的。',
    unsent: '未送出：kidoku 沒有回應。等這行訊息消失後，請再試一次。',
    signedOut: { text: '您已登出，輸入的內容還在。請在新分頁登入，再回到這個分頁送出。', link: '登入' },
    signedInAgain: '您已重新登入，輸入的內容還在，現在可以送出了。',
    tooOld: '這個頁面已過期，因此沒有執行任何動作。輸入的內容還在，請再按一次。',
    openHere: '只有這台電腦連得到 kidoku，因此不需登入即可開啟。',
    keyboard: {
      title: '鍵盤操作',
      move: '移到下一個、上一個對話',
      open: '開啟',
      press: '接手、完成、交還、標為已讀',
      search: '搜尋',
      go: '前往待處理、專人處理中、等顧客回覆、未送達、全部',
      help: '顯示這份說明',
      on: '在這台裝置上使用這些按鍵',
      close: '關閉',
    },
    nowWaiting: '待處理：{n} 則',
  },
  th: {
    lists: {
      waiting: 'รอรับเรื่อง',
      staff: 'เจ้าหน้าที่ดูแลอยู่',
      questions: 'รอลูกค้าตอบ',
      undelivered: 'ส่งไม่ถึง',
      all: 'ทั้งหมด',
    },
    listsLabel: 'การสนทนา',
    menu: 'เมนู',
    pages: {
      insights: 'ข้อมูลเชิงลึก',
      gaps: 'ความรู้ที่ยังขาด',
      sample: '“อ่านแล้ว” ถูกต้องไหม',
      knowledge: 'คลังความรู้',
      experiments: 'การทดลอง',
      playground: 'สนามทดลอง',
      telling: 'การแจ้งเจ้าหน้าที่',
      members: 'สมาชิก',
    },
    skip: 'ข้ามไปที่เนื้อหา',
    lineChats: 'แชตใน LINE',
    simulator: 'ตัวจำลอง',
    pause: 'หยุดผู้ช่วยชั่วคราว…',
    language: 'ภาษา',
    signedInAs: 'เข้าสู่ระบบในชื่อ',
    roles: { owner: 'เจ้าของ', staff: 'เจ้าหน้าที่' },
    signOut: 'ออกจากระบบ',
    lost: 'kidoku ไม่ตอบสนอง ข้อมูลที่เห็นอาจไม่เป็นปัจจุบัน',
    unsent: 'ยังไม่ได้ส่ง: kidoku ไม่ตอบสนอง โปรดลองใหม่เมื่อข้อความนี้หายไป',
    signedOut: {
      text: 'คุณออกจากระบบแล้ว ข้อความที่เขียนไว้ยังอยู่ โปรดเข้าสู่ระบบในแท็บใหม่ แล้วกลับมาส่งจากแท็บนี้',
      link: 'เข้าสู่ระบบ',
    },
    signedInAgain: 'เข้าสู่ระบบอีกครั้งแล้ว ข้อความที่เขียนไว้ยังอยู่ ส่งได้เลย',
    tooOld: 'หน้านี้เก่าเกินไป จึงไม่มีการดำเนินการใด ๆ ข้อความที่เขียนไว้ยังอยู่ โปรดกดอีกครั้ง',
    openHere: 'เปิดได้โดยไม่ต้องเข้าสู่ระบบ เพราะมีเพียงเครื่องนี้ที่เข้าถึง kidoku ได้',
    keyboard: {
      title: 'แป้นพิมพ์',
      move: 'ไปยังการสนทนาถัดไปหรือก่อนหน้า',
      open: 'เปิด',
      press: 'รับเรื่อง เสร็จสิ้น คืนให้ผู้ช่วย ทำเครื่องหมายว่าอ่านแล้ว',
      search: 'ค้นหา',
      go: 'ไปที่รอรับเรื่อง เจ้าหน้าที่ดูแลอยู่ รอลูกค้าตอบ ส่งไม่ถึง ทั้งหมด',
      help: 'แสดงรายการนี้',
      on: 'ใช้ปุ่มลัดเหล่านี้บนอุปกรณ์นี้',
      close: 'ปิด',
    },
    nowWaiting: 'รอรับเรื่อง: {n}',
  },
}
