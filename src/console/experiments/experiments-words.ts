/** What the page of live experiments says. */
import type { Measure } from '../../core/experiment-results.ts'
import { html, type Html } from '../html.ts'
import type { ConsoleLanguage } from '../language.ts'

export interface ExperimentsWords {
  title: string
  lead: string
  none: { title: string; text: string; more: string }
  states: { running: string; off: string; ended: string; idle: string }
  /** Why it does not run, and what would make it. */
  idle: (own: string) => string
  /** The share of new conversations each prompt is given. */
  split: (parts: string) => string
  conversations: (n: string) => string
  /** Of which version, and when it was changed on the way. */
  version: (hash: string) => string
  changed: (versions: number) => string
  control: string
  nobody: string
  decisions: string
  decisionNames: Record<'resolved' | 'needs_info' | 'handoff' | 'failed', string>
  measures: Record<Measure, { title: string; of: string }>
  of: (count: string, n: string) => string
  between: (low: string, high: string) => string
  tooFew: string
  thin: (need: string) => string
  /** In points of a percentage, as all differences are. */
  noDifference: (down: string, up: string) => string
  higher: (prompt: string, low: string, high: string) => string
  lower: (prompt: string, low: string, high: string) => string
  tokens: (n: string) => string
  cost: (amount: string) => string
  daily: string
  stop: { button: string; text: string; stopped: string }
  start: { button: string; text: (by: Html, at: Html, prompt: string) => Html; started: string; owners: string }
}

export const experimentsWords: Record<ConsoleLanguage, ExperimentsWords> = {
  en: {
    title: 'Experiments',
    lead: 'New conversations are split among prompts; each keeps its prompt. What became of them, by prompt:',
    none: {
      title: 'No experiment is written down',
      text: 'Put a second prompt beside the shop’s own, and say in prompts/experiments.yaml how many new conversations get it:',
      more: 'It begins as soon as the file is saved. Try the prompt in the playground and with the lab first.',
    },
    states: { running: 'Running', off: 'Switched off', ended: 'Ended', idle: 'Not under this profile' },
    idle: (own) => `It does not run: the shop’s own prompt, “${own}”, is not among its prompts. Add it, with a weight.`,
    split: (parts) => `New conversations: ${parts}`,
    conversations: (n) => `${n} conversations`,
    version: (hash) => `version ${hash}`,
    changed: (versions) => `changed on the way: ${versions} versions are counted together`,
    control: 'the shop’s own',
    nobody: 'No conversation yet',
    decisions: 'Decisions',
    decisionNames: { resolved: 'Resolved', needs_info: 'Asked back', handoff: 'Hand-off', failed: 'No judgement' },
    measures: {
      handedOff: { title: 'Handed to staff', of: 'conversations with a hand-off, or a tap for a person' },
      notSolved: { title: '“Not solved”', of: 'of the customers who were asked and said something' },
      returned: { title: 'Wrote again within 24 h', of: 'after an answer, of those whose 24 h are over' },
      overturned: { title: 'Came back about the same', of: 'or tapped “Not solved”, of the same conversations' },
    },
    of: (count, n) => `${count} of ${n}`,
    between: (low, high) => `likely ${low} to ${high}`,
    tooFew: 'too few for a rate',
    thin: (need) => `Too early to tell: ${need} more conversations are needed on the smaller side.`,
    /** In points of a percentage, as all differences are. */
    noDifference: (down, up) => `No difference seen yet: it may be anything from ${down} points fewer to ${up} more.`,
    higher: (prompt, low, high) => `More with “${prompt}”: by ${low} to ${high} points.`,
    lower: (prompt, low, high) => `Fewer with “${prompt}”: by ${low} to ${high} points.`,
    tokens: (n) => `${n} tokens a conversation`,
    cost: (amount) => `≈ ${amount} a conversation`,
    daily:
      'A difference is told only when it holds however often you look: of twenty experiments without any, at most one is told wrongly.',
    stop: {
      button: 'Stop the experiment now',
      text: 'From the next judgement on everybody gets the shop’s own prompt. What was counted stays.',
      stopped: 'Experiments are off: everybody gets the shop’s own prompt.',
    },
    start: {
      button: 'Switch experiments on again',
      text: (by, at, prompt) => html`Switched off by ${by}, ${at}. Everybody gets “${prompt}”.`,
      started: 'Experiments are on again.',
      owners: 'An owner can switch them on again.',
    },
  },
  ja: {
    title: '実験',
    lead: '新しい会話をプロンプトごとに振り分け、会話ごとに同じプロンプトを使い続けます。プロンプト別の結果です。',
    none: {
      title: '実験はまだ登録されていません',
      text: '2つ目のプロンプトを用意し、新しい会話のどれだけに使うかを prompts/experiments.yaml に書きます。',
      more: 'ファイルを保存するとすぐに始まります。先にプレイグラウンドとラボでお試しください。',
    },
    states: { running: '実施中', off: '停止中', ended: '終了', idle: 'このプロファイルでは対象外' },
    idle: (own) =>
      `実施されていません。本来のプロンプト「${own}」が含まれていないためです。重みを付けて追加してください。`,
    split: (parts) => `新しい会話の配分：${parts}`,
    conversations: (n) => `${n}件の会話`,
    version: (hash) => `版 ${hash}`,
    changed: (versions) => `途中で変更あり：${versions}つの版を合算`,
    control: '本来のプロンプト',
    nobody: 'まだ会話がありません',
    decisions: '判断の内訳',
    decisionNames: { resolved: '解決', needs_info: '聞き返し', handoff: '引き継ぎ', failed: '判定できず' },
    measures: {
      handedOff: { title: 'スタッフへの引き継ぎ', of: '引き継ぎ、または「担当者」のタップがあった会話' },
      notSolved: { title: '「解決していません」', of: '尋ねられて回答したお客様のうち' },
      returned: { title: '24時間以内に再度連絡', of: '回答後24時間が過ぎた会話のうち' },
      overturned: { title: '同じ件で再度連絡', of: 'または「解決していません」のタップ（同じ会話のうち）' },
    },
    of: (count, n) => `${n}件中${count}件`,
    between: (low, high) => `おそらく${low}〜${high}`,
    tooFew: '率を出すには少なすぎます',
    thin: (need) => `まだ判断できません。少ないほうの会話があと${need}件必要です。`,
    /** In points of a percentage, as all differences are. */
    noDifference: (down, up) =>
      `差は見られません。${down}ポイント少ない可能性から${up}ポイント多い可能性まであります。`,
    higher: (prompt, low, high) => `「${prompt}」のほうが${low}〜${high}ポイント多くなっています。`,
    lower: (prompt, low, high) => `「${prompt}」のほうが${low}〜${high}ポイント少なくなっています。`,
    tokens: (n) => `1会話あたり${n}トークン`,
    cost: (amount) => `1会話あたり約${amount}`,
    daily: '何度見ても成り立つ差だけを表示します。差のない実験20件のうち、誤って差ありとするのは多くて1件です。',
    stop: {
      button: '実験を今すぐ止める',
      text: '次の判断から、すべてのお客様に本来のプロンプトを使います。これまでの集計は残ります。',
      stopped: '実験を止めました。すべてのお客様に本来のプロンプトを使います。',
    },
    start: {
      button: '実験を再開する',
      text: (by, at, prompt) => html`${by}が${at}に停止しました。すべてのお客様に「${prompt}」を使っています。`,
      started: '実験を再開しました。',
      owners: '再開できるのはオーナーです。',
    },
  },
  'zh-TW': {
    title: '實驗',
    lead: '新對話會分配到不同的提示詞，每個對話一直使用同一個。以下依提示詞列出結果：',
    none: {
      title: '尚未設定任何實驗',
      text: '在商店原本的提示詞旁再放一個，並在 prompts/experiments.yaml 寫明有多少新對話使用它：',
      more: '存檔後立即開始。請先在試驗場和實驗室試過。',
    },
    states: { running: '進行中', off: '已停用', ended: '已結束', idle: '不適用於此設定檔' },
    idle: (own) => `未執行：其中沒有商店原本的提示詞「${own}」。請加入並設定權重。`,
    split: (parts) => `新對話分配：${parts}`,
    conversations: (n) => `${n} 個對話`,
    version: (hash) => `版本 ${hash}`,
    changed: (versions) => `途中有修改：${versions} 個版本合併計算`,
    control: '商店原本的',
    nobody: '還沒有對話',
    decisions: '判斷',
    decisionNames: { resolved: '已解決', needs_info: '反問', handoff: '轉交', failed: '無法判斷' },
    measures: {
      handedOff: { title: '轉交專人', of: '曾轉交或點選找真人的對話' },
      notSolved: { title: '「還沒解決」', of: '被詢問且有回答的顧客之中' },
      returned: { title: '24 小時內再次來訊', of: '回覆後已滿 24 小時的對話之中' },
      overturned: { title: '為同一件事再來', of: '或點選「還沒解決」（同上對話之中）' },
    },
    of: (count, n) => `${n} 個中有 ${count} 個`,
    between: (low, high) => `可能介於 ${low} 至 ${high}`,
    tooFew: '數量太少，無法計算比率',
    thin: (need) => `還言之過早：較少的一方還需要 ${need} 個對話。`,
    /** In points of a percentage, as all differences are. */
    noDifference: (down, up) => `尚未看到差異：可能少 ${down} 個百分點，也可能多 ${up} 個百分點。`,
    higher: (prompt, low, high) => `「${prompt}」較多，多 ${low} 至 ${high} 個百分點。`,
    lower: (prompt, low, high) => `「${prompt}」較少，少 ${low} 至 ${high} 個百分點。`,
    tokens: (n) => `每個對話 ${n} 個 token`,
    cost: (amount) => `每個對話約 ${amount}`,
    daily: '只有不論看幾次都成立的差異才會顯示：二十個沒有差異的實驗中，最多一個會誤判。',
    stop: {
      button: '立即停止實驗',
      text: '從下一次判斷起，所有顧客都使用商店原本的提示詞。已統計的數字會保留。',
      stopped: '實驗已停用：所有顧客都使用商店原本的提示詞。',
    },
    start: {
      button: '重新啟用實驗',
      text: (by, at, prompt) => html`${by} 於 ${at} 停用。所有顧客都使用「${prompt}」。`,
      started: '實驗已重新啟用。',
      owners: '擁有者可以重新啟用。',
    },
  },
  th: {
    title: 'การทดลอง',
    lead: 'บทสนทนาใหม่จะถูกแบ่งไปตามพรอมต์ และแต่ละบทสนทนาใช้พรอมต์เดิมตลอด ผลตามพรอมต์มีดังนี้',
    none: {
      title: 'ยังไม่มีการทดลอง',
      text: 'วางพรอมต์ที่สองไว้ข้างพรอมต์ของร้าน แล้วระบุใน prompts/experiments.yaml ว่าบทสนทนาใหม่กี่ส่วนจะใช้พรอมต์นั้น',
      more: 'เริ่มทันทีที่บันทึกไฟล์ ควรลองในสนามทดลองและแล็บก่อน',
    },
    states: { running: 'กำลังทดลอง', off: 'ปิดอยู่', ended: 'สิ้นสุดแล้ว', idle: 'ไม่ใช้กับโปรไฟล์นี้' },
    idle: (own) => `ยังไม่ทำงาน เพราะไม่มีพรอมต์ของร้าน “${own}” อยู่ด้วย กรุณาเพิ่มพร้อมน้ำหนัก`,
    split: (parts) => `บทสนทนาใหม่: ${parts}`,
    conversations: (n) => `${n} บทสนทนา`,
    version: (hash) => `รุ่น ${hash}`,
    changed: (versions) => `มีการแก้ระหว่างทาง นับรวม ${versions} รุ่น`,
    control: 'พรอมต์ของร้าน',
    nobody: 'ยังไม่มีบทสนทนา',
    decisions: 'การตัดสินใจ',
    decisionNames: { resolved: 'ตอบได้', needs_info: 'ถามกลับ', handoff: 'ส่งต่อ', failed: 'ตัดสินไม่ได้' },
    measures: {
      handedOff: { title: 'ส่งต่อให้เจ้าหน้าที่', of: 'บทสนทนาที่มีการส่งต่อ หรือลูกค้าแตะขอคุยกับคน' },
      notSolved: { title: '“ยังแก้ไม่ได้”', of: 'จากลูกค้าที่ถูกถามและตอบ' },
      returned: { title: 'เขียนมาอีกภายใน 24 ชม.', of: 'หลังได้คำตอบ จากบทสนทนาที่ครบ 24 ชม. แล้ว' },
      overturned: { title: 'กลับมาเรื่องเดิม', of: 'หรือแตะ “ยังแก้ไม่ได้” จากบทสนทนาเดียวกัน' },
    },
    of: (count, n) => `${count} จาก ${n}`,
    between: (low, high) => `น่าจะอยู่ระหว่าง ${low} ถึง ${high}`,
    tooFew: 'น้อยเกินกว่าจะบอกเป็นอัตรา',
    thin: (need) => `ยังเร็วเกินไป ต้องมีอีก ${need} บทสนทนาในฝั่งที่น้อยกว่า`,
    /** In points of a percentage, as all differences are. */
    noDifference: (down, up) => `ยังไม่เห็นความต่าง อาจน้อยกว่า ${down} จุด หรือมากกว่า ${up} จุดก็ได้`,
    higher: (prompt, low, high) => `“${prompt}” มากกว่า ${low} ถึง ${high} จุด`,
    lower: (prompt, low, high) => `“${prompt}” น้อยกว่า ${low} ถึง ${high} จุด`,
    tokens: (n) => `${n} โทเคนต่อบทสนทนา`,
    cost: (amount) => `≈ ${amount} ต่อบทสนทนา`,
    daily: 'จะบอกว่าต่างกันก็ต่อเมื่อเป็นจริงไม่ว่าจะดูกี่ครั้ง ในยี่สิบการทดลองที่ไม่ต่างกัน จะบอกผิดอย่างมากหนึ่งครั้ง',
    stop: {
      button: 'หยุดการทดลองเดี๋ยวนี้',
      text: 'ตั้งแต่การตัดสินใจครั้งถัดไป ทุกคนจะได้พรอมต์ของร้าน ตัวเลขที่นับไว้ยังอยู่',
      stopped: 'ปิดการทดลองแล้ว ทุกคนจะได้พรอมต์ของร้าน',
    },
    start: {
      button: 'เปิดการทดลองอีกครั้ง',
      text: (by, at, prompt) => html`${by} ปิดเมื่อ ${at} ทุกคนได้ “${prompt}”`,
      started: 'เปิดการทดลองแล้ว',
      owners: 'เจ้าของร้านเปิดได้อีกครั้ง',
    },
  },
}
