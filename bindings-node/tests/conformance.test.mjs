// Runs the vectors of `tests/vectors` through the public names; `tests/README.md` is the format.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { parse } from 'smol-toml'
import * as sonthana from 'sonthana'
import { EMPTY, digest, write } from './canonical.mjs'

const { Bot, Engine, EntityModel, IntentModel, Normalizer, Speller, Tokenizer } = sonthana
const tests = new URL('../../tests/', import.meta.url)
const read = (name) => readFileSync(new URL(name, tests), 'utf8')
const skips = parse(read('skips.toml'))
const digests = new Map(read('digests.txt').split('\n').map((line) => line.split(' ')))

/** Runs every case of a stage: `given` once a file, `check` once a case, with its id. */
function conform(stage, given, check) {
  let [ran, skipped, total] = [0, 0, 0]
  const failures = []
  for (const name of readdirSync(new URL(`vectors/${stage}/`, tests)).sort()) {
    if (!name.endsWith('.toml')) continue
    const text = read(`vectors/${stage}/${name}`)
    total += text.split('\n').filter((line) => line.trim() === '[[case]]').length
    const file = parse(text)
    const shared = given(file)
    for (const item of file.case ?? []) {
      const id = `${stage}/${name.slice(0, -5)}/${item.name}`
      if (skips[id]?.node) {
        skipped++
        continue
      }
      ran++
      try {
        check(shared, item, id)
      } catch (error) {
        failures.push(`${id}: ${error.message}`)
      }
    }
  }
  console.log(`${stage}: ${ran} ran + ${skipped} skipped = ${total}`)
  assert.equal(failures.length, 0, `${failures.length} of ${total} cases of ${stage} fail:\n${failures.join('\n')}`)
  assert.equal(ran + skipped, total, `a case of ${stage} was neither run nor skipped`)
}

const show = (value) => JSON.stringify(value)

function same(what, expected, actual) {
  assert.ok(isEqual(expected, actual), `${what}: expected ${show(expected)}, got ${show(actual)}`)
}

/** Equal as data: TOML's tables have no prototype. */
function isEqual(a, b) {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b
  const keys = Object.keys(a)
  return Array.isArray(a) === Array.isArray(b) && keys.length === Object.keys(b).length && keys.every((key) => isEqual(a[key], b[key]))
}

/** Each of a list has the fields that are expected of it. */
function fields(what, expected, actual) {
  const fits = (wanted, got) => Object.entries(wanted).every(([name, value]) => isEqual(value, got[name]))
  const fit = expected.length === actual.length && expected.every((wanted, index) => fits(wanted, actual[index]))
  assert.ok(fit, `${what}: expected ${show(expected)}, got ${show(actual)}`)
}

const now = (file) => Date.parse(file.now ?? '2026-11-21T10:00:00+07:00')

function sliced(text, found) {
  for (const piece of found) same('the slice', piece.text, text.slice(piece.start, piece.end))
  return found
}

function tagged({ text, spans }) {
  let end = 0
  const found = spans.map((span) => {
    const start = text.indexOf(span.text, end)
    end = start + span.text.length
    return [start, end, span.name, span.role, span.group]
  })
  return [text, found]
}

function texts(file) {
  const examples = (file.examples ?? []).flatMap(([name, ...texts]) => texts.map((text) => [text, name || null]))
  const spans = (file.tagged ?? []).map(tagged)
  const intents = examples.length ? IntentModel.train(examples) : undefined
  return { file, intents, tagger: spans.length ? EntityModel.train(spans) : undefined }
}

/** The value of the case, or of the first entity of its text, in words; or why not. */
function said(file, item, text, style) {
  const value = item.value ?? sonthana.entities(text, now(file), file.zone, item.kinds)[0].value
  try {
    return sonthana.say(value, style || undefined, now(file), file.zone, item.language)
  } catch (error) {
    return error.code
  }
}

function explained(text, said, expected) {
  const sum = said.evidence.reduce((sum, piece) => sum + piece.weight, said.bias)
  assert.ok(Math.abs(sum - said.logit) < 1e-9, `${sum} is not ${said.logit}`)
  sliced(text, said.evidence)
  for (const [key, sign] of [['for', 1], ['against', -1]]) {
    const speaking = said.evidence.filter((piece) => piece.weight * sign > 0).map((piece) => piece.text)
    for (const piece of expected[key] ?? []) assert.ok(speaking.includes(piece), `${key}: ${piece} in ${show(said)}`)
  }
  same('explain.known', expected.known ?? false, said.known)
}

function normalized(text, { without = [] }) {
  try {
    return new Normalizer(without).normalize(text)
  } catch (error) {
    return error.code
  }
}

/** The likeliest suggestion for each piece, as [kind, piece, what was meant]. */
function suggestions(text, { dictionary = [] }) {
  const found = sliced(text, new Speller(dictionary).suggest(text))
  const first = found.filter((one, at) => at === 0 || found[at - 1].start !== one.start || found[at - 1].end !== one.end)
  return first.map(({ kind, text, value }) => [kind, text, value])
}

function text({ file, intents, tagger }, item) {
  const text = item.text.repeat(item.repeat ?? 1)
  const tokenizer = item.dictionary ? new Tokenizer(item.dictionary) : sonthana
  const tokens = tokenizer.tokenize(text)
  const words = tokens.filter((token) => token.kind !== 'space').map((token) => token.text)
  same('the tokens joined', text, tokens.map((token) => token.text).join(''))
  sliced(text, tokens)
  same('words and tokens', words, tokenizer.words(text))
  const normal = sonthana.normalize(text)
  same('normalising twice', normal, sonthana.normalize(normal))
  const actual = {
    normalize: () => normalized(text, item),
    suggestions: () => suggestions(text, item),
    words: () => words,
    tokens: () => tokens.map((token) => [token.kind, token.text]),
    sentences: () => sonthana.sentences(text),
    clusters: () => sonthana.clusters(text),
    graphemes: () => sonthana.graphemes(text),
    sentiment: () => sonthana.sentiment(text).label,
    redact: () => sonthana.redact(text, item.kinds, item.mask),
    said: () => item.said.map(([style]) => [style, said(file, item, text, style)]),
    intent: () => intents.predict(text, item.within).name ?? '',
    intents: () => intents.intents(text).map((intent) => intent.name),
    rank: () => intents.rank(text, item.within).slice(0, item.rank.length).map((intent) => intent.name),
  }
  for (const [key, expected] of Object.entries(item)) {
    if (key === 'entities') fields(key, expected, sliced(text, sonthana.entities(text, now(file), file.zone, item.kinds)))
    else if (key === 'tagged') fields(key, expected, sliced(text, tagger.predict(text)))
    else if (key === 'scope') {
      const scope = intents.scope(text)
      assert.ok(scope >= (expected.least ?? 0) && scope <= (expected.most ?? 1), `scope: ${show(expected)}, got ${scope}`)
    } else if (key === 'explain') explained(text, intents.explain(text, expected.name), expected)
    else if (!['within', 'name', 'text', 'repeat', 'without', 'dictionary', 'kinds', 'mask', 'value', 'language'].includes(key)) same(key, expected, actual[key]())
  }
}

for (const stage of ['normalize', 'spelling', 'tokenize', 'entity', 'sentiment', 'intent']) {
  test(stage, () => conform(stage, texts, text))
}

function event(step, call) {
  if (step.say !== undefined) return { type: 'message', text: step.say.repeat(step.repeat ?? 1) }
  return step.event.id === '$call' ? { ...step.event, id: call } : { ...step.event }
}

const replies = (actions) => actions.filter((action) => action.type === 'say').map((action) => action.text ?? '')

function stepHolds(step, { state, actions, trace }) {
  const actual = {
    replies: () => replies(actions),
    active: () => state.active ?? '',
    waiting: () => state.waiting ?? '',
    intent: () => trace.understanding.intent.name,
    intents: () => trace.understanding.intents.map((intent) => intent.name),
    policies: () => trace.decisions.filter((one) => one.action !== 'action_listen').map((one) => one.policy),
    notes: () => trace.notes.map((note) => note.code),
    events: () => trace.events.map(({ event, name, policy }) => [event, name, policy].filter(Boolean).join(' ')),
    slots: () => Object.fromEntries(Object.keys(step.slots).map((name) => [name, state.slots[name]])),
    unset: () => step.unset.filter((name) => state.slots[name] == null),
  }
  for (const [key, expected] of Object.entries(step)) {
    if (key === 'actions') fields(key, expected, actions)
    else if (key === 'entities') fields(key, expected, sliced(trace.understanding.text, trace.understanding.entities))
    else if (key === 'hidden') {
      const left = state.save() + JSON.stringify(trace)
      same(key, [], expected.filter((text) => left.includes(text)))
    } else if (!['say', 'event', 'repeat', 'after'].includes(key)) same(key, expected, actual[key]())
  }
}

/** What a digest is made over: all that the host sees, but for positions. */
function bytes({ state, actions, trace }) {
  const understanding = trace.understanding && {
    ...trace.understanding,
    entities: trace.understanding.entities.map(({ start, end, ...rest }) => rest),
  }
  return write([state.save(), actions, { ...trace, understanding }])
}

function begin(engine, item, time) {
  if (item.from) return engine.restore(read(`vectors/saved/${item.from}`).trimEnd())
  const turn = engine.start(time)
  if (item.greeting) same('greeting', item.greeting, replies(turn.actions))
  return turn.state
}

function run({ engine, time }, item, restoring) {
  let [state, call, hash] = [begin(engine, item, time), '', EMPTY]
  item.turn.forEach((step, index) => {
    time += step.after ?? 1000
    if (restoring) {
      const saved = state.save()
      state = engine.restore(saved)
      same('saved again', saved, state.save())
    }
    const turn = engine.turn(state, event(step, call), time)
    call = turn.actions.findLast((action) => action.type === 'call')?.id ?? call
    try {
      stepHolds(step, turn)
    } catch (error) {
      throw new Error(`turn ${index + 1}: ${error.message}`)
    }
    hash = digest(hash, bytes(turn))
    state = turn.state
  })
  return hash.toString(16).padStart(16, '0')
}

test('conversations', () => {
  const bot = (files) =>
    typeof files === 'string' ? Bot.open(fileURLToPath(new URL(`../${files}`, tests))) : Bot.read(files)
  const given = (file) => ({ file, engine: new Engine(bot(file.bot)), time: now(file) })
  conform('turns', given, (common, item, id) => {
    const { file } = common
    const shared = item.bot ? given({ ...file, bot: { ...file.bot, ...item.bot } }) : common
    const straight = run(shared, item, false)
    same('the bytes with a state restored before each turn', straight, run(shared, item, true))
    same('the digest, against tests/digests.txt', digests.get(id), straight)
  })
})

function hurt(saved, { flip, cut }) {
  const damaged = Buffer.from(saved)
  if (flip !== undefined) damaged[Math.trunc(flip * saved.length)] ^= 1
  return cut === undefined ? damaged : damaged.subarray(0, Math.trunc(cut * saved.length))
}

function damaged(file, damage) {
  if (damage.of === 'bot') return Bot.load(hurt(Bot.read(file.bot).save(), damage)).notes
  if (damage.of === 'state') {
    const engine = new Engine(Bot.read(file.bot))
    const saved = engine.turn(engine.start(0).state, { type: 'message', text: 'สวัสดี' }, 1).state.save()
    return engine.restore(hurt(Buffer.from(saved), damage).toString()) && []
  }
  if (damage.of === 'intent-model') {
    const saved = IntentModel.train([['สวัสดี', 'greet'], ['ลาก่อน', 'bye']]).save()
    return IntentModel.load(hurt(saved, damage)) && []
  }
  const saved = EntityModel.train([['ไปสตูล', [[2, 6, 'city']]], ['ไปตรัง', [[2, 6, 'city']]]]).save()
  return EntityModel.load(hurt(saved, damage)) && []
}

test('errors', () => {
  conform('errors', (file) => file, (file, item) => {
    let notes
    try {
      notes = item.damage ? damaged(file, item.damage) : Bot.read(item.files).notes
    } catch (error) {
      same(`code (${error.message})`, item.code, error.code)
      for (const key of ['file', 'line', 'column']) {
        if (key in item) same(`${key} (${error.message})`, item[key], error[key])
      }
      return
    }
    same('code', item.code ?? '', '')
    same('notes', item.notes ?? [], notes.map((note) => note.code))
  })
})
