/** The page on which a customer signs in at the shop, behind a button under the question that wants it. */
import type { OutgoingMessage, ReplyAction } from './action.ts'
import { noticeLanguage, type NoticeLanguage } from './language.ts'
import { noticeText, type PromptPolicy } from './policy.ts'
import { maxMessages } from './text.ts'

/** LINE: 20 characters as people count them. */
const labels: Record<NoticeLanguage, string> = {
  en: 'Sign in',
  ja: 'ログインする',
  'zh-TW': '登入',
  th: 'เข้าสู่ระบบ',
  id: 'Masuk',
}

/**
 * A question with the page below it. The address holds a link token, so it is no text: what the assistant has said is kept,
 * and told to the model again.
 * @param address with a link token of this customer's
 */
export function withSignIn(words: ReplyAction, address: string, policy: PromptPolicy, language: string): ReplyAction {
  const texts = words.body.slice(0, maxMessages - 1)
  const last = texts.at(-1)
  // LINE shows quick replies under the last message alone.
  const quickReply = last?.type === 'text' ? last.quickReply : undefined
  const before = texts.map((message): OutgoingMessage => {
    if (message.type !== 'text' || message.quickReply === undefined) return message
    const { quickReply: _quickReply, ...rest } = message
    return rest
  })
  const text = noticeText(policy, 'link_account', language)
  const sender = policy.sender_name === undefined ? undefined : { name: policy.sender_name }
  const page: OutgoingMessage = {
    type: 'template',
    // Where a template is not shown, the address can be opened.
    altText: `${text} ${address}`,
    template: {
      type: 'buttons',
      text,
      actions: [{ type: 'uri', label: labels[noticeLanguage(language)], uri: address }],
    },
    sender,
    ...(quickReply && { quickReply }),
  }
  return { ...words, body: [...before, page] }
}
