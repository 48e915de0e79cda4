/** Where no picture is ever fetched. */
import type { Contents } from '../src/ports/contents.ts'

export const noContents: Contents = { see: () => Promise.resolve({ type: 'unseen', why: 'not_there' }) }
