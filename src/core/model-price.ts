/** What a model's tokens cost, by the operator's own prices. */

/** US dollars for a million tokens. */
export interface ModelPrice {
  input: number
  output: number
}

/** @returns in the currency of the price */
export const costOf = ({ input, output }: { input: number; output: number }, price: ModelPrice): number =>
  (input * price.input + output * price.output) / 1_000_000
