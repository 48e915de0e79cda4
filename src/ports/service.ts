/** What staff set while the server runs, for everybody and durably: the pause switch, and telling in LINE. */

export interface Service {
  /** Nobody is answered by the machine while this is set. */
  paused?: { by: string; at: number }
  /** Cards go to the staff's LINE group or users: the owner has seen what each costs. */
  tellInLine?: { by: string; at: number }
  /** No experiment runs: from the next judgement on everybody has the shop's own prompt. */
  experimentsOff?: { by: string; at: number }
}

export interface ServiceSwitch {
  /** As it is known here: what another process changes counts within a second. */
  current(): Service
  /** Durable when it resolves. */
  change(change: Partial<Record<keyof Service, Service[keyof Service] | undefined>>): Promise<void>
  /** Told once `current` is another one, whoever changed it. Returns what ends it. */
  onChange(listener: () => void): () => void
}
