/** The ledger in Japanese. */
import type { Unseen } from '../facts.ts'
import { limitSentences } from './limits.ts'
import { offlineSentence } from './offline.ts'
import { recordFailed } from './recording.ts'
import { linkWords } from './linking.ts'
import type { LedgerWords } from './words.ts'

const unstopped = (why: string): string => why.replace(/[.。]+$/, '')

const decisions = { resolved: '解決', needs_info: '確認の質問', handoff: 'スタッフへ引き継ぎ' }

const lowered = {
  no_source: '回答の根拠になる情報がありません',
  small_talk_with_facts: '雑談と判断されましたが、数字やリンクを含んでいます',
  unsupported_facts: '根拠とした項目にない数字やリンクを含んでいます',
  repeats_prompt: 'プロンプトの文面をそのまま含んでいます',
  low_confidence: '確信度が基準を下回りました',
  always_human: '必ずスタッフが対応する話題です',
  no_topic: 'アシスタントが回答してよい話題のどれにも当てはまりません',
  third_question: '質問が3回続くことになります',
  same_answer: '10分以内に同じ回答が3回になります',
  look_up_gave_nothing: '調べた情報が得られませんでした',
  not_recordable: '登録しようとした内容を登録できません',
}

const unseen: Record<Unseen, string> = {
  gone: 'お客様が取り消したため、LINEに残っていません',
  not_there: 'LINEに内容がありません',
  too_big: '大きすぎます',
  too_slow: '取得に時間がかかりすぎました',
  broken: 'ダウンロードが途中で切れました',
  not_prepared: 'LINEが内容を用意できませんでした',
  unknown_type: '開けない形式です',
  external: '外部のサイトにあるため、取得しません',
}

const kinds = {
  text: 'テキスト',
  sticker: 'スタンプ',
  location: '位置情報',
  image: '画像',
  video: '動画',
  audio: 'ボイスメッセージ',
  file: 'ファイル',
  other: '不明な形式',
}

const actions = {
  take: '引き受ける',
  done: '完了',
  hand_back: 'アシスタントに戻す',
  read: '既読にする',
  forget: 'データを消去',
}

export const ja: LedgerWords = {
  received: {
    text: '受信しました',
    sticker: 'スタンプを受信しました',
    location: '位置情報を受信しました',
    image: '画像を受信しました',
    video: '動画を受信しました',
    audio: 'ボイスメッセージを受信しました',
    file: 'ファイルを受信しました',
    other: '不明な形式のメッセージを受信しました',
  },
  quoted: (words) => `「${words}」を受信しました`,
  receiving: (what, again, late) =>
    `${what}${again ? '（LINEからの再送）' : ''}。${late ? '遅れて届いたため、LINEではすでに既読と表示されていました。' : ''}`,
  leftAlone: {
    standby: '別のモジュールがこのチャットを担当しているため、何もしませんでした。',
    group: 'グループ内の会話で、アカウント宛てではないため、何もしませんでした。',
    not_tester: 'テスターにだけ応答する設定（MODE=testers）のため、何もしませんでした。',
    observing: '観察だけの設定（MODE=observe）のため、何もしませんでした。',
  },
  event: (what, meaning) => `イベント「${what}」：${meaning}`,
  events: {
    postback: '当システムのものではないか、すでに無効なボタンです。何もしません。',
    join: 'アカウントがこのグループに参加しました。メンションまたは引用した人に応答します。',
    memberJoined: 'メンバーがグループに参加しました。',
    memberLeft: 'メンバーがグループから退出しました。',
    accountLink: 'お客様がアカウントを連携しました。まだ使われていません。',
    beacon: 'お客様がビーコンの近くにいます。こちらからは何も送りません。',
    videoPlayComplete: 'お客様が動画を最後まで見ました。',
    membership: 'お客様のメンバーシップが変わりました。',
    message: 'すでに受信済みか、こちら宛てではありません。',
    activated: 'LINEがこのチャネルにチャットを渡しました。',
    deactivated: '別のチャネルがチャットを担当しています。',
    botSuspended: 'LINEがアカウントを停止しました。再開されるまで何も送れません。',
    botResumed: 'LINEがアカウントを再開しました。',
    module: 'モジュールが追加または解除されました。',
  },
  nothingToDo: '記録しました。することはありません。',
  tapped: (label) => `お客様が「${label}」をタップしました。`,
  solved: 'お客様から「解決した」との返事がありました。',
  notSolved: 'お客様から「解決していない」との返事がありました。既読が早すぎました（誤った既読）。',
  askedToRead: 'お客様が既読を求めました。',
  announced: '回答が間に合う前に応答トークンが切れるため、「回答を見る」ボタンを送りました。',
  tokenFound: 'お客様の反応があったため、待っていた回答を送ります。',
  tokenForTurn: 'お客様が回答を求めています。このタップへの返信として送ります。',
  followed: 'お客様がアカウントを友だち追加しました。',
  followedAgain: 'お客様がアカウントのブロックを解除しました。',
  blocked: 'お客様がアカウントをブロックしたため、予定していた送信を取り消しました。',
  leftGroup: 'アカウントがグループから外れたため、予定していた送信を取り消しました。',
  forgotten: (by) => `会話の内容をすべて消去しました（${by}）。`,
  outcomeAsked: '解決したかどうかをお客様にたずねました。',
  unsent: 'お客様が送信を取り消したため、内容を消去しました。',
  unsentGone: 'お客様が送信を取り消したため、LINEに内容が残っていません。',
  unsentErased: '書いた人のデータを消去したため、内容は残っていません。',
  expired: (days) => `保存期間（${days}日）を過ぎたため、内容を消去しました。`,
  restored:
    'バックアップから復元しました。当時対応中だったものは、その後に回答済みの可能性があるため、アシスタントは返信せずスタッフに引き継ぎます。',
  stale: 'アシスタントが答えるには古すぎるため、スタッフに渡しました。スタッフが対応するまで未読のままです。',
  assigned: (experiment, prompt) => `実験「${experiment}」に、プロンプト「${prompt}」で加わりました。`,
  judging: 'アシスタントが検討を始めました。',
  judged(one) {
    const ruled = one.by === 'rule'
    const by = ruled ? 'ルールによる判断' : `${one.model ?? 'モデル'}の判断`
    const down = one.lowered ? `（当初は「${decisions[one.said]}」。変更の理由：${lowered[one.lowered]}）` : ''
    const sure = ruled ? '。' : `、確信度 ${one.confidence}。`
    const sources = one.sources.length > 0 && one.decision === 'resolved' ? ` 根拠：${one.sources.join('、')}。` : ''
    const would = one.reply ? ` 送るはずだった回答：「${one.reply}」` : ''
    return `${by}：${decisions[one.decision]}${down}${sure}${one.reason ? ` ${one.reason}` : ''}${sources}${would}`
  },
  fixedReason(reason) {
    switch (reason.type) {
      case 'asked_for_person':
        return 'お客様が担当者との会話を希望しています。'
      case 'tapped_person':
        return 'お客様が「担当者と話す」をタップしました。'
      case 'not_solved':
        return 'アシスタントの回答では解決しなかったと、お客様から返事がありました。'
      case 'not_linked':
        return linkWords.ja.not_linked
      case 'cannot_see':
        return `アシスタントが見られないメッセージです（${kinds[reason.kind]}）。`
      case 'could_not_look':
        return `アシスタントは内容を確認できませんでした：${reason.whys.map((why) => unseen[why]).join('、')}。`
      case 'limit':
        return limitSentences.ja[reason.limit]
      case 'not_recorded':
      case 'maybe_recorded':
        return recordFailed(reason, 'ja')
      case 'offline':
        return offlineSentence(reason.reason, reason.found, 'ja')
      default:
        return reason satisfies never
    }
  },
  failed: (why) => `判断できませんでした：${unstopped(why)}。`,
  paused: '判断していません。アシスタントは一時停止中です。',
  dropped: {
    message: 'その間に続きのメッセージが届いたため、まとめて判断し直します。',
    unsend: 'その間にメッセージが取り消されたため、それを除いて判断し直します。',
    staff: 'その間にスタッフが対応を始めたため、判断を取り下げました。',
    left_alone: 'その間に MODE が変更されたため、判断を取り下げました。',
    paused: 'その間にアシスタントが一時停止されたため、判断を取り下げました。',
  },
  closed: {
    resolved: '対応しました。',
    handoff: 'スタッフに引き継ぎました。',
    staff: 'スタッフの対応分として終了しました。',
    observed: '観察だけです。送信も既読も引き継ぎもしていません。',
    left: 'お客様がいなくなったため終了しました。',
  },
  asked: 'お客様に質問を返します。終了せず、未読のままです。',
  unanswered: 'スタッフに表示します。未読のままです。',
  unansweredWithNotice: 'お客様にお知らせを返し、スタッフに表示します。未読のままです。',
  reopened: '一部のメッセージが取り消されたため、判断し直しました。',
  handedOff: 'スタッフが会話を受け持ちます。アシスタントは応答しません。',
  taken: (by) => `${by}さんが引き受けました。`,
  handedBack: (by) => `${by}さんが会話をアシスタントに戻しました。`,
  handedBackByCustomer: 'お客様が会話をアシスタントに戻しました。',
  handedBackByTime: 'スタッフの操作がしばらくなかったため、会話をアシスタントに戻しました。',
  done: (by) => `${by}さんが対応を完了しました。会話はアシスタントに戻りました。`,
  staffRead: (by) => `${by}さんが既読にしました。`,
  addressKept: (by) => `${by}さんがLINEチャットのアドレスを変更しました。`,
  graded: (by, right) =>
    right
      ? `${by}さんの評価：「解決」の判断は正しかった。`
      : `${by}さんの評価：「解決」の判断は誤りだった（誤った既読）。`,
  suspected: 'お客様が、こちらが送っていないメッセージを引用しました。スタッフの誰かが返信しているようです。',
  notAnswering: (by) => `${by}さんによると、スタッフは誰も返信していません。`,
  reminded: (count) =>
    `まだお待ちいただいているため、スタッフに再度知らせました${count > 1 ? `（${count}回目）` : ''}。`,
  reassured: 'スタッフが不在の時間に届いたため、お待たせしている旨をお客様に伝えました。',
  refused(by, action, why) {
    const what = `${by}さんの「${actions[action]}」は受け付けられませんでした`
    switch (why) {
      case 'changed':
        return `${what}。その間に状況が変わっていました。`
      case 'taken_already':
        return `${what}。すでにほかの人が引き受けています。`
      case 'back_already':
        return `${what}。すでにアシスタントに戻っています。`
      case 'still_waits':
        return `${what}。まだ誰も引き受けていないため、戻すものがありません。お客様はお待ちのままです。`
      case 'ended':
        return `${what}。すでに終了しています。`
      case 'nothing_to_do':
        return `${by}さんの「${actions[action]}」：することはありませんでした。`
      default:
        return why satisfies never
    }
  },
  entered: (kind) =>
    kind === 'paused' ? 'アシスタントが一時停止中のため、「対応待ち」に入りました。' : '「対応待ち」に入りました。',
  outcome(what, result, detail) {
    const named = { read: '既読の送信', reply: '返信', notify: 'スタッフへの通知' }[what]
    switch (result) {
      case 'done':
        return { read: undefined, reply: '返信が届きました。', notify: 'スタッフに通知しました。' }[what]
      case 'refused':
        return `${named}が拒否されました（${detail}）。`
      case 'unknown':
        return `${named}の結果がわからないため（${detail}）、同じ方法で再試行します。`
      default:
        return result satisfies never
    }
  },
  putOff: (seconds, why) => `${seconds}秒後に延期しました：${unstopped(why)}。`,
  pushInstead: '応答トークンが使えなくなったため、プッシュメッセージで送ります。',
  deferred: 'プッシュメッセージの費用がかかりすぎるため、次の返信と一緒に送ります。',
  tokenRefused: 'LINEが既読トークンを拒否しました。',
  read: '既読：LINEが確認しました。',
  endings: {
    done: undefined,
    refused: '最後の既読トークンがLINEに拒否されました。',
    undelivered: '回答を届けられなかったため、スタッフに渡しました。',
    uncertain: '回答が届いたかどうか不明なため、スタッフに渡しました。',
    nothing_to_do: '既読にするものは残っていませんでした。',
    superseded: undefined,
    unsent: 'メッセージが取り消されたため、回答を取りやめました。',
    taken: 'スタッフが対応を始めたため、回答を取りやめました。',
    left: 'お客様がいなくなったため、回答を取りやめました。',
    not_said: '有効なトークンがないか、時間がたちすぎたため、お知らせを送りませんでした。',
    left_alone: 'MODE の設定により、ここでは何も送りません。',
  },
  conclusions: {
    asked: '未読：まだ終了していません。次に解決した回答で既読になります。',
    stale: '未読：スタッフの対応を待っています。',
    during_staff: '未読：スタッフの対応中に届いたもので、スタッフの分です。',
    waits_for_staff: '未読：お客様がスタッフの対応を待っている間に届きました。',
    handling: '未読：対応中です。',
    observed: '未読：MODE の設定により、既読にしません。',
    left: '未読：お客様またはアカウントがいなくなりました。',
    unseen: '未読：まだ誰も見ていません。スタッフが対応すると既読になります。',
    no_read: '未読：設定（read_on）により、既読にしません。',
    with_staff: '未読：スタッフが対応中です。「完了」または「既読にする」で既読になります。',
    unmarked: '未読：スタッフが引き受けましたが、既読にしませんでした。',
    with_answer: '未読：お客様の次の反応を待っている回答と一緒に既読になります。',
    until_told: '未読：スタッフに通知できるまで既読にしません。',
    until_recorded: '未読：依頼の登録がお店のシステムで確認できるまで既読にしません。',
    no_token: '未読：LINEから既読トークンが届いていません。後のトークンで既読になります。',
    came_late: '遅れて届いたため、LINEでは最初から既読と表示されています。',
    token_refused: '未読：LINEが既読トークンを拒否しました。後のトークンで既読になります。',
    due: '未読：既読を送信しているところです。',
  },
  unsentText: '（送信取消）',
  expiredText: '（消去済み）',
}
