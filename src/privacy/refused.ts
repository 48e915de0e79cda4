/** What somebody asked for cannot be done: the message says why and what to do, and nothing was changed. */
export class Refused extends Error {
  override name = 'Refused'
}
