/** The addresses of the console's pages about one conversation, and of a channel's console. */
export const addressOf = (conversation: string): string => `/console/${encodeURIComponent(conversation)}`

export const forgetAddress = (conversation: string): string => `${addressOf(conversation)}/forget`

/** Where a case for the lab is made of it. */
export const caseAddress = (conversation: string): string => `${addressOf(conversation)}/case`

/** Where the assistant is taught what the answer was. */
export const learnAddress = (conversation: string): string => `${addressOf(conversation)}/learn`

/** Where another prompt is tried on it, as it was before that turn; the last that was judged when none is named. */
export const playgroundAddress = (conversation: string, turn?: string): string =>
  `/console/playground?${new URLSearchParams({ conversation, ...(turn === undefined ? {} : { turn }) }).toString()}`

export const contentAddress = (conversation: string, message: string): string =>
  `${addressOf(conversation)}/content/${encodeURIComponent(message)}`

/** The console of one of several channels, as it is called everywhere (mount.ts). */
export const channelAddress = (name: string): string => `/console/channels/${name}`
