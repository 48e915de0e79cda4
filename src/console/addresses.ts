/** The addresses of the console's pages about one conversation. */
export const addressOf = (conversation: string): string => `/console/${encodeURIComponent(conversation)}`

export const forgetAddress = (conversation: string): string => `${addressOf(conversation)}/forget`

/** Where a case for the lab is made of it. */
export const caseAddress = (conversation: string): string => `${addressOf(conversation)}/case`

/** Where the assistant is taught what the answer was. */
export const learnAddress = (conversation: string): string => `${addressOf(conversation)}/learn`

export const contentAddress = (conversation: string, message: string): string =>
  `${addressOf(conversation)}/content/${encodeURIComponent(message)}`
