/** What the commands of privacy need of whoever has typed them, and of where they are typed. */
import { userInfo } from 'node:os'
import { lockFolder } from '../adapters/files/lock.ts'

export function say(line: string): void {
  console.log(line)
}

/** Takes the lock of a data folder. @throws FolderTaken */
export function lock(folder: string): Promise<() => Promise<void>> {
  return lockFolder(
    folder,
    (error) => {
      console.error(`the lock on ${folder} was lost: ${error.message}`)
      process.exit(1)
    },
    () => console.log(`${folder} is in use, or was when its last server died: waiting some seconds`),
  )
}

/** When it was last shown (ms). */
let shownAt = 0

/** For a person who waits. */
export function progress(files: number): void {
  const at = Date.now()
  if (!process.stderr.isTTY || at - shownAt < 500) return
  shownAt = at
  process.stderr.write(`\r${files} files`)
}

/** Who is at this computer; a container may have no name for them. */
export function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'command'
  }
}
