/**
 * Bugs to plant, one at a time: mistakes that somebody could make on a tired evening, each of which breaks a promise.
 * Each is a change of words in one file. Words that are not there exactly once are an error, so that a bug which no
 * longer means anything is noticed when the code changes.
 */
export interface Bug {
  /** For the command line and the table. */
  name: string
  /** What somebody has done wrong, in a sentence. */
  what: string
  edits: { file: string; find: string; replace: string }[]
}

const edit = (file: string, find: string, replace: string): Bug['edits'][number] => ({ file, find, replace })

export const bugs: readonly Bug[] = [
  {
    name: 'dedupe-before-the-write',
    what: 'An event counts as seen before it is stored: LINE’s second delivery gets 200, and it is lost.',
    edits: [
      edit(
        'src/flow/intake.ts',
        'export async function takeIn(',
        'const known = new Set<string>()\nexport async function takeIn(',
      ),
      edit(
        'src/flow/intake.ts',
        "    if (read.type === 'event') events.push(read.event)\n",
        "    if (read.type === 'event') {\n      if (!known.has(read.event.id)) events.push(read.event)\n      known.add(read.event.id)\n    }\n",
      ),
    ],
  },
  {
    name: 'ok-before-it-is-stored',
    what: 'LINE is answered 200 while the event is still being written.',
    edits: [
      edit(
        'src/flow/intake.ts',
        'if (events.length > 0) await store.receive(events)',
        'if (events.length > 0) store.receive(events).catch(() => undefined)',
      ),
    ],
  },
  {
    name: 'bad-event-costs-its-neighbours',
    what: 'A body with one event that cannot be read is put aside whole.',
    edits: [
      edit(
        'src/flow/intake.ts',
        "else if (read.type === 'unreadable') aside.push({ raw: keepable(raw), why: read.why })",
        "else if (read.type === 'unreadable') {\n      events.length = 0\n      aside.push({ raw: keepable(raw), why: read.why })\n      break\n    }",
      ),
    ],
  },
  {
    name: 'signature-not-checked',
    what: 'A webhook without a signature is taken in.',
    edits: [
      edit(
        'src/webhook.ts',
        'const channel = candidates.find((one) => one.validSignature(body, signature))',
        "const channel = candidates.find((one) => signature === '' || one.validSignature(body, signature))",
      ),
      edit(
        'src/webhook.ts',
        'if (announced <= maxBody && !signatureShape.test(signature)) {',
        'if (announced <= maxBody && !/^$|^[A-Za-z0-9+/]{43}=$/.test(signature)) {',
      ),
    ],
  },
  {
    name: 'a-repeat-enters-again',
    what: 'An event that LINE delivers twice enters its conversation twice.',
    edits: [
      edit(
        'src/core/enter.ts',
        'if (conversation.seen.some(({ ids }) => ids.includes(event.id))) return []',
        "if (event.type !== 'message' && conversation.seen.some(({ ids }) => ids.includes(event.id))) return []",
      ),
      edit(
        'src/core/enter.ts',
        'hasLeftSince(conversation, event) || conversation.messages.some((message) => message.id === event.messageId)',
        "hasLeftSince(conversation, event) || conversation.messages.some((m) => m.id === event.messageId && m.state === 'new')",
      ),
    ],
  },
  {
    name: 'read-before-staff-are-told',
    what: 'At a hand-off Read does not wait until staff have been told.',
    edits: [
      edit(
        'src/core/handoff.ts',
        "...closed(id, turn, given, { at: now, as: 'handoff', heldBy: telling[0]?.id }),",
        "...closed(id, turn, given, { at: now, as: 'handoff' }),",
      ),
    ],
  },
  {
    name: 'barrier-forgotten',
    what: 'A token is sent past a message that is open.',
    edits: [
      edit(
        'src/core/read.ts',
        '.filter((message) => isOpen(message) || isHeld(message) || isUnreadWithStaff(conversation, message))',
        '.filter((message) => isHeld(message) || isUnreadWithStaff(conversation, message))',
      ),
    ],
  },
  {
    name: 'read-given-up',
    what: 'A token whose outcome is unknown is not sent again: Read is missing.',
    edits: [
      edit(
        'src/core/outcome.ts',
        "const outcome = outcomeOf(action, result, isUnknown(result) ? 'unknown' : 'refused', now)\n    return [outcome, waitFor(",
        "const outcome = outcomeOf(action, result, isUnknown(result) ? 'unknown' : 'refused', now)\n    if (isUnknown(result)) return [outcome, end(action, 'refused', now)]\n    return [outcome, waitFor(",
      ),
    ],
  },
  {
    name: 'new-retry-key-at-each-try',
    what: 'The retry key of a push changes with each try, so LINE takes the second for another message.',
    edits: [
      edit(
        'src/flow/perform.ts',
        "export function retryKey(conversation: string, action: Pick<Action, 'id' | 'messages'>): string {",
        "export function retryKey(conversation: string, action: Pick<Action, 'id' | 'messages' | 'tries'>): string {",
      ),
      edit(
        'src/flow/perform.ts',
        ".update([conversation, action.id, ...action.messages].join('\\n'))",
        ".update([conversation, action.id, action.tries?.count ?? 0, ...action.messages].join('\\n'))",
      ),
    ],
  },
  {
    name: 'no-attempt-record',
    what: 'An attempt is not stored before its call: after a crash nobody knows that it was made.',
    edits: [
      edit(
        'src/flow/run.ts',
        '  await session.commit(now)\n\n  const result = await perform(',
        '  const result = await perform(',
      ),
    ],
  },
  {
    name: 'unknown-taken-for-refused',
    what: 'A reply whose connection broke counts as not sent, and is pushed.',
    edits: [
      edit(
        'src/core/outcome.ts',
        "return now < life || !unknown ? again('unknown') : failed('uncertain', 'unknown')",
        "return [outcome('refused'), { type: 'push_instead', at: now, action: action.id, why: 'token_refused' }]",
      ),
    ],
  },
  {
    name: 'timer-lost-at-restart',
    what: 'What a conversation waits for is in memory alone.',
    edits: [
      edit(
        'src/flow/run.ts',
        'if (session.isDirty || mustCommit) await session.commit(wakeAt)',
        'if (session.isDirty || mustCommit) await session.commit(undefined)',
      ),
      edit(
        'src/flow/run.ts',
        "  if (step.type === 'nothing') return undefined\n  return step.type === 'wait' ? step.until : now\n}",
        "  return step.type === 'nothing' || step.type === 'wait' ? undefined : now\n}",
      ),
    ],
  },
  {
    name: 'first-attempt-does-not-look-again',
    what: 'A decision’s first attempt is made without looking at what entered meanwhile.',
    edits: [
      edit(
        'src/flow/run.ts',
        '  if (!sameStep(next(session.conversation, policy, now), step)) return\n  const { pending }',
        '  const { pending }',
      ),
    ],
  },
  {
    name: 'answers-what-staff-have',
    what: 'While staff have the conversation the assistant judges what comes.',
    edits: [
      edit(
        'src/core/turn.ts',
        "if (conversation.mode === 'staff' || conversation.gone) return undefined",
        'if (conversation.gone) return undefined',
      ),
    ],
  },
  {
    name: 'unsent-stays',
    what: 'What a customer has taken back stays in the conversation.',
    edits: [
      edit(
        'src/core/message-changes.ts',
        "[id], { state: 'unsent', content: undefined, readDue: false, ...nobody })",
        '[id], { readDue: false, ...nobody })',
      ),
    ],
  },
  {
    name: 'late-message-counts-as-read',
    what: 'A message that arrives below the watermark is taken for handled, since LINE shows it Read.',
    edits: [
      edit(
        'src/core/message-changes.ts',
        "state: takenBack ? 'unsent' : 'new',",
        "state: takenBack ? 'unsent' : change.late ? 'closed' : 'new',",
      ),
    ],
  },
  {
    name: 'resolved-without-a-source',
    what: 'The model’s word alone resolves a matter.',
    edits: [
      edit(
        'src/core/lowering.ts',
        "if (!judgement.small_talk) return 'no_source'",
        "if (!judgement.small_talk && judgement.reply === '') return 'no_source'",
      ),
    ],
  },
  {
    name: 'said-before-it-is-recorded',
    what: 'The reply waits a while for what is to be recorded, and then says that it is.',
    edits: [
      edit(
        'src/core/next.ts',
        'const budgets = { read: 5_000, notify: 10_000, reply: 60_000, record: Infinity } as const',
        'const budgets = { read: 5_000, notify: 10_000, reply: 60_000, record: 5_000 } as const',
      ),
    ],
  },
  {
    name: 'recorded-under-another-key',
    what: 'Each try of a record has a key of its own, so the shop’s system takes it for another request.',
    edits: [
      edit(
        'src/flow/perform.ts',
        'await sink.record(action.given, retryKey(conversation.id, action), over.signal)',
        'await sink.record(action.given, `${retryKey(conversation.id, action)}-${action.tries?.count ?? 0}`, over.signal)',
      ),
    ],
  },
  {
    name: 'read-before-it-is-recorded',
    what: 'What is to be recorded does not hold Read: the token of the next answer marks it too.',
    edits: [
      edit(
        'src/core/decide.ts',
        'heldBy: recorded.at(-1)?.id ?? (hasToken(words, now) ? undefined : words.id),',
        'heldBy: hasToken(words, now) ? undefined : words.id,',
      ),
    ],
  },
  {
    name: 'recorded-again-after-an-unsend',
    what: 'A part of a request is taken back while it is being recorded: what is left is judged, and recorded, again.',
    edits: [
      edit(
        'src/core/enter.ts',
        'const isRecorded = mayBeRecorded(conversation, action.turn)',
        'const isRecorded = conversation.turns < 0 && mayBeRecorded(conversation, action.turn)',
      ),
    ],
  },
  {
    name: 'resolved-though-nothing-was-found',
    what: 'A look-up whose system does not answer is taken for one that nobody asked for.',
    edits: [
      edit(
        'src/core/lowering.ts',
        "came !== 'found' && !(came === 'refused' && name === undefined)",
        "came !== 'found' && came !== 'failed' && !(came === 'refused' && name === undefined)",
      ),
    ],
  },
  {
    name: 'no-lock',
    what: 'Two processes write in one data folder.',
    edits: [
      edit(
        'src/adapters/files/lock.ts',
        "db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')",
        "db.exec('PRAGMA journal_mode = MEMORY')",
      ),
    ],
  },
  {
    name: 'half-a-write-stays',
    what: 'When the disk is full, half a line stays in the inbox and spoils the next one.',
    edits: [
      edit(
        'src/adapters/files/segments.ts',
        '    } catch (error) {\n      await this.#undo(file, segment)\n      throw error\n    }\n    segment.bytes',
        '    } catch (error) {\n      throw error\n    }\n    segment.bytes',
      ),
    ],
  },
  {
    name: 'past-what-staff-have-unread',
    what: 'A token is sent past a message that staff have and nobody has taken.',
    edits: [
      edit(
        'src/core/read.ts',
        '.filter((message) => isOpen(message) || isHeld(message) || isUnreadWithStaff(conversation, message))',
        '.filter((message) => isOpen(message) || isHeld(message))',
      ),
      edit('src/core/read.ts', 'function isUnreadWithStaff({', 'export function isUnreadWithStaff({'),
    ],
  },
  {
    name: 'breaker-never-closes',
    what: 'Once open, the circuit breaker never lets a trial through.',
    edits: [
      edit(
        'src/flow/breaker.ts',
        'pause !== undefined && pause.until > now && pause.until - now <= pause.length',
        'pause !== undefined && pause.until !== now',
      ),
    ],
  },
  {
    name: 'spend-stop-forgotten-at-restart',
    what: 'What the model took is counted in memory alone: a restart is a way round the limit of the day.',
    edits: [
      edit('src/flow/spending.ts', '  if (isLimited) {\n    await read()\n', '  if (isLimited) {\n'),
      edit('src/flow/spending.ts', '      await read()\n      goodFor', '      goodFor'),
    ],
  },
  {
    name: 'numbers-nobody-wrote',
    what: 'A price that stands in no passage is sent.',
    edits: [
      edit(
        'src/core/lowering.ts',
        'unsupported(reply, { ...ground, shop: [...shop, ...values] }).length > 0',
        'unsupported(reply, { ...ground, shop: [...shop, ...values] }).length > 99',
      ),
    ],
  },
  {
    name: 'forgotten-stays-in-the-lists',
    what: 'A forgotten customer still stands in the index behind the console’s lists.',
    edits: [edit('src/adapters/files/erase.ts', '      index.erase(id)\n', '')],
  },
  {
    name: 'restored-answers-again',
    what: 'What was under way when a backup was made is answered once more after its restore.',
    edits: [
      edit(
        'src/core/restored.ts',
        'if (replies.length === 0 && !records && !pending && !judging && !messages.some(isOpen)) return conversation',
        'if (replies.length < 99 || (!records && !pending && !judging && !messages.some(isOpen))) return conversation',
      ),
    ],
  },
  {
    name: 'token-in-the-log',
    what: 'A secret that an error quotes is written to the log.',
    edits: [
      edit(
        'src/adapters/log/redact.ts',
        'const known = [...new Set(values.filter((value) => value.length >= 6).flatMap(forms))].toSorted(',
        'const known = [...new Set(values.filter((value) => value.length >= 6_000).flatMap(forms))].toSorted(',
      ),
    ],
  },
  {
    name: 'hand-off-is-not-silent',
    what: 'After a hand-off the assistant goes on answering.',
    edits: [
      edit(
        'src/core/evolve.ts',
        "        mode: 'staff',\n        staffVersion: c.staffVersion + 1,\n        questions: 0,",
        '        staffVersion: c.staffVersion + 1,\n        questions: 0,',
      ),
    ],
  },
  {
    name: 'who-came-back-is-ignored',
    what: 'Who has ever left is never answered again, though they came back.',
    edits: [
      edit(
        'src/core/enter.ts',
        '  gone === true && timestamp <= leftAt\n',
        '  (gone === true && timestamp <= leftAt) || leftAt > 0\n',
      ),
    ],
  },
  {
    name: 'too-old-is-answered',
    what: 'What LINE delivers hours late is answered by the machine as if it had just come.',
    edits: [
      edit(
        'src/core/next.ts',
        'now - m.timestamp > policy.stale_after || m.restored === true',
        'now - m.timestamp > policy.stale_after * 1_000 || m.restored === true',
      ),
    ],
  },
  {
    name: 'asks-for-ever',
    what: 'The assistant asks back a third and a fourth time.',
    edits: [
      edit(
        'src/core/lowering.ts',
        'if (asks && conversation.questions >= 2)',
        'if (asks && conversation.questions >= 20)',
      ),
    ],
  },
  {
    name: 'a-place-is-never-given-back',
    what: 'A turn that has been judged keeps its place before the model, until nobody has one.',
    edits: [edit('src/flow/judge.ts', '    leave?.()\n', '')],
  },
  {
    name: 'a-lost-lease-still-writes',
    what: 'A process that was taken for dead goes on writing a conversation that another one has by now.',
    edits: [
      edit(
        'src/adapters/postgres/commit.ts',
        '`c.owner = ${parts.value(process)} AND c.fence = ${parts.value(fence)}`',
        '`${parts.value(process)}::uuid IS NOT NULL AND ${parts.value(fence)}::bigint IS NOT NULL`',
      ),
    ],
  },
  {
    name: 'let-go-without-a-look',
    what: 'A conversation is let go of though something has come in since its inbox was last read.',
    edits: [
      edit(
        'src/adapters/postgres/leases.ts',
        'WHERE id = $1 AND owner = $2 AND fence = $3 AND calls = $4',
        'WHERE id = $1 AND owner = $2 AND fence = $3 AND $4::bigint >= 0',
      ),
    ],
  },
  {
    name: 'the-dead-keep-what-they-had',
    what: 'What a process had that has died is never free.',
    edits: [edit('src/adapters/postgres/leases.ts', 'p.alive_until > now()))`', 'p.started_at <= now()))`')],
  },
  {
    name: 'nothing-to-do-hides-what-came',
    what: 'A commit with nothing left to do hides the event that came in just before it.',
    edits: [
      edit(
        'src/adapters/postgres/commit.ts',
        '`c.calls <> ${parts.value(taken)}`',
        '`${parts.value(taken)}::bigint < 0`',
      ),
    ],
  },
  {
    name: 'erased-comes-back',
    what: 'LINE delivers an event of somebody again who was erased, and it begins a conversation.',
    edits: [edit('src/adapters/postgres/inbox.ts', 'AND f.until > now())', 'AND f.until < now())')],
  },
]
