/**
 * Random numbers that a seed decides: sfc32 (Chris Doty-Humphrey's Small Fast Counting generator, of the PractRand
 * collection), its state filled from names by FNV-1a. Each customer, and each thing about a customer, draws from a
 * generator of its own, so that leaving somebody out changes nothing for the others.
 */
export interface Random {
  /** From `least` to `most`, both included. */
  int(least: number, most: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  /** One of the names, as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name
}

/** @param names what it is for: the seed first */
export function randomOf(...names: (string | number)[]): Random {
  const next = sfc32(names.join('/'))
  return {
    int: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (probability) => next() < probability,
    pick(from) {
      const found = from[Math.floor(next() * from.length)]
      if (found === undefined) throw new Error('there is nothing to pick from')
      return found
    },
    weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
      let sum = 0
      for (const name in weights) sum += weights[name]
      let left = next() * sum
      for (const name in weights) {
        left -= weights[name]
        if (left < 0) return name
      }
      throw new Error('all weights are zero')
    },
  }
}

/** From 0 to less than 1. */
function sfc32(text: string): () => number {
  let [a, b, c, counter] = [fnv1a(text, 1), fnv1a(text, 2), fnv1a(text, 3), 1]
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return (sum >>> 0) / 2 ** 32
  }
  // The first numbers still look like the seed.
  for (let round = 0; round < 12; round += 1) next()
  return next
}

function fnv1a(text: string, salt: number): number {
  let hash = 0x811c9dc5 ^ salt
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash | 0
}
