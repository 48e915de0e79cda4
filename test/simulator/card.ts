/** A card with buttons, as a bot could tell staff of a customer. */
import type { messagingApi } from '@line/bot-sdk'

const press = (label: string, data: string, displayText?: string): messagingApi.FlexComponent => ({
  type: 'button',
  style: 'primary',
  action: { type: 'postback', label, data, displayText },
})

export const words = (text: string): messagingApi.FlexText => ({ type: 'text', text, wrap: true })

export const box = (...contents: messagingApi.FlexComponent[]): messagingApi.FlexBox => ({
  type: 'box',
  layout: 'vertical',
  contents,
})

export const flex = (contents: messagingApi.FlexContainer, altText = 'Emma waits'): messagingApi.FlexMessage => ({
  type: 'flex',
  altText,
  contents,
})

/** Take, with words of one's own; Done, without; a link; a box that is tapped as a whole. */
export function card(name = 'Emma'): messagingApi.FlexMessage {
  return flex(
    {
      type: 'bubble',
      header: box({ type: 'text', text: name, weight: 'bold', size: 'xl', color: '#AA0000', align: 'end' }),
      body: {
        ...box(
          words('The name on a birthday cake'),
          { type: 'separator', margin: 'lg' },
          {
            type: 'box',
            layout: 'horizontal',
            spacing: 'md',
            backgroundColor: '#F2F4F7',
            cornerRadius: 'md',
            paddingAll: '12px',
            contents: [
              { type: 'text', text: 'Why', flex: 1 },
              { type: 'text', text: 'orders', flex: 3 },
            ],
            action: { type: 'postback', label: 'Details', data: 'details' },
          },
        ),
        spacing: 'md',
      },
      footer: box(press('Take', 'take', `I take ${name}`), press('Done', 'done'), {
        type: 'button',
        action: { type: 'uri', label: 'Open', uri: 'https://chat.example/' },
      }),
    },
    `${name} waits`,
  )
}
