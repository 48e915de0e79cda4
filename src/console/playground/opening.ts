/** How the playground opens: empty or with a past turn, and with which two prompts. */
import type { Context } from 'koa'
import type { Conversation } from '../../core/conversation.ts'
import { textIn } from '../learning/parts.ts'
import { nameOf } from '../names.ts'
import type { Pages } from '../pages.ts'
import type { PlaygroundPage } from './page.ts'
import type { PlaygroundParts } from './parts.ts'
import { pastOf, type Past } from './past.ts'
import { sideOf, type Side } from './side.ts'
import type { SideName, Written } from './written.ts'

/** What the page comes from. */
export interface Opened {
  conversation: Conversation
  past: Past
}

/** @returns undefined when its words are gone */
export async function openPast(
  { store }: Pick<PlaygroundParts, 'store'>,
  id: string,
  turn?: string,
): Promise<Opened | undefined> {
  const conversation = await store.load(id)
  const past = conversation && pastOf(conversation, turn)
  return conversation && past && { conversation, past }
}

/** What stands on the page before anybody has written on it. */
export async function writtenAtFirst(
  ctx: Context,
  parts: Pick<PlaygroundParts, 'files' | 'prompts'>,
  opened: Opened | undefined,
): Promise<Written> {
  const [a, b] = await promptsAtFirst(ctx, parts, opened?.past.prompt)
  const { messages = [], before = [], customer = '', language = '' } = opened?.past ?? {}
  return {
    messages,
    before,
    customer,
    language,
    prompts: { a: { file: a, of: '' }, b: { file: b, of: '' } },
    from: opened && { conversation: opened.conversation.id, turn: opened.past.turn },
  }
}

/** The shop's own prompt, and the other one of a running experiment. */
async function promptsAtFirst(
  ctx: Context,
  { files, prompts }: Pick<PlaygroundParts, 'files' | 'prompts'>,
  judgedBy: string | undefined,
): Promise<[string, string]> {
  const there = await files.names()
  const known = (name: string | undefined): string | undefined =>
    name !== undefined && there.includes(name) ? name : undefined
  const own = prompts.current().name
  const a = known(textIn(ctx, 'a')) ?? known(judgedBy) ?? own
  const variant = prompts.experiment?.()?.variants.find(({ prompt }) => prompt !== a)?.prompt
  return [a, known(textIn(ctx, 'b')) ?? known(variant) ?? own]
}

/** @param load the side whose chosen file takes the place of its text */
export const bothSides = async (
  { prompts: { a, b } }: Written,
  { files }: Pick<PlaygroundParts, 'files'>,
  load?: SideName,
): Promise<Record<SideName, Side>> => ({
  a: await sideOf('a', a, files, load === 'a'),
  b: await sideOf('b', b, files, load === 'b'),
})

/** The page around what is written, with nothing done yet. */
export async function pageOf(
  ctx: Context,
  pages: Pages,
  { names, files, knowledge, model }: PlaygroundParts,
  { written, sides, from }: Pick<PlaygroundPage, 'written' | 'sides'> & { from: Conversation | undefined },
): Promise<PlaygroundPage> {
  const language = pages.language(ctx)
  return {
    written,
    sides,
    files: await files.names(),
    model,
    from: from && {
      conversation: from.id,
      name: await nameOf(from, names, language),
      several: from.chat.type !== 'user',
    },
    problems: [],
    as: { a: '', b: '' },
    passages: (knowledge?.passages() ?? []).map(({ id }) => id),
    maySave: pages.member(ctx).role === 'owner',
    language,
    token: pages.token(ctx),
  }
}
