/** What the page of figures says. */
import type { Outcome, Reason } from '../../core/insights.ts'
import type { ConsoleLanguage } from '../language.ts'

export interface InsightsWords {
  period: string
  lastDays: (days: number) => string
  from: string
  to: string
  language: string
  topic: string
  /** The topic of what belongs to none. */
  other: string
  variant: string
  all: string
  show: string
  mistaken: string
  /** Which days, and whose clock. */
  span: (first: string, last: string, zone: string) => string
  none: { title: string; text: string }
  noneMatch: string
  now: string
  waitingNow: string
  questionsNow: string
  unreadNow: string
  oldest: (length: string) => string
  atLeast: (count: string) => string
  turns: string
  of: (count: string, n: string) => string
  outcomes: Record<Outcome, string>
  outcomesAre: Record<Outcome, string>
  reasons: Record<Reason, string>
  answerTime: string
  readTime: string
  takeTime: string
  doneTime: string
  median: string
  p90: string
  ninety: (length: string) => string
  counted: (n: string) => string
  nothingYet: string
  silent: string
  returned: string
  notSolved: string
  between: (low: string, high: string) => string
  tooFew: string
  tokens: string
  inOut: (input: string, output: string) => string
  input: string
  output: string
  cost: string
  costFrom: (date: string) => string
  noPrices: string
  unpriced: (tokens: string) => string
  byDay: string
  byLanguage: string
  byTopic: string
  byVariant: string
  byReason: string
  reason: string
  day: string
  table: string
  csv: string
  csvOf: (what: string) => string
  unknownLanguage: string
  noPrompt: string
  observed: (n: string) => string
  count: string
  more: string
}

export const insightsWords: Record<ConsoleLanguage, InsightsWords> = {
  en: {
    period: 'Period',
    lastDays: (days) => `${days} days`,
    from: 'From',
    to: 'To',
    language: 'Language',
    topic: 'Topic',
    other: 'other',
    variant: 'Prompt',
    all: 'All',
    show: 'Show',
    mistaken: 'From must not be after To, and at most 366 days can be shown. These are the last 30 days.',
    span: (first, last, zone) => `${first} to ${last}, days in ${zone}`,
    none: {
      title: 'No turns in this time yet',
      text: 'Once customers write, this page shows who answered, how fast, when messages turned Read, why conversations went to staff, and what it cost.',
    },
    noneMatch: 'No turns match. Choose “All” above or a longer period.',
    now: 'Right now',
    waitingNow: 'Conversations waiting',
    questionsNow: 'Open questions',
    unreadNow: 'Unread messages',
    oldest: (length) => `the oldest for ${length}`,
    atLeast: (count) => `at least ${count}`,
    turns: 'Turns',
    of: (count, n) => `${count} of ${n}`,
    outcomes: {
      assistant: 'Answered by the assistant',
      unsolved: 'Answered, and not solved',
      asked: 'Asked back',
      staff: 'Answered by staff',
      untaken: 'With staff, not taken',
      failed: 'No judgement',
    },
    outcomesAre: {
      assistant: 'Assistant',
      unsolved: 'Not solved',
      asked: 'Asked back',
      staff: 'Staff',
      untaken: 'Not taken',
      failed: 'No judgement',
    },
    reasons: {
      model: 'The assistant handed over',
      no_source: 'No passage supports the answer',
      low_confidence: 'Not sure enough',
      always_human: 'The topic always belongs to a person',
      third_question: 'A third question in a row',
      same_answer: 'The same answer a third time',
      look_up_gave_nothing: 'What it looked up gave nothing',
      not_recordable: 'A request that cannot be recorded like that',
      not_recorded: 'A request could not be recorded',
      small_talk_with_facts: 'Small talk with figures or links',
      unsupported_facts: 'A number or link that no passage has',
      repeats_prompt: 'The reply repeated the prompt',
      rule: 'A fixed rule',
      tap: 'The customer asked for a person',
      failed: 'No judgement: the model failed',
      paused: 'The assistant was paused',
      limit: 'A limit was reached',
      stale: 'Too old when it came in',
    },
    answerTime: 'Time to answer',
    readTime: 'Time to Read',
    takeTime: 'Staff: time to Take',
    doneTime: 'Staff: time to Done',
    median: 'Median',
    p90: '90%',
    ninety: (length) => `9 of 10 within ${length}`,
    counted: (n) => `n = ${n}`,
    nothingYet: 'Nothing yet',
    silent: 'Open questions gone silent for 24 h',
    returned: 'Wrote again within 24 h after “resolved”',
    notSolved: 'Tapped “Not solved”',
    between: (low, high) => `probably ${low} to ${high}`,
    tooFew: 'too few to tell',
    tokens: 'Tokens',
    inOut: (input, output) => `${input} in, ${output} out`,
    input: 'Tokens in',
    output: 'Tokens out',
    cost: 'Estimated cost',
    costFrom: (date) => `at the prices of ${date}`,
    noPrices: 'No prices are set',
    unpriced: (tokens) => `without ${tokens} tokens of models that have no price here`,
    byDay: 'Turns by day',
    byLanguage: 'By language',
    byTopic: 'By topic',
    byVariant: 'By prompt',
    byReason: 'Why staff were needed',
    reason: 'Reason',
    day: 'Day',
    table: 'The numbers',
    csv: 'CSV',
    csvOf: (what) => `Download as CSV: ${what}`,
    unknownLanguage: 'Unknown',
    noPrompt: 'No prompt (a rule or a tap)',
    observed: (n) =>
      `${n} more were only observed (MODE=observe): nothing was said, and only their tokens are counted.`,
    count: 'Count',
    more: 'What each figure counts is written in docs/figures.md.',
  },
  ja: {
    period: '期間',
    lastDays: (days) => `${days}日間`,
    from: '開始日',
    to: '終了日',
    language: '言語',
    topic: 'トピック',
    other: 'その他',
    variant: 'プロンプト',
    all: 'すべて',
    show: '表示',
    mistaken: '開始日は終了日より前の日付を、期間は366日以内でお選びください。直近30日間を表示しています。',
    span: (first, last, zone) => `${first}〜${last}（1日の区切り：${zone}）`,
    none: {
      title: 'この期間のやり取りはまだありません',
      text: 'お客様からメッセージが届くと、誰がどれだけ早く答えたか、いつ既読になったか、スタッフに引き継いだ理由、かかった費用がここに表示されます。',
    },
    noneMatch: '条件に合うやり取りがありません。上で「すべて」を選ぶか、期間を長くしてください。',
    now: '現在',
    waitingNow: '対応待ちの会話',
    questionsNow: 'お客様の返事待ち',
    unreadNow: '未読のメッセージ',
    oldest: (length) => `最長 ${length}`,
    atLeast: (count) => `${count}以上`,
    turns: 'やり取り',
    of: (count, n) => `${n}件中${count}件`,
    outcomes: {
      assistant: 'アシスタントが回答',
      unsolved: '回答したが未解決',
      asked: '聞き返し',
      staff: 'スタッフが対応',
      untaken: 'スタッフ待ち（未対応）',
      failed: '判定できず',
    },
    outcomesAre: {
      assistant: 'アシスタント',
      unsolved: '未解決',
      asked: '聞き返し',
      staff: 'スタッフ',
      untaken: '未対応',
      failed: '判定できず',
    },
    reasons: {
      model: 'アシスタントが引き継いだ',
      no_source: '回答の根拠となる知識がない',
      low_confidence: '確信が足りない',
      always_human: '必ず人が対応するトピック',
      third_question: '3回続けての聞き返し',
      same_answer: '同じ回答が3回目',
      look_up_gave_nothing: '調べた情報が得られなかった',
      not_recordable: '登録できない依頼',
      not_recorded: '依頼を登録できなかった',
      small_talk_with_facts: '雑談に数字やリンクが含まれていた',
      unsupported_facts: '知識にない数字やリンクが含まれていた',
      repeats_prompt: 'プロンプトの文面が含まれていた',
      rule: '固定ルール',
      tap: 'お客様が担当者を希望',
      failed: 'モデルの不調で判定できなかった',
      paused: 'アシスタントを一時停止中だった',
      limit: '上限に達した',
      stale: '届いた時点で古すぎた',
    },
    answerTime: '回答までの時間',
    readTime: '既読までの時間',
    takeTime: 'スタッフ：引き受けるまで',
    doneTime: 'スタッフ：完了まで',
    median: '中央値',
    p90: '90%',
    ninety: (length) => `10件中9件は${length}以内`,
    counted: (n) => `n = ${n}`,
    nothingYet: 'まだありません',
    silent: '聞き返したまま24時間返事なし',
    returned: '「解決」から24時間以内に再度連絡',
    notSolved: '「解決していません」をタップ',
    between: (low, high) => `おそらく${low}〜${high}`,
    tooFew: '判断するには件数不足',
    tokens: 'トークン',
    inOut: (input, output) => `入力 ${input}・出力 ${output}`,
    input: '入力トークン',
    output: '出力トークン',
    cost: '費用の目安',
    costFrom: (date) => `${date}時点の単価で計算`,
    noPrices: '単価が設定されていません',
    unpriced: (tokens) => `単価が未設定のモデルの${tokens}トークンは含みません`,
    byDay: '日ごとのやり取り',
    byLanguage: '言語別',
    byTopic: 'トピック別',
    byVariant: 'プロンプト別',
    byReason: 'スタッフが必要になった理由',
    reason: '理由',
    day: '日付',
    table: '数値を見る',
    csv: 'CSV',
    csvOf: (what) => `CSVでダウンロード：${what}`,
    unknownLanguage: '不明',
    noPrompt: 'プロンプトなし（ルールまたはタップ）',
    observed: (n) => `ほかに${n}件は観察のみ（MODE=observe）です。何も送信しておらず、トークンだけを数えています。`,
    count: '件数',
    more: '各数字の数え方は docs/figures.md にあります。',
  },
  'zh-TW': {
    period: '期間',
    lastDays: (days) => `${days} 天`,
    from: '開始',
    to: '結束',
    language: '語言',
    topic: '主題',
    other: '其他',
    variant: '提示詞',
    all: '全部',
    show: '顯示',
    mistaken: '開始日不能晚於結束日，且最多顯示 366 天。目前顯示最近 30 天。',
    span: (first, last, zone) => `${first} 至 ${last}（以${zone}計日）`,
    none: {
      title: '這段期間還沒有對話',
      text: '顧客傳訊息後，這裡會顯示由誰回覆、回覆多快、何時已讀、為何轉給專人，以及費用。',
    },
    noneMatch: '沒有符合的對話。請在上方選擇「全部」或更長的期間。',
    now: '目前',
    waitingNow: '待處理的對話',
    questionsNow: '待顧客回覆',
    unreadNow: '未讀訊息',
    oldest: (length) => `最久 ${length}`,
    atLeast: (count) => `至少 ${count}`,
    turns: '回合',
    of: (count, n) => `${n} 則中 ${count} 則`,
    outcomes: {
      assistant: '由助理回覆',
      unsolved: '已回覆但未解決',
      asked: '反問顧客',
      staff: '由專人處理',
      untaken: '已轉專人，尚未接手',
      failed: '無法判斷',
    },
    outcomesAre: {
      assistant: '助理',
      unsolved: '未解決',
      asked: '反問',
      staff: '專人',
      untaken: '未接手',
      failed: '無法判斷',
    },
    reasons: {
      model: '助理決定轉交',
      no_source: '沒有知識支持這個答案',
      low_confidence: '把握不足',
      always_human: '一律由專人處理的主題',
      third_question: '連續第三次反問',
      same_answer: '同樣的回答第三次',
      look_up_gave_nothing: '查詢沒有得到需要的資料',
      not_recordable: '無法記錄的請求',
      not_recorded: '請求沒有記錄成功',
      small_talk_with_facts: '閒聊中含有數字或連結',
      unsupported_facts: '含有知識中沒有的數字或連結',
      repeats_prompt: '回覆照抄了提示詞',
      rule: '固定規則',
      tap: '顧客要求專人',
      failed: '模型故障，無法判斷',
      paused: '助理暫停中',
      limit: '已達上限',
      stale: '收到時已過太久',
    },
    answerTime: '回覆所需時間',
    readTime: '已讀所需時間',
    takeTime: '專人：接手所需時間',
    doneTime: '專人：完成所需時間',
    median: '中位數',
    p90: '90%',
    ninety: (length) => `十次有九次在 ${length} 內`,
    counted: (n) => `n = ${n}`,
    nothingYet: '尚無資料',
    silent: '反問後 24 小時無回應',
    returned: '「已解決」後 24 小時內再次來訊',
    notSolved: '點選「還沒解決」',
    between: (low, high) => `可能介於 ${low} 至 ${high}`,
    tooFew: '數量太少，無法判斷',
    tokens: '權杖（token）',
    inOut: (input, output) => `輸入 ${input}，輸出 ${output}`,
    input: '輸入 token',
    output: '輸出 token',
    cost: '預估費用',
    costFrom: (date) => `以 ${date} 的單價計算`,
    noPrices: '尚未設定單價',
    unpriced: (tokens) => `不含未設定單價的模型所用的 ${tokens} 個 token`,
    byDay: '每日回合',
    byLanguage: '依語言',
    byTopic: '依主題',
    byVariant: '依提示詞',
    byReason: '為何需要專人',
    reason: '原因',
    day: '日期',
    table: '查看數字',
    csv: 'CSV',
    csvOf: (what) => `下載 CSV：${what}`,
    unknownLanguage: '不明',
    noPrompt: '無提示詞（規則或點選）',
    observed: (n) => `另有 ${n} 則僅供觀察（MODE=observe）：沒有送出任何訊息，只計入 token。`,
    count: '數量',
    more: '各項數字的算法請見 docs/figures.md。',
  },
  th: {
    period: 'ช่วงเวลา',
    lastDays: (days) => `${days} วัน`,
    from: 'ตั้งแต่',
    to: 'ถึง',
    language: 'ภาษา',
    topic: 'หัวข้อ',
    other: 'อื่น ๆ',
    variant: 'พรอมต์',
    all: 'ทั้งหมด',
    show: 'แสดง',
    mistaken: 'วันเริ่มต้องไม่อยู่หลังวันสิ้นสุด และแสดงได้ไม่เกิน 366 วัน ขณะนี้แสดง 30 วันล่าสุด',
    span: (first, last, zone) => `${first} ถึง ${last} (นับวันตามเวลา ${zone})`,
    none: {
      title: 'ยังไม่มีบทสนทนาในช่วงนี้',
      text: 'เมื่อลูกค้าทักเข้ามา หน้านี้จะแสดงว่าใครตอบ ตอบเร็วแค่ไหน ข้อความขึ้น “อ่านแล้ว” เมื่อใด ทำไมต้องส่งต่อเจ้าหน้าที่ และค่าใช้จ่าย',
    },
    noneMatch: 'ไม่มีรายการที่ตรงกัน กรุณาเลือก “ทั้งหมด” ด้านบนหรือช่วงเวลาที่ยาวขึ้น',
    now: 'ขณะนี้',
    waitingNow: 'การสนทนาที่รอรับเรื่อง',
    questionsNow: 'รอลูกค้าตอบกลับ',
    unreadNow: 'ข้อความที่ยังไม่ได้อ่าน',
    oldest: (length) => `นานที่สุด ${length}`,
    atLeast: (count) => `อย่างน้อย ${count}`,
    turns: 'รอบสนทนา',
    of: (count, n) => `${count} จาก ${n}`,
    outcomes: {
      assistant: 'ผู้ช่วยตอบ',
      unsolved: 'ตอบแล้วแต่ยังแก้ไม่ได้',
      asked: 'ถามกลับ',
      staff: 'เจ้าหน้าที่ดูแล',
      untaken: 'ส่งต่อแล้ว ยังไม่มีคนรับ',
      failed: 'ตัดสินไม่ได้',
    },
    outcomesAre: {
      assistant: 'ผู้ช่วย',
      unsolved: 'ยังแก้ไม่ได้',
      asked: 'ถามกลับ',
      staff: 'เจ้าหน้าที่',
      untaken: 'ยังไม่มีคนรับ',
      failed: 'ตัดสินไม่ได้',
    },
    reasons: {
      model: 'ผู้ช่วยส่งต่อเอง',
      no_source: 'ไม่มีความรู้รองรับคำตอบ',
      low_confidence: 'มั่นใจไม่พอ',
      always_human: 'หัวข้อที่ต้องให้คนดูแลเสมอ',
      third_question: 'ต้องถามกลับเป็นครั้งที่สาม',
      same_answer: 'คำตอบเดิมเป็นครั้งที่สาม',
      look_up_gave_nothing: 'ค้นข้อมูลแล้วไม่ได้สิ่งที่ต้องใช้',
      not_recordable: 'คำขอที่บันทึกไม่ได้',
      not_recorded: 'บันทึกคำขอไม่สำเร็จ',
      small_talk_with_facts: 'คำทักทายที่มีตัวเลขหรือลิงก์',
      unsupported_facts: 'ตัวเลขหรือลิงก์ที่ไม่มีในความรู้',
      repeats_prompt: 'คำตอบยกข้อความในพรอมต์มา',
      rule: 'กฎตายตัว',
      tap: 'ลูกค้าขอคุยกับคน',
      failed: 'โมเดลขัดข้อง ตัดสินไม่ได้',
      paused: 'ผู้ช่วยถูกหยุดชั่วคราว',
      limit: 'ถึงขีดจำกัด',
      stale: 'เก่าเกินไปเมื่อมาถึง',
    },
    answerTime: 'เวลาจนได้คำตอบ',
    readTime: 'เวลาจนขึ้น “อ่านแล้ว”',
    takeTime: 'เจ้าหน้าที่: เวลาจนรับเรื่อง',
    doneTime: 'เจ้าหน้าที่: เวลาจนเสร็จ',
    median: 'มัธยฐาน',
    p90: '90%',
    ninety: (length) => `9 ใน 10 ครั้งภายใน ${length}`,
    counted: (n) => `n = ${n}`,
    nothingYet: 'ยังไม่มี',
    silent: 'ถามกลับแล้วเงียบไป 24 ชม.',
    returned: 'ทักมาอีกภายใน 24 ชม. หลัง “แก้แล้ว”',
    notSolved: 'กด “ยังแก้ไม่ได้”',
    between: (low, high) => `น่าจะอยู่ระหว่าง ${low} ถึง ${high}`,
    tooFew: 'จำนวนน้อยเกินกว่าจะบอกได้',
    tokens: 'โทเคน',
    inOut: (input, output) => `เข้า ${input} ออก ${output}`,
    input: 'โทเคนเข้า',
    output: 'โทเคนออก',
    cost: 'ค่าใช้จ่ายโดยประมาณ',
    costFrom: (date) => `ตามราคาเมื่อ ${date}`,
    noPrices: 'ยังไม่ได้ตั้งราคา',
    unpriced: (tokens) => `ไม่รวม ${tokens} โทเคนของโมเดลที่ยังไม่ได้ตั้งราคา`,
    byDay: 'รอบสนทนารายวัน',
    byLanguage: 'ตามภาษา',
    byTopic: 'ตามหัวข้อ',
    byVariant: 'ตามพรอมต์',
    byReason: 'ทำไมต้องใช้เจ้าหน้าที่',
    reason: 'เหตุผล',
    day: 'วันที่',
    table: 'ดูตัวเลข',
    csv: 'CSV',
    csvOf: (what) => `ดาวน์โหลด CSV: ${what}`,
    unknownLanguage: 'ไม่ทราบ',
    noPrompt: 'ไม่ใช้พรอมต์ (กฎหรือการกดปุ่ม)',
    observed: (n) => `อีก ${n} รายการเป็นการสังเกตเท่านั้น (MODE=observe) ไม่มีการส่งข้อความ นับเฉพาะโทเคน`,
    count: 'จำนวน',
    more: 'วิธีนับของแต่ละตัวเลขอยู่ใน docs/figures.md',
  },
}

/** A topic is the policy's own word; `other` alone is ours. */
export const topicShown = (topic: string, language: ConsoleLanguage): string =>
  topic === 'other' ? insightsWords[language].other : topic
