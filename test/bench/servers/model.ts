/**
 * A stand-in of a model that speaks the OpenAI chat form. It reads the newest customer's words and judges by rules that
 * anybody can follow: a question is answered from the first passage; a greeting is greeted; any other words alone are
 * asked about. It counts a token for each four bytes, in and out.
 */
import { z } from 'zod'
import type { Judgement } from '../../../src/core/judgement.ts'

const requestShape = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
})

const greeting = /^(hi|hello)\W*$/i
const tokensOf = (text: string): number => Math.ceil(Buffer.byteLength(text) / 4)

let answers = 0

export interface Answered {
  /** As it goes out. */
  body: { choices: { message: { content: string } }[] }
  input: number
  output: number
}

/** @throws z.ZodError, SyntaxError on what is not the chat form */
export function completionOf(text: string): Answered {
  const { messages } = requestShape.parse(JSON.parse(text))
  const said = messages.at(-1)?.content ?? ''
  const passage = /<passage id="([^"]+)">/.exec(messages[0]?.content ?? '')?.[1]
  const content = JSON.stringify(judge(said.split('\n'), passage))
  const [input, output] = [tokensOf(messages.map((one) => one.content).join('\n')), tokensOf(content)]
  const choice = { index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }
  const usage = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output }
  const body = { id: 'bench', object: 'chat.completion', created: 0, model: 'bench', choices: [choice], usage }
  return { body, input, output }
}

function judge(lines: readonly string[], passage: string | undefined): Judgement {
  const common = { reason: 'By a rule of the bench.', confidence: 0.95, language: 'en', summary: 'Asks the shop.' }
  if (lines.some((line) => line.includes('?'))) {
    // The same words twice within ten minutes would bring a person.
    const reply = `Thank you for asking, ${nextName()}. You will find it on the board beside our door, and we are glad to help.`
    const sources = passage === undefined ? [] : [passage]
    return { ...common, decision: 'resolved', reply, sources, small_talk: false, topic: 'menu' }
  }
  if (lines.every((line) => greeting.test(line))) {
    const reply = `Hello, ${nextName()}! How can we help you?`
    return { ...common, decision: 'resolved', reply, sources: [], small_talk: true, topic: 'other' }
  }
  const reply = `Gladly, ${nextName()}. What would you like to know about it?`
  return { ...common, decision: 'needs_info', reply, sources: [], small_talk: false, topic: 'other' }
}

/** Never the same twice, and without a digit: numbers have to stand in a passage. */
function nextName(): string {
  answers += 1
  return Array.from(answers.toString(26), (sign) => 'bcdfghjklmnpqrstvwxzaeiouy'[Number.parseInt(sign, 26)]).join('')
}
