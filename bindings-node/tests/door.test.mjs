// What crosses the border between JavaScript and the core, and what is stopped there.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { Bot, Engine, EntityModel, IntentModel, State, Tokenizer, Turn, entities, tokenize, words } from 'sonthana'

const NOW = 1_795_230_000_000
const FILES = {
  'domain.yml': {
    intents: ['greet', 'balance'],
    actions: ['action_balance'],
    responses: { utter_greet: [{ text: 'สวัสดีค่ะ', buttons: [{ title: 'ยอด', payload: '/balance' }] }] },
  },
  'data/nlu.yml': `
nlu:
- intent: greet
  examples: |
    - สวัสดีค่ะ
    - หวัดดี
- intent: balance
  examples: |
    - เช็คยอดเงิน
    - ยอดเหลือเท่าไหร่
`,
  'data/rules.yml': `
rules:
- rule: greet
  steps:
  - intent: greet
  - action: utter_greet
`,
}
const bot = Bot.read(FILES)
const engine = new Engine(bot)
const start = engine.start(NOW)
const say = (event) => engine.turn(start.state, event, NOW)
const code = (wanted) => (error) => error instanceof Error && !(error instanceof TypeError) && error.code === wanted

test('wrong types are TypeErrors', () => {
  const wrong = [
    () => words(null),
    () => tokenize(5),
    () => entities('ก', '5'),
    () => entities('ก', 5n),
    () => entities('ก', 5, 'Asia/Bangkok', 'money'),
    () => new Tokenizer([5]),
    () => new State(),
    () => new Turn(),
    () => new Engine({}),
    () => new Engine(),
    () => engine.start(),
    () => engine.turn({}, { type: 'tick' }, NOW),
    () => engine.turn(start.state, { type: 'tick' }, new Date()),
    () => say(null),
    () => say('สวัสดี'),
    () => say({ type: 'mesage', text: 'ก' }),
    () => say({ type: 'message' }),
    () => say({ type: 'message', text: 5 }),
    () => say({ type: 'set', name: 'x', value: new Map() }),
    () => say({ type: 'set', name: 'x', value: () => 1 }),
    () => say({ type: 'set', name: 'x', value: Symbol('x') }),
    () => engine.restore(5),
    () => Bot.open(5),
    () => Bot.open('x', { A: 5 }),
    () => Bot.load('bytes'),
    () => IntentModel.train([['ก', 5]]),
    () => IntentModel.train(['กข']),
    () => EntityModel.train([['ก', [['0', 1, 'x']]]]),
  ]
  for (const work of wrong) assert.throws(work, TypeError, work.toString())
})

test('numbers that are not exact are refused', () => {
  for (const value of [NaN, Infinity, 2 ** 53 + 2, -(2 ** 60), 1e300, 2n ** 53n + 1n]) {
    assert.throws(() => say({ type: 'set', name: 'x', value: { deep: [value] } }), code('bad-number'), String(value))
  }
  for (const now of [NaN, Infinity, -Infinity]) assert.throws(() => engine.start(now), code('bad-number'))
  say({ type: 'set', name: 'x', value: [2 ** 53, -1, 2.5, 7n] })
})

test('a value within itself is refused', () => {
  const loop = []
  loop.push(loop)
  assert.throws(() => say({ type: 'set', name: 'x', value: loop }), code('too-large'))
})

test('null and undefined are absent', () => {
  const event = { type: 'message', text: 'หวัดดี', id: null, parts: null, channel: undefined, language: null }
  assert.equal(say(event).state.save(), say({ type: 'message', text: 'หวัดดี' }).state.save())
  say({ type: 'message', text: 'ก', parts: [{ type: 'image', url: 'u', alt: null }] })
})

test('a lone surrogate is one replacement character', () => {
  const turn = say({ type: 'message', text: 'ก\ud83dข' })
  assert.equal(turn.trace.understanding.text, 'ก\ufffdข')
  assert.equal(tokenize('\udc00กา').map((token) => token.text).join(''), '\udc00กา')
  say({ type: 'set', name: '\ud800', value: { '\udfff': '\ud800' } })
})

test('a word of any length is one token', () => {
  for (const length of [126, 127, 252, 253, 5000]) {
    const text = 'a'.repeat(length) + 'กา'
    const [word, thai] = tokenize(text)
    assert.deepEqual([word.text.length, word.start, word.end], [length, 0, length])
    assert.deepEqual([thai.text, thai.start, thai.end], ['กา', length, length + 2])
    assert.deepEqual(words(text), ['a'.repeat(length), 'กา'])
  }
})

test('a turn', () => {
  const turn = say({ type: 'message', text: 'สวัสดีค่ะ' })
  const buttons = { type: 'buttons', list: [{ payload: '/balance', title: 'ยอด' }] }
  assert.deepEqual(turn.actions, [{ type: 'say', name: 'utter_greet', text: 'สวัสดีค่ะ', parts: [buttons], id: '1.0' }])
  assert.equal(turn.state.version, 1)
  assert.equal(start.state.version, 0)
  assert.equal(turn.trace.decisions[0].policy, 'rule')
  assert.equal(turn.trace, turn.trace)
  assert.equal(JSON.stringify(turn.state), turn.state.save())
  for (const saved of [turn.state.save(), turn.state, turn.state.toJSON()]) {
    const text = saved instanceof State ? JSON.stringify(saved) : saved
    assert.equal(engine.restore(text).save(), turn.state.save())
  }
  assert.throws(() => engine.restore('{'), code('state-unreadable'))
})

test('errors have a place', () => {
  const faulty = { 'domain.yml': 'intents: [a]\nrespones: {}\n' }
  assert.throws(() => Bot.read(faulty), { code: 'unknown-key', file: 'domain.yml', line: 2, column: 1 })
  assert.throws(() => Bot.open('no/such/directory'), code('not-found'))
})

test('the long work as promises', async () => {
  const examples = [['สวัสดี', 'greet'], ['หวัดดี', 'greet'], ['ลาก่อน', 'bye'], ['บาย', 'bye']]
  const [read, model] = await Promise.all([Bot.readAsync(FILES), IntentModel.trainAsync(examples)])
  assert.deepEqual(read.save(), bot.save())
  assert.deepEqual(model.save(), IntentModel.train(examples).save())
  await assert.rejects(Bot.openAsync('no/such/directory'), code('not-found'))
  await assert.rejects(IntentModel.trainAsync([]), code('nothing-to-train'))
  await assert.rejects(EntityModel.trainAsync([['กข', [[1, 3, 'x']]]]), code('bad-value'))
  await assert.rejects(IntentModel.trainAsync([['ก', 5]]), TypeError)
})

test('the event loop turns while a model trains', async () => {
  const examples = Array.from({ length: 3000 }, (_, index) => [`ประโยคที่ ${index} ของกลุ่ม ${index % 7}`, `i${index % 7}`])
  let ticks = 0
  const timer = setInterval(() => ticks++, 1)
  await IntentModel.trainAsync(examples)
  clearInterval(timer)
  assert.ok(ticks > 3, `${ticks} ticks`)
})

test('what is saved comes back', () => {
  const built = Bot.load(bot.save())
  assert.deepEqual(built.save(), bot.save())
  const turn = new Engine(built).turn(start.state, { type: 'message', text: 'หวัดดี' }, NOW)
  assert.equal(turn.actions[0].name, 'utter_greet')
})

const command = fileURLToPath(new URL('../command.mjs', import.meta.url))

test('the command line', async () => {
  const done = spawnSync(process.execPath, [command, 'tokenize', '-'], { input: 'ขอกาแฟ\n', encoding: 'utf8' })
  assert.equal(done.status, 0, done.stderr)
  JSON.parse(done.stdout.split('\n')[0])
  assert.equal(spawnSync(process.execPath, [command, 'no-such-verb']).status, 2)
  assert.equal(spawnSync(process.execPath, [command, 'check', 'no/such/directory']).status, 1)
})

test('interrupting twice ends a command that waits', async () => {
  const child = spawn(process.execPath, [command, 'tokenize', '-'], { stdio: ['pipe', 'ignore', 'ignore'] })
  const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal)))
  setTimeout(() => child.kill('SIGINT'), 1000)
  setTimeout(() => child.kill('SIGINT'), 2000)
  assert.equal(await ended, 'SIGINT')
})
