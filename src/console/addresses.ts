/** The addresses of the console's pages about one conversation. */
export const addressOf = (conversation: string): string => `/console/${encodeURIComponent(conversation)}`

export const forgetAddress = (conversation: string): string => `${addressOf(conversation)}/forget`

export const contentAddress = (conversation: string, message: string): string =>
  `${addressOf(conversation)}/content/${encodeURIComponent(message)}`
