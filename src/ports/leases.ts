/**
 * Which process runs a conversation, where there are several. A lease is counted (`fence`): what is committed under one that
 * has been lost is refused, so that two processes never write the same conversation.
 */

export interface Leases {
  /**
   * Undefined: another process has it. That one is told, and looks again before it lets go, so that whatever came in
   * before this call is not left lying.
   */
  take(conversation: string): Promise<Lease | undefined>
}

export interface Lease {
  /** There is no such conversation, and nothing waits for it: there is nothing to run. What comes in wakes it again. */
  isOfNone?: true
  /**
   * Lets go of it.
   * @param wakeAt when whichever process is there wakes it (ms); undefined: when something happens
   * @returns false: something came in meanwhile, so that it is to be looked at again, and the lease goes on
   */
  release(wakeAt: number | undefined): Promise<boolean>
}

/** Another process has the conversation now: nothing more may be done with it here. */
export class LeaseLost extends Error {
  override name = 'LeaseLost'
}
