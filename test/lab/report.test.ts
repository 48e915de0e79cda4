/** Reports as text: what is in them, in which order, and that nothing in them is markup but ours. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { figuresOfTrials } from '../../src/lab/figures.ts'
import { compareResults } from '../../src/lab/compare/compare.ts'
import { verdictText } from '../../src/lab/compare/verdict-text.ts'
import { compareReport } from '../../src/lab/report/compare.ts'
import { evalReport } from '../../src/lab/report/eval.ts'
import { intervalShown, ofShown, rateShown } from '../../src/lab/numbers.ts'
import { replayReport } from '../../src/lab/report/replay.ts'
import { gotWord } from '../../src/lab/report/words.ts'
import { differing } from '../../src/lab/report/word-diff.ts'
import type { Result, Trial } from '../../src/lab/trial.ts'
import { noon, someCases, someReplay, someResult, trialOf } from './results.ts'

/** A result of one prompt on one model, one repeat, as the trials say. */
function resultOf(trials: Trial[], more: Partial<Result> = {}): Result {
  const cases = someCases(12)
  const prompts = [{ name: 'assistant', hash: trials[0]?.promptHash ?? 'none' }]
  const models = ['gemini-3.6-flash']
  return { format: 1, at: noon, prompts, models, repeats: 1, cases, trials, problems: [], ...more }
}

/** Without markup: what somebody reads. */
const textOf = (page: string): string =>
  page
    .replace(/<(style|script)>.*?<\/\1>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')

const nasty = `</script><img src=x onerror="alert(1)"><b>bold</b> ' & </details></bdi> \u202eturned`

describe('what customers and models wrote', () => {
  const everywhere: Partial<Trial> = {
    reply: nasty,
    texts: [`${nasty} sent`],
    reason: nasty,
    sources: [nasty],
    why: nasty,
    lowered: nasty,
    language: '"><i>x',
    checks: [{ rule: nasty, kept: false }],
  }
  const cases = someCases(12).map((one) => ({
    ...one,
    id: `${one.id}"><u>`,
    messages: [nasty],
    history: [{ from: 'customer' as const, text: nasty }],
  }))
  const trials = (prompt: string) =>
    cases.map((one, index) =>
      trialOf(one, { ...everywhere, prompt, decision: (['resolved', 'failed', 'handoff'] as const)[index % 3] }),
    )
  const bad = (prompt: string): Result =>
    resultOf(trials(prompt), {
      cases,
      prompts: [{ name: prompt, hash: nasty }],
      models: [nasty],
      problems: [nasty],
      stopped: nasty,
    })
  const a = bad(nasty)
  const right = {
    ...a,
    trials: a.cases.map((one) => trialOf(one, { prompt: nasty, model: nasty, reply: `${nasty} other` })),
  }
  const gates = [{ name: nasty, broken: true, text: nasty }]
  const turns = someReplay().turns.map((turn) => {
    const side = { ...turn.now, texts: [nasty], reason: nasty, sources: [nasty], unsaid: nasty, why: nasty }
    return {
      ...turn,
      // oxlint-disable-next-line unicorn/no-thenable -- a replayed turn's word for what was decided in its time
      then: side,
      now: side,
      again: side,
      messages: [nasty],
      language: nasty,
      changed: true,
      newlyRead: true,
    }
  })
  const pages = {
    evaluation: evalReport({ result: a, baseline: right, gates }),
    comparison: compareReport({ comparison: compareResults(right.trials, a.trials, cases), a: right, b: a }),
    replay: replayReport(
      someReplay({ turns, prompt: { name: nasty, hash: nasty }, model: nasty, problems: [nasty], stopped: nasty }),
    ),
  }

  test.for(Object.entries(pages))('is text in the %s, wherever it stands', ([, page]) => {
    expect(page).toContain('&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt;')
    expect(page).not.toMatch(/<img|<b>bold|<u>|<i>x/)
    expect(page.match(/<\/script>/g)).toHaveLength(1)
  })
})

test('only the style sheet and the script that are in the file may act, by their hashes', () => {
  for (const page of [evalReport({ result: someResult() }), replayReport(someReplay())]) {
    const hash = (tag: string) => {
      const [, content = ''] = new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(page) ?? []
      return `'sha256-${createHash('sha256').update(content).digest('base64')}'`
    }
    const [, policy = ''] = /content-security-policy" content="([^"]+)"/.exec(page) ?? []
    expect(policy.replaceAll('&#39;', "'").split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${hash('style')}`,
      `script-src ${hash('script')}`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ])
    expect(page).not.toMatch(/ (src|style|on\w+)=|href="(?!#|data:,)|url\(|@import/)
  }
})

describe('an evaluation', () => {
  test('shows the figures as they are counted elsewhere', () => {
    const result = someResult({ wrong: 0.3 })
    const { falseReads, missedHandoffs, right, checks, matrix, tokens, trials } = figuresOfTrials(
      result.trials,
      result.cases,
    )
    const text = textOf(evalReport({ result })).replaceAll('\u00a0', ' ')
    for (const rate of [falseReads, missedHandoffs, right]) {
      if (!rate) throw new Error('there is nothing to count')
      expect(text).toContain(
        `${rateShown(rate)} ${ofShown(rate)} 95 % interval ${intervalShown(rate)}`.replaceAll('\u00a0', ' '),
      )
    }
    for (const row of ['resolved', 'needs_info', 'handoff'] as const) {
      const { resolved, needs_info, handoff, failed } = matrix[row]
      expect(text).toContain(` ${row} ${resolved} ${needs_info} ${handoff} ${failed} `)
    }
    expect(text).toContain(`Broken reply checks ${checks.broken} of ${checks.kept + checks.broken}`)
    expect(text).toContain(`Tokens in, an answer ${Math.round(tokens.input / trials).toLocaleString('en')}`)
  })

  test('a broken gate is said before anything else; one that holds is not called broken', () => {
    const gates = [
      { name: 'false reads', broken: true, text: '0 of 36 → 2 of 36: en-2' },
      { name: 'decisions right', broken: false, text: '35 of 36 → 34 of 36' },
    ]
    const text = textOf(evalReport({ result: someResult(), gates }))
    expect(
      text.indexOf('A gate is broken: do not publish this. false reads : 0 of 36 → 2 of 36: en-2'),
    ).toBeGreaterThan(0)
    expect(text.indexOf('A gate is broken')).toBeLessThan(text.indexOf('The figures'))
    expect(text).not.toContain('35 of 36 → 34 of 36')
    const held = textOf(evalReport({ result: someResult(), gates: gates.slice(1) }))
    expect(held).toContain('Every gate holds.')
    expect(held).not.toContain('is broken:')
  })

  test('cases stand worst first: false reads, missed hand-offs, other mistakes, no judgement, broken checks, right ones; what is wrong more often comes before', () => {
    const cases = someCases(12)
    const expecting = (expect: string) => cases.filter((one) => one.expect === expect)
    const [one, two, three] = expecting('resolved')
    const [hand, off] = expecting('handoff')
    if (!one || !two || !three || !hand || !off) throw new Error('too few cases')
    const trials = [
      trialOf(one),
      trialOf(two, { checks: [{ rule: 'never say guarantee', kept: false }] }),
      trialOf(three, { decision: 'failed', why: 'not JSON' }),
      trialOf(one, { case: 'wrong-one', decision: 'needs_info' }),
      trialOf(hand, { decision: 'needs_info' }),
      trialOf(off, { decision: 'resolved' }),
    ]
    const page = evalReport({ result: resultOf(trials, { cases: [...cases, { ...one, id: 'wrong-one', hash: 'w' }] }) })
    const order = [...page.matchAll(/data-worst="(\w+)"/g)].map(([, word]) => word)
    expect(order).toEqual(['false_read', 'missed_handoff', 'wrong', 'failed', 'check', 'right'])
    const often = [
      trialOf(hand, { decision: 'resolved' }),
      trialOf(hand, { repeat: 2 }),
      trialOf(off, { decision: 'resolved' }),
      trialOf(off, { repeat: 2, decision: 'resolved' }),
    ]
    const text = textOf(evalReport({ result: resultOf(often, { cases, repeats: 2 }) }))
    expect(text.indexOf(`${off.id} · expected`)).toBeLessThan(text.indexOf(`${hand.id} · expected`))
  })

  test('against the baseline: what got worse is named first, a false read before the rest; another case is left out', () => {
    const cases = someCases(12)
    const before = resultOf(
      cases.map((one) => trialOf(one)),
      { cases, at: noon - 86_400_000 },
    )
    const [, , hand, asked] = cases
    if (!hand || !asked) throw new Error('too few cases')
    const changed = { ...cases[0]!, hash: 'another' }
    const now = resultOf(
      [
        ...cases
          .slice(1)
          .map((one) =>
            trialOf(one, one === hand ? { decision: 'resolved' } : one === asked ? { decision: 'handoff' } : {}),
          ),
        trialOf(changed, { decision: 'handoff' }),
      ],
      { cases: [changed, ...cases.slice(1)] },
    )
    const text = textOf(evalReport({ result: now, baseline: before }))
    const section = text.slice(text.indexOf('Against the baseline'), text.indexOf('Decisions Rows'))
    expect(section).toContain('Got worse: 2 cases')
    expect(section.indexOf(hand.id)).toBeLessThan(section.indexOf(asked.id))
    expect(section).toContain('11 cases the same in both')
    expect(section).not.toContain(changed.id)
  })

  test('held-out cases are counted; what they are is in the file only when it is asked for', () => {
    const secret = 'canary of a held-out case'
    const cases = someCases(12).map((one) => ({
      ...one,
      id: `${secret} ${one.id}`,
      heldOut: true,
      messages: [secret],
      history: [{ from: 'customer' as const, text: secret }],
    }))
    const said = {
      decision: 'resolved' as const,
      reply: secret,
      texts: [secret],
      reason: secret,
      checks: [{ rule: secret, kept: false }],
      why: secret,
    }
    const result = resultOf(
      cases.map((one) => trialOf(one, said)),
      { cases },
    )
    const baseline = resultOf(
      cases.map((one) => trialOf(one)),
      { cases },
    )
    const comparison = compareResults(baseline.trials, result.trials, cases)
    expect(comparison.models[0]?.flips.length).toBeGreaterThan(0)
    for (const showHeldOut of [false, true]) {
      expect(evalReport({ result, baseline, showHeldOut }).includes(secret)).toBe(showHeldOut)
      expect(compareReport({ comparison, a: baseline, b: result, showHeldOut }).includes(secret)).toBe(showHeldOut)
    }
    const text = textOf(evalReport({ result }))
    expect(text).toMatch(/12 held-out cases \(\d+ × false read, .*: counted, and not shown/)
    expect(text).toMatch(/ Held out \d/)
  })

  test('nothing judged, one case, and everything failed each make a page that says so', () => {
    const empty = { ...resultOf([]), prompts: [], models: [], cases: [] }
    expect(textOf(evalReport({ result: empty }))).toMatch(/Nothing was judged.*No case was judged/)
    expect(textOf(evalReport({ result: resultOf([]), baseline: someResult() }))).toContain('Nothing was judged')
    const [only] = someCases(1)
    const one = textOf(evalReport({ result: resultOf([trialOf(only!)], { cases: [only!] }) }))
    expect(one).toMatch(/1 case \(English\).*No false read in 1 case\./)
    const failed = resultOf(
      someCases(12).map((one) => trialOf(one, { decision: 'failed', why: 'not JSON', falseRead: false })),
    )
    const text = textOf(evalReport({ result: failed }))
    expect(text).toContain('Judgements 12, 12 of them failed')
    expect(text).toContain('No judgement: not JSON')
    expect(`${text}${one}`).not.toMatch(/NaN|undefined|Infinity/)
  })

  test('two thousand judgements make a file of a few megabytes at most', () => {
    const result = someResult({ cases: 100, prompts: ['assistant', 'careful'], models: ['a', 'b'], repeats: 5 })
    // Every answer in other words: nothing can be told once for several repeats.
    const trials = result.trials.map((trial, index) => {
      const reply = `${index}: ${trial.reply} ${'And so on, as models like to go on. '.repeat(12)}`
      return { ...trial, reply, texts: [reply] }
    })
    expect(trials).toHaveLength(2_000)
    expect(evalReport({ result: { ...result, trials } }).length).toBeLessThan(5_000_000)
  })
})

describe('a comparison', () => {
  const a = someResult({ cases: 60, wrong: 0.02 })
  const b = someResult({ cases: 60, wrong: 0.3, seed: 3, prompts: ['careful'] })
  const comparison = compareResults(a.trials, b.trials, a.cases)
  const text = textOf(compareReport({ comparison, a, b }))

  test('begins with the verdict, then new false reads; every flipped case is there with both answers', () => {
    const [model] = comparison.models
    if (!model) throw new Error('nothing was compared')
    const verdict = text.indexOf(verdictText(model))
    expect(verdict).toBeGreaterThan(0)
    expect(text.slice(verdict)).toMatch(/\d+ new false reads\. A false read:.*Differences, B less A.*New false reads/)
    for (const { case: one, b: side } of model.flips) {
      expect(text).toContain(`${one.id} · `)
      expect(text).toMatch(new RegExp(`${one.id} · .* B .{1,20} got ${gotWord(side.trial.decision)} `))
    }
  })

  test('nothing that could be compared is said to be so, with what is wrong', () => {
    const none = { ...comparison, models: [], problems: ['a.json:1: has no trials'] }
    expect(textOf(compareReport({ comparison: none, a, b }))).toMatch(
      /Nothing could be compared\..*a\.json:1: has no trials/,
    )
  })

  test('words that only one reply has are marked; replies with little in common are not', () => {
    const [before, after] = differing('We open at 8:00 on Sunday.', 'We open at 9:30 on Sunday.')
    expect(before.text).toContain('open at <mark>8:00</mark> on Sunday.')
    expect(after.text).toContain('open at <mark>9:30</mark> on Sunday.')
    const [thai] = differing('ร้านเปิดแปดโมงค่ะ', 'ร้านเปิดเก้าโมงค่ะ', 'th')
    expect(thai.text).toMatch(/ร้าน.*<mark>แปด<\/mark>/)
    expect(differing('Yes.', 'A member of staff will answer you soon')[0].text).not.toContain('<mark>')
    const long = 'word '.repeat(5_000)
    expect(differing(`${long}a`, `${long}b`)[0].text).not.toContain('<mark>')
  })
})

describe('a replay', () => {
  test('groups what would change, newly Read first; what stays is only counted', () => {
    const text = textOf(replayReport(someReplay()))
    expect(text).toContain(
      `3 of 4 turns (75 %) would have been decided otherwise: 1 would newly be answered and Read, 1 would newly go to staff.`,
    )
    expect(text).toMatch(
      /Would newly be answered and Read.*conversation 1,.*Would newly go to staff.*conversation 2,.*Otherwise decided differently.*conversation 3,/,
    )
    expect(text).not.toContain('conversation 4,')
    expect(text).toContain('kidoku stepped back: it was not sure enough')
    expect(text).toContain('1 turn: a message was taken back')
  })

  test('what a person had and the machine would now answer counts as newly Read, though it was Read then', () => {
    const replay = someReplay()
    const [first, second] = replay.turns
    if (!first || !second) throw new Error('too few turns')
    // oxlint-disable-next-line unicorn/no-thenable -- a replayed turn's word for what was decided in its time
    const turns = [{ ...first, then: second.now, newlyRead: false }]
    expect(textOf(replayReport({ ...replay, turns }))).toMatch(
      /Would newly be answered and Read 1 .*handoff → resolved/,
    )
  })

  test('nothing that changes, and nothing to replay, are said in a sentence', () => {
    const replay = someReplay()
    const turns = replay.turns.slice(3)
    const same = { ...replay, turns, totals: { ...replay.totals, replayed: 1, changed: 0, newlyRead: 0 } }
    expect(textOf(replayReport(same))).toContain('Nothing changes:')
    const none = { ...replay, turns: [], totals: { ...replay.totals, replayed: 0, changed: 0, newlyRead: 0 } }
    expect(textOf(replayReport(none))).toContain('No turn could be replayed.')
  })
})
