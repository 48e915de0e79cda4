/** What a tap in a Flex Message can do, as LINE's reference describes it ("Action objects"). */
import { z } from 'zod'

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
export const graphemeCount = (text: string): number => [...graphemes.segment(text)].length

/** In a Flex Message up to 40 characters; elsewhere 20: see message-limits.ts. */
export const label = z
  .string()
  .min(1)
  .refine((words) => graphemeCount(words) <= 40)
const data = z.string().min(1).max(300)
const uri = z
  .string()
  .max(1000)
  .regex(/^(https?|line|tel):/, 'invalid uri scheme')

/** Cameras, places and rich menus are not for Flex Messages. */
export function actionWith<T extends z.ZodType>(label: T) {
  return z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('postback'),
      label,
      data,
      displayText: z.string().min(1).max(300).optional(),
      text: z.string().min(1).max(300).optional(),
      inputOption: z.enum(['closeRichMenu', 'openRichMenu', 'openKeyboard', 'openVoice']).optional(),
      fillInText: z.string().max(300).optional(),
    }),
    z.strictObject({ type: z.literal('message'), label, text: z.string().min(1).max(300) }),
    z.strictObject({ type: z.literal('uri'), label, uri, altUri: z.strictObject({ desktop: uri }).optional() }),
    z.strictObject({
      type: z.literal('datetimepicker'),
      label,
      data,
      mode: z.enum(['date', 'time', 'datetime']),
      initial: z.string().optional(),
      max: z.string().optional(),
      min: z.string().optional(),
    }),
    z.strictObject({ type: z.literal('clipboard'), label, clipboardText: z.string().min(1).max(1000) }),
  ])
}
