/** The ledger in Traditional Chinese, as written in Taiwan. */
import type { Unseen } from '../facts.ts'
import { limitSentences } from './limits.ts'
import { offlineSentence } from './offline.ts'
import { recordFailed } from './recording.ts'
import { linkWords } from './linking.ts'
import type { LedgerWords } from './words.ts'

const unstopped = (why: string): string => why.replace(/[.。]+$/, '')

const decisions = { resolved: '已解決', needs_info: '需要再詢問', handoff: '轉交專人' }

const lowered = {
  no_source: '沒有資料可佐證這個回答',
  small_talk_with_facts: '被判為閒聊，內容卻有數字或連結',
  unsupported_facts: '內容有引用資料中沒有的數字或連結',
  repeats_prompt: '內容照抄了提示詞',
  low_confidence: '信心低於門檻',
  always_human: '這個主題一律由專人處理',
  no_topic: '這不屬於助理可以回答的任何主題',
  third_question: '會變成連續第三次反問',
  same_answer: '十分鐘內會第三次給出相同回答',
  look_up_gave_nothing: '查詢沒有得到需要的資料',
  not_recordable: '想記錄的內容無法記錄',
}

const unseen: Record<Unseen, string> = {
  gone: '顧客已收回，LINE 上已沒有內容',
  not_there: 'LINE 上沒有內容',
  too_big: '檔案太大',
  too_slow: '下載花了太久',
  broken: '下載中斷',
  not_prepared: 'LINE 無法準備內容',
  unknown_type: '無法開啟這種類型',
  external: '放在外部網站，不會去下載',
}

const kinds = {
  text: '文字',
  sticker: '貼圖',
  location: '位置資訊',
  image: '圖片',
  video: '影片',
  audio: '語音訊息',
  file: '檔案',
  other: '未知類型',
}

const actions = { take: '接手', done: '完成', hand_back: '交還助理', read: '標為已讀', forget: '清除資料' }

export const zhTW: LedgerWords = {
  received: {
    text: '已收到',
    sticker: '收到貼圖',
    location: '收到位置資訊',
    image: '收到圖片',
    video: '收到影片',
    audio: '收到語音訊息',
    file: '收到檔案',
    other: '收到未知類型的訊息',
  },
  quoted: (words) => `收到「${words}」`,
  receiving: (what, again, late) =>
    `${what}${again ? '（LINE 重新傳送）' : ''}。${late ? '這則訊息較晚送達，LINE 先前已顯示為已讀。' : ''}`,
  leftAlone: {
    standby: '聊天目前由其他模組處理，未做任何動作。',
    group: '群組中的訊息不是對帳號說的，未做任何動作。',
    not_tester: '目前只回覆測試人員（MODE=testers），未做任何動作。',
    observing: '助理目前只觀察（MODE=observe），未做任何動作。',
  },
  event: (what, meaning) => `事件「${what}」：${meaning}`,
  events: {
    postback: '不是本系統的按鈕，或已失效，不做任何動作。',
    join: '帳號已加入這個群組，會回覆提及或引用它的人。',
    memberJoined: '有成員加入群組。',
    memberLeft: '有成員離開群組。',
    accountLink: '顧客連結了帳號，目前沒有用到。',
    beacon: '顧客在 Beacon 附近，不會主動傳訊。',
    videoPlayComplete: '顧客看完了影片。',
    membership: '顧客的會員方案有變動。',
    message: '先前已收到，或不是給我們的。',
    activated: 'LINE 把聊天交給了這個頻道。',
    deactivated: '聊天目前由其他頻道處理。',
    botSuspended: 'LINE 已停用帳號，恢復之前無法傳送任何訊息。',
    botResumed: 'LINE 已恢復帳號。',
    module: '模組已附加或移除。',
  },
  nothingToDo: '已記錄，沒有需要做的事。',
  tapped: (label) => `顧客點了「${label}」。`,
  solved: '顧客表示問題已解決。',
  notSolved: '顧客表示還沒解決：太早標為已讀了（誤判已讀）。',
  askedToRead: '顧客要求標為已讀。',
  announced: '回覆權杖會在答案備妥前到期，因此先送出「查看回覆」按鈕。',
  tokenFound: '顧客有了回應，等待中的回覆會隨之送出。',
  tokenForTurn: '顧客想看回覆，將隨這次點按送出。',
  followed: '顧客將帳號加為好友。',
  followedAgain: '顧客解除了對帳號的封鎖。',
  blocked: '顧客封鎖了帳號，待送的內容已取消。',
  leftGroup: '帳號已不在這個群組，待送的內容已取消。',
  forgotten: (by) => `對話內容已全部清除（${by}）。`,
  outcomeAsked: '已詢問顧客問題是否解決。',
  unsent: '顧客收回了訊息，內容已清除。',
  unsentGone: '顧客收回了訊息，LINE 上已沒有內容。',
  unsentErased: '發訊者的資料已清除，內容不再保留。',
  expired: (days) => `內容已超過 ${days} 天的保存期限，已清除。`,
  restored: '由備份還原。當時處理中的訊息之後可能已獲回覆，因此改由服務人員處理，助理不再回覆。',
  stale: '對助理來說已經太舊，改交給同仁；有人接手前維持未讀。',
  assigned: (experiment, prompt) => `加入實驗「${experiment}」，使用提示詞「${prompt}」。`,
  judging: '助理開始思考。',
  judged(one) {
    const ruled = one.by === 'rule'
    const by = ruled ? '依規則判斷' : `${one.model ?? '模型'} 判斷`
    const down = one.lowered ? `（原判斷為「${decisions[one.said]}」，調整原因：${lowered[one.lowered]}）` : ''
    const sure = ruled ? '。' : `，信心 ${one.confidence}。`
    const sources = one.sources.length > 0 && one.decision === 'resolved' ? ` 依據：${one.sources.join('、')}。` : ''
    const would = one.reply ? ` 原本會回覆：「${one.reply}」` : ''
    return `${by}：${decisions[one.decision]}${down}${sure}${one.reason ? ` ${one.reason}` : ''}${sources}${would}`
  },
  fixedReason(reason) {
    switch (reason.type) {
      case 'asked_for_person':
        return '顧客要求由真人服務。'
      case 'tapped_person':
        return '顧客點了「轉接真人客服」。'
      case 'not_solved':
        return '顧客表示助理的回答沒有解決問題。'
      case 'not_linked':
        return linkWords['zh-TW'].not_linked
      case 'cannot_see':
        return `顧客傳了助理看不到的訊息（${kinds[reason.kind]}）。`
      case 'could_not_look':
        return `助理無法查看內容：${reason.whys.map((why) => unseen[why]).join('；')}。`
      case 'limit':
        return limitSentences['zh-TW'][reason.limit]
      case 'not_recorded':
      case 'maybe_recorded':
        return recordFailed(reason, 'zh-TW')
      case 'offline':
        return offlineSentence(reason.reason, reason.found, 'zh-TW')
      default:
        return reason satisfies never
    }
  },
  failed: (why) => `無法判斷：${unstopped(why)}。`,
  paused: '未判斷：助理暫停中。',
  dropped: {
    message: '期間又收到新訊息，將合併重新判斷。',
    unsend: '期間有訊息被收回，將排除後重新判斷。',
    staff: '期間同仁已接手，判斷作廢。',
    left_alone: '期間 MODE 有變更，判斷作廢。',
    paused: '期間助理被暫停，判斷作廢。',
  },
  closed: {
    resolved: '已處理。',
    handoff: '已轉交專人。',
    staff: '歸同仁處理，已結束。',
    observed: '僅觀察：沒有回覆、標示已讀或轉交。',
    left: '顧客已離開，已結束。',
  },
  asked: '向顧客反問；訊息仍未結束，維持未讀。',
  unanswered: '同仁看得到；維持未讀。',
  unansweredWithNotice: '已回覆通知，同仁看得到；維持未讀。',
  reopened: '部分訊息被收回，已重新判斷。',
  handedOff: '對話由同仁處理，助理不再回覆。',
  taken: (by) => `${by} 接手了對話。`,
  handedBack: (by) => `${by} 將對話交還助理。`,
  handedBackByCustomer: '顧客將對話交還助理。',
  handedBackByTime: '同仁已有一段時間沒有動作，對話交還助理。',
  done: (by) => `${by} 表示已處理完成，對話交還助理。`,
  staffRead: (by) => `${by} 將訊息標為已讀。`,
  addressKept: (by) => `${by} 更改了 LINE 聊天的網址。`,
  graded: (by, right) =>
    right ? `${by} 的評分：「已解決」的判斷正確。` : `${by} 的評分：「已解決」的判斷錯誤（誤判已讀）。`,
  suspected: '顧客引用了不是我們傳送的訊息，似乎有同仁正在回覆。',
  notAnswering: (by) => `${by} 表示沒有同仁在回覆。`,
  reminded: (count) => `仍在等待，已提醒同仁${count > 1 ? `（第 ${count} 次）` : ''}。`,
  reassured: '訊息在沒有同仁的時段送達，已告知顧客我們沒有忘記。',
  refused(by, action, why) {
    const what = `${by} 按了「${actions[action]}」但未生效`
    switch (why) {
      case 'changed':
        return `${what}：期間狀況已變更。`
      case 'taken_already':
        return `${what}：已有人接手。`
      case 'back_already':
        return `${what}：對話早已交還助理。`
      case 'still_waits':
        return `${what}：尚無人接手，沒有可交還的對話，顧客仍在等候。`
      case 'ended':
        return `${what}：已經結束。`
      case 'nothing_to_do':
        return `${by} 按了「${actions[action]}」：沒有需要做的事。`
      default:
        return why satisfies never
    }
  },
  entered: (kind) => (kind === 'paused' ? '助理暫停中，已列入「待處理」。' : '已列入「待處理」。'),
  outcome(what, result, detail) {
    const named = { read: '標示已讀', reply: '回覆', notify: '通知同仁' }[what]
    switch (result) {
      case 'done':
        return { read: undefined, reply: '回覆已送達。', notify: '已通知同仁。' }[what]
      case 'refused':
        return `${named}遭拒（${detail}）。`
      case 'unknown':
        return `${named}結果不明（${detail}），以同樣方式重試。`
      default:
        return result satisfies never
    }
  },
  putOff: (seconds, why) => `延後 ${seconds} 秒：${unstopped(why)}。`,
  pushInstead: '回覆權杖已失效，改用推播傳送。',
  deferred: '目前推播費用過高，會隨下一則回覆一起送出。',
  tokenRefused: 'LINE 拒絕了已讀權杖。',
  read: '已讀：LINE 已確認。',
  endings: {
    done: undefined,
    refused: 'LINE 拒絕了最後一個待送的已讀權杖。',
    undelivered: '回覆無法送達，已交給同仁。',
    uncertain: '無法確定回覆是否送達，已交給同仁。',
    nothing_to_do: '沒有需要標示的訊息。',
    superseded: undefined,
    unsent: '訊息被收回，回覆作罷。',
    taken: '同仁已接手，回覆作罷。',
    left: '顧客已離開，回覆作罷。',
    not_said: '沒有有效的權杖或等待過久，通知未送出。',
    left_alone: '未執行：MODE 設定此處不回覆。',
  },
  conclusions: {
    asked: '未讀：尚未結束，下一則解決問題的回覆會標為已讀。',
    stale: '未讀：等待同仁。',
    during_staff: '未讀：在同仁處理期間送達，由同仁負責。',
    waits_for_staff: '未讀：在顧客等待同仁期間送達。',
    handling: '未讀：處理中。',
    observed: '未讀：依 MODE 設定不標示已讀。',
    left: '未讀：顧客或帳號已離開。',
    unseen: '未讀：還沒有人看過，同仁接手後才標為已讀。',
    no_read: '未讀：依設定（read_on）不標示已讀。',
    with_staff: '未讀：由同仁處理中，按「完成」或「標為已讀」就會標為已讀。',
    unmarked: '未讀：同仁接手處理，但沒有標為已讀。',
    with_answer: '未讀：會隨回覆一起標為已讀，回覆正等待顧客下一次回應。',
    until_told: '未讀：通知到同仁之後才標為已讀。',
    until_recorded: '未讀：等店家的系統確認請求已記錄之後才標為已讀。',
    no_token: '未讀：LINE 沒有提供已讀權杖，之後的權杖會一併涵蓋。',
    came_late: '較晚送達，LINE 一開始就顯示為已讀。',
    token_refused: '未讀：LINE 拒絕了已讀權杖，之後的權杖會一併涵蓋。',
    due: '未讀：正在送出已讀。',
  },
  unsentText: '（已收回）',
  expiredText: '（已清除）',
}
