/** Answers in the OpenAI chat form, as OpenAI and private endpoints write them. */
import type { Recorded } from '../gemini/server.ts'

/** A chat completion as OpenAI sends it. */
export function completion(
  content: unknown,
  more: { finish_reason?: string | null; refusal?: string; usage?: unknown } = {},
): Recorded {
  const { finish_reason = 'stop', refusal = null, usage = counted } = more
  return {
    body: {
      id: 'chatcmpl-recorded',
      object: 'chat.completion',
      created: 1_790_000_000,
      model: 'gpt-5-mini-2025-08-07',
      choices: [
        { index: 0, message: { role: 'assistant', content, refusal, annotations: [] }, logprobs: null, finish_reason },
      ],
      usage,
    },
  }
}

const counted = {
  prompt_tokens: 1200,
  completion_tokens: 100,
  total_tokens: 1300,
  completion_tokens_details: { reasoning_tokens: 20, audio_tokens: 0 },
}

/** An error as OpenAI writes it; private endpoints leave the parts out, or write a text. */
export function failure(status: number, error: unknown = {}, headers: Record<string, string> = {}): Recorded {
  const whole = typeof error === 'object' ? { message: 'as recorded', type: 'invalid_request_error', ...error } : error
  return { status, body: { error: whole }, headers }
}
