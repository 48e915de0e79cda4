/** In which language a fixed text is said, when no model is there to tell. */
import { wordsOf } from './content.ts'
import type { Conversation } from './conversation.ts'
import { guessLanguage, sureLanguage } from './language.ts'
import type { PromptPolicy } from './policy.ts'
import type { Turn } from './turn.ts'

/**
 * What the newest words are surely written in (kana, Thai: a customer who changes the language means it); else the language
 * of the last judgement, that of the customer's LINE profile, a guess from the script, the channel's own.
 */
export function fixedLanguage(
  { language, profileLanguage }: Pick<Conversation, 'language' | 'profileLanguage'>,
  turn: Pick<Turn, 'messages'>,
  policy: Pick<PromptPolicy, 'language'>,
): string {
  const words = turn.messages.map((message) => wordsOf(message.content)).findLast((text) => text !== '') ?? ''
  const sure = sureLanguage(words)
  if (sure === 'ja' || sure === 'th') return sure
  return language ?? profileLanguage ?? guessLanguage(words) ?? policy.language
}
