/** What somebody asked for cannot be done: the message says why and what to do, and nothing was changed. */
export class Refused extends Error {
  override name = 'Refused'
}

/** What the system does not let a command do is a sentence about the path. @throws Refused */
export async function inSentences<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const words = sentenceFor(error)
    throw words === undefined ? error : new Refused(words, { cause: error })
  }
}

function sentenceFor(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const { code } = error
  const path = 'path' in error && typeof error.path === 'string' ? error.path : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT') return `the disk is full: make room${path ? ` where ${path} is` : ''}`
  if (typeof code !== 'string' || path === undefined) return undefined
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `${path} may not be read or written by this user: run this as the user that kidoku runs as`
    case 'ENOTDIR':
    case 'EEXIST':
      return `${path}: something that is no folder is in the way of a folder: name another place`
    case 'EROFS':
      return `${path} is on a disk that cannot be written to: name another place`
    default:
      return `${path}: ${code}`
  }
}
