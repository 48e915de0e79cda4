/**
 * A Flex Message as LINE draws it: boxes in boxes, texts, pictures, lines and buttons. Colours are the bot's own, on
 * white in the dark too, as in LINE. Styles are set by script: the page's policy lets no style attribute in.
 */
import { html } from 'htm/preact'
import { act } from './live.js'

const SPACES = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 }
const FONTS = { xxs: 11, xs: 13, sm: 14, md: 16, lg: 19, xl: 22, xxl: 29, '3xl': 35, '4xl': 48, '5xl': 74 }
const PICTURES = { xxs: 40, xs: 60, sm: 80, md: 100, lg: 120, xl: 140, xxl: 160, '3xl': 180, '4xl': 200, '5xl': 220 }
const BORDERS = { none: 0, light: 0.5, normal: 1, medium: 2, 'semi-bold': 3, bold: 4 }
/** Between a block's edge and what is in it, unless the bot says otherwise. */
const PADDINGS = { nano: 10, micro: 10, deca: 11, hecto: 13, kilo: 13, mega: 20, giga: 20 }
const FOOTER_PADDING = 10

/** A keyword's pixels, or the value as it is. */
const sized = (value, keywords) => (value === undefined || !(value in keywords) ? value : `${keywords[value]}px`)

export function Flex({ message, phone, grown }) {
  const { flex, id, altText } = message
  const press = (button) => () => act({ do: 'press', ...phone.who, messageId: id, button })
  const tools = { buttons: message.buttons ?? [], press, blocked: phone.blocked, grown }
  const bubbles = flex.type === 'carousel' ? flex.contents : [flex]
  return html`
    <span class="flex" role="group" aria-label=${altText} tabindex=${bubbles.length > 1 ? 0 : undefined}>
      ${bubbles.map((bubble) => html`<${FlexBubble} bubble=${bubble} tools=${tools} />`)}
    </span>
  `
}

function FlexBubble({ bubble, tools }) {
  const { size = 'mega', direction, styles = {} } = bubble
  const blocks = ['header', 'hero', 'body', 'footer'].filter((name) => bubble[name])
  return html`
    <span class=${`flex-bubble ${size}`} dir=${direction} ...${tapOf(bubble, tools)}>
      ${blocks.map((name, index) => {
        const { backgroundColor, separator, separatorColor } = styles[name] ?? {}
        const padding = name === 'hero' ? 0 : name === 'footer' ? FOOTER_PADDING : PADDINGS[size]
        const line = separator && index > 0 ? `1px solid ${separatorColor ?? '#d4d6da'}` : undefined
        return html`
          <span class=${`flex-block ${name}`} style=${{ backgroundColor, borderTop: line }}>
            <${Component} node=${bubble[name]} tools=${tools} padding=${padding} />
          </span>
        `
      })}
    </span>
  `
}

function Component({ node, parent, before, tools, padding }) {
  const style = placing(node, parent, before)
  switch (node.type) {
    case 'box':
      return html`<${Box} node=${node} style=${style} tools=${tools} padding=${padding} />`
    case 'text':
      return html`<${Text} node=${node} style=${style} tools=${tools} />`
    case 'button':
      return html`<${Button} node=${node} style=${style} tools=${tools} />`
    case 'image':
      return html`<${Picture} node=${node} style=${style} tools=${tools} />`
    case 'video':
      return html`<${Component} node=${node.altContent} tools=${tools} padding=${0} />`
    case 'icon':
      return html`<img
        src=${node.url}
        alt=""
        referrerpolicy="no-referrer"
        style=${{ ...style, height: sized(node.size ?? 'md', FONTS), aspectRatio: ratioOf(node), objectFit: 'cover' }}
      />`
    case 'separator':
      return html`<span class="flex-line" style=${{ ...style, borderColor: node.color }}></span>`
    case 'filler':
      return html`<span style=${style}></span>`
    default:
      return null
  }
}

/** How a component shares its box with the others: LINE's `flex`, `margin`, `spacing`, `gravity` and offsets. */
function placing(node, parent, before) {
  if (!parent) return {}
  const upright = parent.layout === 'vertical'
  const fixed = node.type === 'separator' || node.type === 'icon'
  const share = node.flex ?? (upright && node.type !== 'filler' ? 0 : 1)
  const style = { [upright ? 'marginTop' : 'marginInlineStart']: before }
  if (fixed || share === 0) style.flex = '0 0 auto'
  else style.flex = upright ? `${share} 0 auto` : `${share} ${share} 0`
  if (!upright && node.gravity)
    style.alignSelf = { top: 'flex-start', center: 'center', bottom: 'flex-end' }[node.gravity]
  if (node.position === 'absolute') style.position = 'absolute'
  for (const [name, side] of [
    ['offsetTop', 'top'],
    ['offsetBottom', 'bottom'],
    ['offsetStart', 'insetInlineStart'],
    ['offsetEnd', 'insetInlineEnd'],
  ])
    if (node[name]) style[side] = sized(node[name], SPACES)
  return style
}

function Box({ node, style, tools, padding }) {
  const { layout, contents, spacing } = node
  const own = {
    ...style,
    flexDirection: layout === 'vertical' ? 'column' : 'row',
    backgroundColor: node.backgroundColor,
    backgroundImage: gradientOf(node),
    borderRadius: sized(node.cornerRadius, SPACES),
    overflow: node.cornerRadius && 'hidden',
    width: node.width,
    maxWidth: node.maxWidth,
    height: node.height,
    maxHeight: node.maxHeight,
    justifyContent: node.justifyContent,
    alignItems: layout === 'baseline' ? 'baseline' : node.alignItems,
  }
  if (node.borderWidth && node.borderWidth !== 'none')
    own.border = `${sized(node.borderWidth, BORDERS)} solid ${node.borderColor ?? '#b7b7b7'}`
  own.padding = sized(node.paddingAll, SPACES) ?? (padding ? `${padding}px` : undefined)
  for (const [name, side] of [
    ['paddingTop', 'paddingTop'],
    ['paddingBottom', 'paddingBottom'],
    ['paddingStart', 'paddingInlineStart'],
    ['paddingEnd', 'paddingInlineEnd'],
  ])
    if (node[name]) own[side] = sized(node[name], SPACES)
  // A component's own margin takes the place of its box's spacing; before the first there is no spacing.
  const before = (child, index) =>
    sized(child.margin, SPACES) ?? (index > 0 && child.type !== 'filler' ? sized(spacing, SPACES) : undefined)
  return html`
    <span class=${`flex-box ${layout}`} style=${own} ...${tapOf(node, tools)}>
      ${contents.map(
        (child, index) =>
          html`<${Component} node=${child} parent=${node} before=${before(child, index)} tools=${tools} />`,
      )}
    </span>
  `
}

function Text({ node, style, tools }) {
  const { wrap, maxLines, align, lineSpacing } = node
  const lines = wrap ? maxLines : 1
  const own = { ...style, ...lettersOf(node), textAlign: align, whiteSpace: wrap ? 'pre-wrap' : 'nowrap' }
  if (lineSpacing) own.lineHeight = `calc(1.4em + ${lineSpacing})`
  if (wrap && lines) own.WebkitLineClamp = String(lines)
  return html`
    <span class=${wrap && lines ? 'flex-text clamped' : 'flex-text'} dir="auto" style=${own} ...${tapOf(node, tools)}
      >${node.contents ? node.contents.map((span) => html`<span style=${lettersOf(span)}>${span.text}</span>`) : node.text}</span
    >
  `
}

const lettersOf = ({ size, weight, color, style, decoration }) => ({
  fontSize: sized(size, FONTS),
  fontWeight: weight === 'bold' ? 700 : weight && 400,
  fontStyle: style,
  textDecoration: decoration,
  color,
})

function Button({ node, style, tools }) {
  const { style: look = 'link', height = 'md', color, label, button } = node
  const own = { ...style, ...(look === 'link' ? { color } : { backgroundColor: color }) }
  const className = `flex-button ${look} ${height}`
  const uri = tools.buttons[button]?.uri
  if (uri !== undefined)
    return html`<a class=${className} style=${own} href=${uri} target="_blank" rel="noreferrer">${label}</a>`
  return html`<button
    type="button"
    class=${className}
    style=${own}
    disabled=${tools.blocked || button === undefined}
    onClick=${tools.press(button)}
  >
    ${label}
  </button>`
}

function Picture({ node, style, tools }) {
  const { url, size = 'md', aspectMode = 'fit', backgroundColor, align = 'center' } = node
  const width = size === 'full' ? '100%' : sized(size, PICTURES)
  const own = {
    width,
    aspectRatio: ratioOf(node),
    objectFit: aspectMode === 'cover' ? 'cover' : 'contain',
    backgroundColor,
  }
  // A picture that does not come leaves its place empty, as in LINE.
  const gone = ({ target }) => (target.style.visibility = 'hidden')
  return html`
    <span class="flex-picture" style=${{ ...style, justifyContent: align }} ...${tapOf(node, tools)}>
      <img src=${url} alt="" referrerpolicy="no-referrer" style=${own} onLoad=${tools.grown} onError=${gone} />
    </span>
  `
}

const ratioOf = ({ aspectRatio = '1:1' }) => aspectRatio.replace(':', ' / ')

function gradientOf({ background }) {
  if (!background) return undefined
  const { angle, startColor, centerColor, centerPosition = '50%', endColor } = background
  const middle = centerColor ? `${centerColor} ${centerPosition}, ` : ''
  return `linear-gradient(${angle}, ${startColor}, ${middle}${endColor})`
}

/** Whether words stand in a component: then they name what a tap on it does, else the label does. */
const hasWords = (value) =>
  typeof value === 'object' && value !== null && (Boolean(value.text) || Object.values(value).some(hasWords))

/** A box, text, picture or whole bubble that can be tapped like a button. */
function tapOf(node, { buttons, press, blocked }) {
  const { button, label } = node
  const action = buttons[button]
  if (!action || blocked) return {}
  const tap = action.uri === undefined ? press(button) : () => window.open(action.uri, '_blank', 'noreferrer')
  return {
    role: 'button',
    tabindex: 0,
    'aria-label': hasWords(node) ? undefined : label || action.label || 'Open',
    'data-tappable': true,
    onClick: (event) => {
      // Of two that lie in each other the inner one is meant.
      event.stopPropagation()
      tap()
    },
    onKeyDown: (event) => {
      if (event.target !== event.currentTarget || (event.key !== 'Enter' && event.key !== ' ')) return
      event.preventDefault()
      tap()
    },
  }
}
