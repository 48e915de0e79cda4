/**
 * A process that wants data folders, all at once when it is told to. It prints the number of each that it got, and `over`
 * when it knows of all of them; it keeps what it got until it is killed.
 *
 * Arguments: the folders.
 */
import { FolderTaken, lockFolder } from '../../src/adapters/files/lock.ts'

const fail = (error: Error): void => {
  throw error
}
process.once('message', () => {
  const tries = process.argv.slice(2).map(async (folder, number) => {
    try {
      await lockFolder(folder, fail, () => undefined)
      console.log(number)
    } catch (error) {
      if (!(error instanceof FolderTaken)) throw error
    }
  })
  void Promise.all(tries).then(() => console.log('over'))
})
// Neither a lock nor its heartbeat keeps a process alive.
setInterval(() => undefined, 60_000)
process.send?.('ready')
