/** What a customer sent that is not text: a picture, video, voice message or file, looked at and ready for a model. */

/** A message whose content is asked for. */
export interface Wanted {
  messageId: string
  kind: 'image' | 'video' | 'audio' | 'file'
  /** As the customer's phone named it; it is shown and never used as a path. */
  fileName?: string
  /** The LINE account that it was sent to. Missing: there is one. */
  destination?: string
}

/**
 * What was found. `inline`: bytes of a type the model takes, told from the bytes. `text`: a text file. `unseen`: why it
 * cannot be looked at.
 *
 *   gone           LINE answers 410: the customer unsent it
 *   not_there      LINE has no such content (404), or lets it go no more
 *   too_big        more than the limit, by its declared length or by what came
 *   too_slow       transcoding or the download took longer than there is
 *   broken         the download broke off, or LINE would not give it
 *   not_prepared   LINE failed to transcode it
 *   unknown_type   bytes that are no picture, sound, film, PDF or text we know
 */
export type Seen =
  | { type: 'inline'; mime: string; bytes: Uint8Array }
  | { type: 'text'; text: string }
  | { type: 'unseen'; why: Unseen }

export type Unseen = 'gone' | 'not_there' | 'too_big' | 'too_slow' | 'broken' | 'not_prepared' | 'unknown_type'

export interface Limits {
  /** Most bytes to take. */
  bytes: number
  /** Time for all of it: transcoding, and the download (ms). */
  ms: number
}

export interface Contents {
  /** Never rejects but with the signal's reason when aborted. Never fetches anything but from LINE's data host. */
  see(wanted: Wanted, limits: Limits, signal: AbortSignal): Promise<Seen>
  /**
   * The customer took these messages back, or the conversation has them no more: nothing of them may be kept, not even
   * of a fetch that is under way. Never rejects. Missing where nothing outlives a turn.
   */
  forget?(messageIds: readonly string[]): Promise<void>
}

/** Contents that outlive their turn for a while, so that staff can look at them. */
export interface KeptContents extends Contents {
  /** Undefined when nothing is kept, or not any more. */
  find(messageId: string): Promise<Found | undefined>
  /** Of what type each is that is kept, by the message's id. Costs less than finding them. */
  types(messageIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  close(): Promise<void>
}

export interface Found {
  /** Told from the bytes; `text/plain` for a text, which is UTF-8. */
  mime: string
  bytes: Uint8Array
}

const plain = 'text/plain'

/** What of it can be kept; undefined for what could not be looked at. */
export function foundIn(seen: Seen): Found | undefined {
  if (seen.type === 'inline') return { mime: seen.mime, bytes: seen.bytes }
  return seen.type === 'text' ? { mime: plain, bytes: new TextEncoder().encode(seen.text) } : undefined
}

/** What was kept, as it was seen. */
export const seenIn = ({ mime, bytes }: Found): Seen =>
  mime === plain ? { type: 'text', text: new TextDecoder().decode(bytes) } : { type: 'inline', mime, bytes }
