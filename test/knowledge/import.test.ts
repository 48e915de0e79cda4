import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { loadKnowledge, watchKnowledge } from '../../src/adapters/markdown/knowledge.ts'
import { importKnowledge, type ImportOptions } from '../../src/knowledge/import.ts'
import { inLines } from '../../src/knowledge/report.ts'

let root: string
let knowledgeDir: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kidoku-import-'))
  knowledgeDir = join(root, 'knowledge')
  await mkdir(knowledgeDir)
})
afterEach(() => rm(root, { recursive: true }))

/** Imports a sheet that holds this; gives the lines that a person reads. */
async function bring(content: string | Uint8Array, options: Partial<ImportOptions> = {}): Promise<string[]> {
  const file = options.file ?? join(root, 'faq.csv')
  await writeFile(file, content)
  const imported = await importKnowledge({ knowledgeDir, replace: false, skip: false, ...options, file })
  return inLines('faq.csv', imported)
}
const files = async () => (await readdir(knowledgeDir)).toSorted()
const passages = async () => (await loadKnowledge(knowledgeDir)).passages()
const both = async () => (await passages()).map(({ title, text }) => [title, text])

describe('rows become passages', () => {
  test('with a header, an id from the question, and other words for finding', async () => {
    const sheet =
      'Question,ANSWER,Topic,also,Title,No\nDo you have parking?,"Yes, four spaces.\nBehind the shop.",visit,"car, 駐車場",Parking,1\n'
    expect(await bring(sheet, { language: 'en' })).toEqual([`${join(knowledgeDir, 'faq.en.md')}: 1 passage`])
    expect(await passages()).toEqual([
      {
        id: 'faq.en#do-you-have-parking',
        title: 'Parking',
        text: 'Yes, four spaces.\nBehind the shop.',
        also: 'Do you have parking?, car, 駐車場, visit',
      },
    ])
  })

  test.for([
    ['two columns without names', 'Parking?,Yes.\nToilets?,No.\n'],
    ['a byte order mark and Windows line ends', '\uFEFFquestion,answer\r\nParking?,Yes.\r\nToilets?,No.\r\n'],
    ['semicolons', 'answer;question\nYes.;Parking?\nNo.;Toilets?\n'],
    ['tabs', 'question\tanswer\nParking?\tYes.\nToilets?\tNo.\n'],
    ['semicolons without names, and commas in the text', 'Parking?;Yes.\nToilets?;No.\n'],
    ['empty rows', 'question,answer\n\nParking?,Yes.\n,,\n\nToilets?,No.\n\n'],
    ['a row that is there twice', 'question,answer\nParking?,Yes.\nToilets?,No.\nPARKING,Yes.\n'],
    ['quoted cells', '"question","answer"\n"Parking?","Yes."\n"Toilets?","No."'],
    ['old Macintosh line ends', 'question,answer\rParking?,Yes.\rToilets?,No.\r'],
  ])('%s', async ([, sheet]) => {
    expect((await bring(sheet!)).at(-1)).toBe(`${join(knowledgeDir, 'faq.md')}: 2 passages`)
    expect(await both()).toEqual([
      ['Parking?', 'Yes.'],
      ['Toilets?', 'No.'],
    ])
  })

  test.for([
    ['質問,回答', '駐車場はありますか？'],
    ['問題,答案', '請問有停車場嗎？'],
    ['提問,回覆', '請問有停車場嗎？'],
    ['คำถาม,คำตอบ', 'มีที่จอดรถไหมคะ'],
    ['Pertanyaan,Jawaban', 'Ada tempat parkir?'],
  ])('names of columns in other languages: %s', async ([header, question]) => {
    await bring(`${header}\n${question},OK\n`)
    expect(await both()).toEqual([[question, 'OK']])
  })

  test('each language has a file of its own, told by a column or for all', async () => {
    const sheet = '言語,質問,回答\n日本語,駐車場は？,はい\nEN,Parking?,Yes\nzh-tw,停車？,有\n,ที่จอดรถ,มี\n'
    expect(await bring(sheet, { language: 'th', into: join(knowledgeDir, 'visit.md') })).toEqual([
      ...['ja', 'en', 'zh-TW', 'th'].map((tag) => `${join(knowledgeDir, `visit.${tag}.md`)}: 1 passage`),
      'In all: 4 passages',
    ])
    expect((await passages()).map(({ id }) => id)).toContain('visit.zh-TW#停車')
  })

  test('a sheet’s name becomes part of an id', async () => {
    await bring('a?,b\n', { file: join(root, 'Our FAQ (2).final.csv') })
    await bring('a?,b\n', { file: join(root, 'faq.ja.csv') })
    expect(await files()).toEqual(['faq.ja.md', 'our-faq-2-final.md'])
  })

  test('what looks like a mark of the file stays text, and the person is told', async () => {
    const answer = '---\ntitle: x\n---\n## Sunday\n##Monday\n# One\n<!-- hidden\n```\n## {#x}'
    const lines = await bring(`question,answer,also\n## What {#x} <!-- ?,"${answer}",a --> b\nNext?,Yes.,\n`)
    expect(lines[0]).toMatch(/row 2: HTML in the answer\. Customers see it as it stands/)
    const [first, second] = await passages()
    expect(first).toMatchObject({ title: '## What {#x} <!-- ?', also: 'a - b' })
    expect(first?.text.replaceAll(' ##', '##').replace('<! --', '<!--')).toBe(answer)
    expect(second?.text).toBe('Yes.')
  })

  test('line separators and control characters in a cell do no harm', async () => {
    await bring('question,answer\n"Where\u2028are\nyou?\u0007","Here.\u2029## There\u0000"\n')
    expect(await both()).toEqual([['Where are you?', 'Here.\n ## There']])
  })
})

describe('what Excel writes', () => {
  // Its versions of each country save “CSV” as Windows writes there.
  const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'))

  test('Shift_JIS', async () => {
    // 質問,回答 / 駐車場はありますか,はい
    const bytes = hex('8ebf96e22c89f1939a0d0a92938ed48fea82cd82a082e882dc82b782a92c82cd82a20d0a')
    expect(await bring(bytes)).toContain('faq.csv was read as shift_jis.')
    expect(await both()).toEqual([['駐車場はありますか', 'はい']])
  })

  test('Big5', async () => {
    const bytes = hex(
      'b0ddc3442cb5aaaed70d0abdd0b0dda6b3b0b1a8aeb3f5b6dc2ca6b3aabaa141a9b1abe1a4e8a6b3a57cadd3b0b1a8aea6eca1430d0a',
    )
    expect(await bring(bytes)).toContain('faq.csv was read as big5.')
    expect(await both()).toEqual([['請問有停車場嗎', '有的，店後方有四個停車位。']])
  })

  test('Windows-874', async () => {
    const bytes = hex(
      'a4d3b6d2c12ca4d3b5cdba0d0ac1d5b7d5e8a8cdb4c3b6e4cbc12cc1d5b7d5e8a8cdb4c3b6cbc5d1a7c3e9d2b9a4e8d00d0a',
    )
    expect(await bring(bytes)).toContain('faq.csv was read as windows-874.')
    expect(await both()).toEqual([['มีที่จอดรถไหม', 'มีที่จอดรถหลังร้านค่ะ']])
  })

  test.for([
    ['UTF-16 with its mark', [0xff, 0xfe], false],
    ['UTF-16 without', [], false],
    ['UTF-16 the other way round', [0xfe, 0xff], true],
  ] as const)('%s', async ([, mark, swapped]) => {
    const bytes = Buffer.from('質問\t回答\r\n駐車場は？\t"はい、\n4台"\r\n', 'utf16le')
    if (swapped) bytes.swap16()
    await bring(Uint8Array.from([...mark, ...bytes]))
    expect(await both()).toEqual([['駐車場は？', 'はい、\n4台']])
  })

  test('an encoding can be said, and what it is not is told', async () => {
    const bytes = hex('8ebf96e22c89f1939a0d0a')
    expect(await bring(bytes, { encoding: 'utf-8' })).toEqual([
      expect.stringMatching(/^faq\.csv: is not utf-8\. Save it as CSV UTF-8, or say what it is with --encoding/),
      'Nothing was written.',
    ])
    expect(await bring(Uint8Array.from([0x61, 0x2c, 0xff, 0xfd, 0x81]))).toEqual([
      expect.stringMatching(/encoding that cannot be told/),
      'Nothing was written.',
    ])
  })
})

describe('what cannot be taken is named with its row, and nothing is written', () => {
  const none = 'Nothing was written.'
  const rows = `${none} Correct these rows, or leave them out with --skip.`
  test.for([
    ['nothing', '', ['faq.csv: is empty. Save it from your spreadsheet as CSV UTF-8 once more.', none]],
    [
      'a header alone',
      'question,answer\n',
      ['faq.csv: holds no questions. Write a question and its answer in each row.', none],
    ],
    ['blank lines', '\n\n \n', ['faq.csv: holds no questions. Write a question and its answer in each row.', none]],
    [
      'a workbook',
      'PK\u0003\u0004',
      ['faq.csv: is a workbook, not CSV. Open it in your spreadsheet and save it as CSV UTF-8.', none],
    ],
    ['no answer', 'question,answer\nA?,b\nC?, \n', ['faq.csv, row 3: no answer. Write it, or remove the row.', rows]],
    ['no answer cell', 'question,answer\nA?\n', ['faq.csv, row 2: no answer. Write it, or remove the row.', rows]],
    ['no question', 'question,answer\n,b\n', ['faq.csv, row 2: no question. Write it, or remove the row.', rows]],
    ['no words', 'question,answer\n???,b\n', ['faq.csv, row 2: a question without a word. Write it in words.', rows]],
    [
      'two answers to one question',
      'question,answer\nOpen on Sunday?,Yes\n\n"open  on sunday",No\n',
      ['faq.csv, row 4: the question of row 2 again, with another answer. Leave one of the two.', rows],
    ],
    [
      'a language that is none',
      'question,answer,language\nA?,b,jp\n',
      ['faq.csv, row 2: “jp” is not a language. Write one such as en, ja, zh-TW, th or id.', rows],
    ],
    [
      'a header without answers',
      'question,reply,x\nA?,b,c\n',
      [
        'faq.csv, row 1: there is no column for the answer. Name the columns question and answer in the first row.',
        none,
      ],
    ],
    [
      'three columns without names',
      'A?,b,c\nD?,e,f\n',
      [
        'faq.csv, row 1: more than two columns, and nothing says what is in them. Name the columns question and answer in the first row.',
        none,
      ],
    ],
    [
      'a quotation mark left open',
      'question,answer\n"A?,b\n',
      [expect.stringMatching(/^faq\.csv: line \d: a quotation mark is opened and never closed\. /), none],
    ],
    [
      'a quotation mark by itself',
      'question,answer\nA 15" cake?,b\n',
      [expect.stringMatching(/line 2: a quotation mark stands inside a cell by itself/), none],
    ],
  ] as const)('%s', async ([, sheet, expected]) => {
    expect(await bring(sheet)).toEqual(expected)
    expect(await files()).toEqual([])
  })

  test('a file that is not there', async () => {
    const imported = await importKnowledge({ file: join(root, 'no.csv'), knowledgeDir, replace: false, skip: false })
    expect(inLines('no.csv', imported)).toEqual([expect.stringMatching(/^no\.csv: cannot be read \(ENOENT\)/), none])
  })

  test('with --skip the others are written', async () => {
    const lines = await bring('question,answer\nA?,b\nC?,\nD?,\n', { skip: true })
    expect(lines.slice(-2)).toEqual(['2 rows were left out.', `${join(knowledgeDir, 'faq.md')}: 1 passage`])
    expect(await both()).toEqual([['A?', 'b']])
  })

  test('thousands of mistakes are counted', async () => {
    const lines = await bring(`question,answer\n${'A?,\n'.repeat(3_000)}`)
    expect(lines).toHaveLength(22)
    expect(lines[20]).toBe('… and 2980 more like these')
  })
})

describe('importing again', () => {
  test('never overwrites without --replace, in any language', async () => {
    const sheet = 'question,answer,language\nA?,b,en\nC?,d,ja\n'
    await writeFile(join(knowledgeDir, 'faq.ja.md'), '## Mine {#mine}\nBy hand.\n')
    expect(await bring(sheet)).toEqual([
      `faq.csv: ${join(knowledgeDir, 'faq.ja.md')} is there already. Add --replace to write it anew, or name another file with --into.`,
      'Nothing was written.',
    ])
    expect(await files()).toEqual(['faq.ja.md'])
    expect(await readFile(join(knowledgeDir, 'faq.ja.md'), 'utf8')).toContain('By hand.')
    await bring(sheet, { replace: true })
    expect(await files()).toEqual(['faq.en.md', 'faq.ja.md'])
    expect((await passages()).map(({ id }) => id)).toEqual(['faq.en#a', 'faq.ja#c'])
  })

  test('gives the same ids, in whatever order the rows are', async () => {
    const questions = [
      'Open on Sunday?',
      'C course?',
      'C++ course?',
      'a-b',
      'a b',
      '駐車場はありますか？',
      'มีที่จอดรถไหมคะ',
      `${'long '.repeat(30)}one`,
      `${'long '.repeat(30)}two`,
    ]
    const sheet = (all: string[]) => `question,answer\n${all.map((one) => `"${one}",x`).join('\n')}\n`
    await bring(sheet(questions))
    const before = new Map((await passages()).map(({ title, id }) => [title, id]))
    expect(new Set(before.values()).size).toBe(questions.length)
    expect(before.get('Open on Sunday?')).toBe('faq#open-on-sunday')
    await bring(sheet(['New?', ...questions.toReversed()]), { replace: true })
    for (const { title, id } of await passages()) expect(before.get(title) ?? 'faq#new').toBe(id)
  })

  test('tells of questions that another file answers, not of those it replaces', async () => {
    await writeFile(join(knowledgeDir, 'visit.md'), '## Parking\n<!-- also: where can I park, car park -->\nYes.\n')
    const sheet = 'Where can I park?,Behind.\nparking,Yes.\nMay I park a lorry?,No.\n'
    const told = [
      'faq.csv, row 1: “Where can I park?” may be answered already by visit#parking. If both say the same, remove one of them.',
      'faq.csv, row 2: “parking” may be answered already by visit#parking. If both say the same, remove one of them.',
    ]
    expect((await bring(sheet)).slice(0, -1)).toEqual(told)
    expect((await bring(sheet, { replace: true })).slice(0, -1)).toEqual(told)
  })

  test('a file where the assistant does not look is written, and that is said', async () => {
    const lines = await bring('A?,b\n', { into: join(root, 'elsewhere', 'faq.md') })
    expect(lines[0]).toMatch(/faq\.md is not in the folder that the assistant reads\. Put it into /)
    expect(lines[1]).toBe(`${join(root, 'elsewhere', 'faq.md')}: 1 passage`)
  })
})

test('10,000 rows are written whole, and a server that watches takes them', async () => {
  await writeFile(join(knowledgeDir, 'visit.md'), '## Parking\nYes.\n')
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const watched = await watchKnowledge(knowledgeDir, { log })
  const rows = Array.from(
    { length: 10_000 },
    (_, n) => `Question number ${n} about our bread?,"Answer ${n}, with ""words""."`,
  )
  expect((await bring(`question,answer\n${rows.join('\n')}\n`)).at(-1)).toMatch(/: 10000 passages$/)
  await vi.waitFor(() => expect(watched.passages()).toHaveLength(10_001), { timeout: 40_000, interval: 50 })
  expect(watched.search('question number 9876', 1)[0]?.passage.text).toBe('Answer 9876, with "words".')
  await watched.close()
  expect(await files()).toEqual(['faq.md', 'visit.md'])
})

describe('the command', () => {
  let env: Record<string, string> = {}
  async function run(...args: string[]) {
    const child = spawn(process.execPath, ['src/knowledge/main.ts', ...args], {
      env: { PATH: process.env.PATH, KNOWLEDGE_DIR: knowledgeDir, ...env },
    })
    let out = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (out += piece.toString()))
    const [code]: unknown[] = await once(child, 'close')
    return { code, out }
  }

  test('imports into the folder of the settings', async () => {
    const file = join(root, 'faq.csv')
    await writeFile(file, '質問,回答\n駐車場は？,はい\n')
    expect(await run('import', file, '--language', 'ja')).toEqual({
      code: 0,
      out: `${join(knowledgeDir, 'faq.ja.md')}: 1 passage\n`,
    })
    const again = await run('import', file, '--language', 'ja')
    expect(again).toMatchObject({ code: 1, out: expect.stringContaining('--replace') })
  })

  test('of several channels, into the folder of the one that is named, which has to be when they have different ones', async () => {
    const [file, own] = [join(root, 'faq.csv'), join(root, 'kobo')]
    const channel = (name: string) => `${name}:\n  secret: a-secret-of-${name}\n  token: a-token-of-${name}\n`
    await writeFile(file, 'question,answer\nParking?,Yes.\n')
    await writeFile(join(root, 'channels.yaml'), channel('mugi') + channel('kobo'))
    env = { CHANNELS_FILE: join(root, 'channels.yaml') }
    onTestFinished(() => void (env = {}))
    expect(await run('import', file)).toMatchObject({ code: 0, out: `${join(knowledgeDir, 'faq.md')}: 1 passage\n` })

    await writeFile(join(root, 'channels.yaml'), `${channel('mugi')}${channel('kobo')}  knowledge: ${own}\n`)
    expect(await run('import', file)).toEqual({
      code: 1,
      out: 'the channels have different texts: name one with --channel, of mugi, kobo\n',
    })
    expect(await run('import', file, '--channel', 'kobo', '--into', join(root, 'faq.md'))).toMatchObject({
      code: 0,
      out: expect.stringContaining(`Put it into ${own}, or set knowledge of kobo to ${root}.`),
    })
    expect(await run('import', file, '--channel', 'kobo')).toMatchObject({ code: 0 })
    expect(await readFile(join(own, 'faq.md'), 'utf8')).toContain('Parking?')
  })

  test.for([
    [[], 0, /^npm run knowledge -- import FILE\.csv/],
    [['--help'], 0, /^npm run knowledge -- import FILE\.csv/],
    [['export'], 1, /^export is nothing this can do: write import\n\nnpm run/],
    [['import'], 1, /^which file\? Write its name behind import/],
    [['import', 'a.csv', 'b.csv'], 1, /^one file at a time: b\.csv is too much/],
    [['import', 'a.csv', '--language', 'jp'], 1, /^--language jp is not a language/],
    [['import', 'a.csv', '--encoding', 'x'], 1, /^--encoding x is not known: write one of utf-8/],
    [['import', 'a.csv', '--into', 'faq.txt'], 1, /^--into names no knowledge file/],
    [['import', 'a.csv', '--into', 'k/.md'], 1, /^--into names no knowledge file/],
    [['import', 'a.csv', '--rows', '3'], 1, /^Unknown option '--rows'/],
  ] as const)('%j', async ([args, code, out]) => {
    expect(await run(...args)).toEqual({ code, out: expect.stringMatching(out) })
  })
})
