/** Kinds of characters, as parts of regular expressions. */

export const digit = '[0-9０-９๐-๙]'
/** In brackets: Chinese characters, and what stands among them in Japanese names. */
export const han = String.raw`\p{Script=Han}々ヶケ`
export const dash = '[-‐‑–—−－ーｰ]'
/** In brackets: where a word ends in scripts without blanks. */
export const stop = String.raw`\s、。，！？!?「」`
