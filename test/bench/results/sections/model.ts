import type { Figures } from '../figures.ts'
import { valueOf } from '../numbers.ts'
import { row, type Section } from '../section.ts'

const ways = [
  ['bursts taken together', 'shipped'],
  ['line by line', 'off'],
] as const

export function modelSection(figures: Figures): Section {
  const bars = (figure: string) => ways.map(([name, key]) => ({ name, value: valueOf(figures, `${key}.${figure}`) }))
  return {
    part: 'model',
    title: 'What the model costs',
    words: [
      'A script: customers write in bursts, the last line of each is the question. The same lines at the same times with the burst window as shipped, and without one. The stand-in of a model answers a question, greets a greeting, asks about anything else, and counts a token for each four bytes: compare the two, not the tokens with a bill.',
    ],
    tables: [
      {
        caption: 'For each resolved question',
        head: [
          '',
          'questions',
          'lines',
          'resolved',
          'model calls',
          'tokens in',
          'tokens out',
          'replies to the customer',
        ],
        rows: ways.map(([name, key]) =>
          row(figures, name, key, [
            'questions',
            'messages',
            'resolved',
            'model_calls',
            'input_tokens',
            'output_tokens',
            'replies',
          ]),
        ),
      },
    ],
    charts: [
      { title: 'Model calls for a resolved question', unit: 'calls', bars: bars('model_calls') },
      { title: 'Tokens into the model for a resolved question', unit: 'tokens', bars: bars('input_tokens') },
    ],
  }
}
