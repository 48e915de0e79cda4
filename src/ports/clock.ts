/** The time, in ms since 1970. The core takes it as an argument; the flow asks here. */
export interface Clock {
  now(): number
}
