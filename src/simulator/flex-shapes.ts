/**
 * Flex Messages as LINE's reference describes them (Messaging API reference, "Flex Message"; actions under "Action
 * objects"). What is not described there is refused: LINE does so too, for instance the spacer, which it gave up.
 */
import { z } from 'zod'
import { actionWith, label } from './flex-actions.ts'

const colour = z.string().regex(/^#([0-9a-f]{6}|[0-9a-f]{8})$/i)
const pixels = String.raw`\d+(\.\d+)?px`
const percent = String.raw`\d+(\.\d+)?%`
const oneOf = (...forms: string[]): z.ZodString => z.string().regex(new RegExp(`^(${forms.join('|')})$`))
const steps = 'none|xs|sm|md|lg|xl|xxl'
const fontSizes = 'xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl'
const space = oneOf(steps, pixels)
const padding = oneOf(steps, pixels, percent)
const offset = oneOf(steps, `-?${pixels}`, `-?${percent}`)
const length = oneOf(pixels, percent)
const fontSize = oneOf(fontSizes, pixels)
const ratio = z
  .string()
  .regex(/^\d+(\.\d+)?:\d+(\.\d+)?$/)
  .refine((value) => {
    const [width = 0, height = 0] = value.split(':').map(Number)
    return width >= 1 && width <= 100_000 && height >= 1 && height <= 100_000 && height <= 3 * width
  })
const flex = z.number().min(0)
const url = z.string().min(1).max(2000)
/** `\n` alone is text too. */
const text = z.string().min(1)

/** A button's label is required; other components can have one. */
const action = actionWith(label.optional()).optional()

const offsets = {
  position: z.enum(['relative', 'absolute']).optional(),
  offsetTop: offset.optional(),
  offsetBottom: offset.optional(),
  offsetStart: offset.optional(),
  offsetEnd: offset.optional(),
}
const gravity = z.enum(['top', 'center', 'bottom']).optional()
const align = z.enum(['start', 'center', 'end']).optional()
const letters = {
  color: colour.optional(),
  size: fontSize.optional(),
  weight: z.enum(['regular', 'bold']).optional(),
  style: z.enum(['normal', 'italic']).optional(),
  decoration: z.enum(['none', 'underline', 'line-through']).optional(),
}
const adjustMode = z.literal('shrink-to-fit').optional()
const scaling = z.boolean().optional()

/** What LINE lets into a box depends on its layout. */
const IN_BASELINE = ['icon', 'text', 'filler']
const IN_OTHERS = ['box', 'button', 'image', 'text', 'separator', 'filler']

/** A component as it is kept and shown; each kind has more, as the schemas below say. */
export interface FlexComponent {
  type: string
  [property: string]: unknown
}

const Component: z.ZodType<FlexComponent> = z.lazy(() =>
  z.discriminatedUnion('type', [Box, Button, Image, Icon, Text, Separator, Filler]),
)

const Box = z
  .strictObject({
    type: z.literal('box'),
    layout: z.enum(['horizontal', 'vertical', 'baseline']),
    contents: z.array(Component),
    backgroundColor: colour.optional(),
    borderColor: colour.optional(),
    borderWidth: oneOf('none|light|normal|medium|semi-bold|bold', pixels).optional(),
    cornerRadius: space.optional(),
    width: length.optional(),
    maxWidth: length.optional(),
    height: length.optional(),
    maxHeight: length.optional(),
    flex: flex.optional(),
    spacing: space.optional(),
    margin: space.optional(),
    paddingAll: padding.optional(),
    paddingTop: padding.optional(),
    paddingBottom: padding.optional(),
    paddingStart: padding.optional(),
    paddingEnd: padding.optional(),
    ...offsets,
    action,
    justifyContent: z
      .enum(['flex-start', 'center', 'flex-end', 'space-between', 'space-around', 'space-evenly'])
      .optional(),
    alignItems: z.enum(['flex-start', 'center', 'flex-end']).optional(),
    background: z
      .strictObject({
        type: z.literal('linearGradient'),
        angle: z.string().regex(/^\d+(\.\d+)?deg$/),
        startColor: colour,
        endColor: colour,
        centerColor: colour.optional(),
        centerPosition: oneOf(percent).optional(),
      })
      .optional(),
  })
  .superRefine(({ layout, contents }, context) => {
    const taken = layout === 'baseline' ? IN_BASELINE : IN_OTHERS
    for (const [index, { type }] of contents.entries())
      if (!taken.includes(type))
        context.addIssue({ code: 'custom', message: 'invalid box content type', path: ['contents', index] })
  })

const Button = z.strictObject({
  type: z.literal('button'),
  action: actionWith(label),
  flex: flex.optional(),
  margin: space.optional(),
  ...offsets,
  height: z.enum(['sm', 'md']).optional(),
  style: z.enum(['primary', 'secondary', 'link']).optional(),
  color: colour.optional(),
  gravity,
  adjustMode,
  scaling,
})

const Image = z.strictObject({
  type: z.literal('image'),
  url,
  flex: flex.optional(),
  margin: space.optional(),
  ...offsets,
  align,
  gravity,
  size: oneOf(fontSizes, 'full', pixels, percent).optional(),
  aspectRatio: ratio.optional(),
  aspectMode: z.enum(['cover', 'fit']).optional(),
  backgroundColor: colour.optional(),
  action,
  animated: z.boolean().optional(),
})

const Icon = z.strictObject({
  type: z.literal('icon'),
  url,
  margin: space.optional(),
  ...offsets,
  size: fontSize.optional(),
  scaling,
  aspectRatio: ratio.optional(),
})

const Span = z.strictObject({ type: z.literal('span'), text: text.optional(), ...letters })

const Text = z
  .strictObject({
    type: z.literal('text'),
    text: text.optional(),
    contents: z.array(Span).optional(),
    adjustMode,
    flex: flex.optional(),
    margin: space.optional(),
    ...offsets,
    ...letters,
    scaling,
    align,
    gravity,
    wrap: z.boolean().optional(),
    lineSpacing: oneOf(pixels).optional(),
    maxLines: z.number().int().min(0).optional(),
    action,
  })
  .refine(({ text, contents }) => text !== undefined || contents !== undefined, {
    message: 'must be specified',
    path: ['text'],
  })

const Separator = z.strictObject({
  type: z.literal('separator'),
  margin: space.optional(),
  color: colour.optional(),
})
const Filler = z.strictObject({ type: z.literal('filler'), flex: flex.optional() })

const Video = z.strictObject({
  type: z.literal('video'),
  url,
  previewUrl: url,
  altContent: z.discriminatedUnion('type', [Box, Image]),
  aspectRatio: ratio.optional(),
  action,
})

const blockStyle = z
  .strictObject({
    backgroundColor: colour.optional(),
    separator: z.boolean().optional(),
    separatorColor: colour.optional(),
  })
  .optional()

const Bubble = z
  .strictObject({
    type: z.literal('bubble'),
    size: z.enum(['nano', 'micro', 'deca', 'hecto', 'kilo', 'mega', 'giga']).optional(),
    direction: z.enum(['ltr', 'rtl']).optional(),
    header: Box.optional(),
    hero: z.discriminatedUnion('type', [Box, Image, Video]).optional(),
    body: Box.optional(),
    footer: Box.optional(),
    styles: z.strictObject({ header: blockStyle, hero: blockStyle, body: blockStyle, footer: blockStyle }).optional(),
    action,
  })
  .refine(({ header, hero, body, footer }) => header ?? hero ?? body ?? footer, 'At least one block must be specified')

const MOST_BUBBLES = 12

const Carousel = z
  .strictObject({ type: z.literal('carousel'), contents: z.array(Bubble).min(1).max(MOST_BUBBLES) })
  // Bubbles beside each other have one width.
  .superRefine(({ contents }, context) => {
    const width = contents[0]?.size ?? 'mega'
    for (const [index, { size = 'mega' }] of contents.entries())
      if (size !== width)
        context.addIssue({ code: 'custom', message: 'invalid property', path: ['contents', index, 'size'] })
  })

/** What a Flex Message holds: one bubble, or several beside each other. */
export const FlexContainer = z.discriminatedUnion('type', [Bubble, Carousel])
export type FlexContainer = z.infer<typeof FlexContainer>
