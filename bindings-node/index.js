// sonthana for Node: the natural face of the addon. Plain data crosses as JSON, token lists as
// lengths that are sliced here; everything is checked before it crosses, and an error of the
// engine becomes an `Error` with `.code .file .line .column`. Types and words: index.d.ts.
'use strict'

const native = require('./sonthana.node')

const KINDS = native.kinds()
const SPACE = KINDS.indexOf('space')
const DEPTH = 127
const INSIDE = Symbol('sonthana')

function translate(error) {
  const { message } = error
  if (message.startsWith('TypeError: ')) return new TypeError(message.slice(11))
  if (!message.startsWith('{')) return error
  const { text, code, file, line, column } = JSON.parse(message)
  return Object.assign(new Error(text), { code, file, line, column })
}

function guard(work) {
  try {
    return work()
  } catch (error) {
    throw translate(error)
  }
}

async function guarded(work) {
  try {
    return await work()
  } catch (error) {
    throw translate(error)
  }
}

function inside(key) {
  if (key !== INSIDE) throw new TypeError('Illegal constructor')
}

function wanted(value, type, what) {
  if (typeof value !== type) throw new TypeError(`${what} is a ${type}, not ${value === null ? 'null' : typeof value}`)
  return value
}

const string = (value, what = 'text') => wanted(value, 'string', what)
const time = (value) => wanted(value, 'number', 'now')
const list = (value, what) => {
  if (!Array.isArray(value)) throw new TypeError(`${what} is an array`)
  return value
}
const bytes = (value) => {
  if (!(value instanceof Uint8Array)) throw new TypeError('bytes are a Uint8Array or a Buffer')
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
}

/** Plain data as it may cross: numbers exact, text well formed, nothing but null, arrays and objects. */
function plain(value, depth) {
  switch (typeof value) {
    case 'string':
      return value.toWellFormed()
    case 'number':
      if (!Number.isFinite(value) || (Number.isInteger(value) && Math.abs(value) > 2 ** 53)) native.badNumber()
      return value
    case 'boolean':
    case 'undefined':
      return value
    case 'object':
      break
    case 'bigint':
      if (value > 2n ** 53n || value < -(2n ** 53n)) native.badNumber()
      return Number(value)
    default:
      throw new TypeError(`a value is plain data, not a ${typeof value}`)
  }
  if (value === null) return null
  if (depth > DEPTH) native.tooDeep()
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1) ?? null)
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null && prototype.constructor?.name !== 'Object') {
    throw new TypeError(`a value is plain data, not a ${prototype.constructor?.name}`)
  }
  const copy = Object.create(null)
  for (const [key, item] of Object.entries(value)) copy[key.toWellFormed()] = plain(item, depth + 1)
  return copy
}

function json(value, what) {
  if (value === null || typeof value !== 'object') throw new TypeError(`${what} is an object`)
  return JSON.stringify(plain(value, 0))
}

// What stands in place of a kind where a token is longer than one character tells.
const MORE = 127

// A token is two characters of `cuts`: its kind and its length. It begins where the one before ends.
function tokens(text, cuts) {
  const list = []
  for (let at = 0, start = 0, end = 0; at < cuts.length; at += 2) {
    const kind = cuts.charCodeAt(at)
    end += cuts.charCodeAt(at + 1)
    if (kind === MORE) continue
    list.push({ text: text.slice(start, end), start, end, kind: KINDS[kind] })
    start = end
  }
  return list
}

function texts(text, cuts) {
  const list = []
  for (let at = 0, start = 0, end = 0; at < cuts.length; at += 2) {
    const kind = cuts.charCodeAt(at)
    end += cuts.charCodeAt(at + 1)
    if (kind === MORE) continue
    if (kind !== SPACE) list.push(text.slice(start, end))
    start = end
  }
  return list
}

const normalize = (text) => native.normalize(string(text))
const tokenize = (text) => tokens(text, native.tokenize(string(text)))
const words = (text) => texts(text, native.tokenize(string(text)))
const sentences = (text) => native.sentences(string(text))
const clusters = (text) => native.clusters(string(text))
const graphemes = (text) => native.graphemes(string(text))
const sentiment = (text) => JSON.parse(native.sentiment(string(text)))

function entities(text, now, zone = 'Asia/Bangkok', kinds = undefined) {
  const asked = kinds == null ? undefined : list(kinds, 'kinds').map((kind) => string(kind, 'a kind'))
  return guard(() => JSON.parse(native.entities(string(text), time(now), string(zone, 'zone'), asked)))
}

function redact(text, kinds = undefined, mask = undefined) {
  const asked = kinds == null ? undefined : list(kinds, 'kinds').map((kind) => string(kind, 'a kind'))
  return guard(() => native.redact(string(text), asked, mask == null ? undefined : string(mask, 'mask')))
}

function say(value, style = undefined, now = undefined, zone = 'Asia/Bangkok', language = 'th') {
  const at = now == null ? undefined : time(now)
  const filters = style == null ? undefined : string(style, 'style')
  return guard(() => {
    const data = JSON.stringify(plain(value, 0) ?? null)
    return native.say(data, filters, at, string(zone, 'zone'), string(language, 'language'))
  })
}

class Tokenizer {
  #it
  constructor(words = []) {
    this.#it = new native.Tokenizer(Array.from(words, (word) => string(word, 'a word')))
  }
  tokenize(text) {
    return tokens(text, this.#it.tokenize(string(text)))
  }
  words(text) {
    return texts(text, this.#it.tokenize(string(text)))
  }
}

class Normalizer {
  #it
  constructor(without = []) {
    const names = Array.from(without, (name) => string(name, 'a repair'))
    this.#it = guard(() => new native.Normalizer(names))
  }
  normalize(text) {
    return this.#it.normalize(string(text))
  }
}

class Speller {
  #it
  constructor(words = []) {
    this.#it = new native.Speller(Array.from(words, (word) => string(word, 'a word')))
  }
  suggest(text) {
    return JSON.parse(this.#it.suggest(string(text)))
  }
}

function labelled(examples) {
  const pairs = Array.from(examples, (pair) => list(pair, 'an example'))
  return [pairs.map(([text]) => string(text)), pairs.map(([, name]) => (name == null ? null : string(name, 'a name')))]
}

const names = (within) => (within == null ? undefined : list(within, 'within').map((name) => string(name, 'a name')))

let unwrapEncoder
class Encoder {
  #it
  constructor(key, it) {
    inside(key)
    this.#it = it
  }
  static {
    unwrapEncoder = (encoder) => (encoder == null ? undefined : encoder.#it)
  }
  static open(model, tokenizer, library) {
    const paths = [string(model, 'model'), string(tokenizer, 'tokenizer')]
    const own = library == null ? undefined : string(library, 'library')
    return new Encoder(INSIDE, guard(() => native.Encoder.open(...paths, own)))
  }
  encode(texts) {
    const all = list(texts, 'texts').map((text) => string(text))
    return guard(() => this.#it.encode(all))
  }
  get width() {
    return this.#it.width()
  }
}

class IntentModel {
  #it
  constructor(key, it) {
    inside(key)
    this.#it = it
  }
  static train(examples, refuse = 0.05, encoder = undefined) {
    const given = [...labelled(examples), wanted(refuse, 'number', 'refuse'), unwrapEncoder(encoder)]
    return new IntentModel(INSIDE, guard(() => native.IntentModel.train(...given)))
  }
  static async trainAsync(examples, refuse = 0.05, encoder = undefined) {
    const given = [...labelled(examples), wanted(refuse, 'number', 'refuse'), unwrapEncoder(encoder)]
    return new IntentModel(INSIDE, await guarded(() => native.IntentModel.trainAsync(...given)))
  }
  static load(saved, encoder = undefined) {
    const own = unwrapEncoder(encoder)
    return new IntentModel(INSIDE, guard(() => native.IntentModel.load(bytes(saved), own)))
  }
  rank(text, within) {
    return JSON.parse(this.#it.rank(string(text), names(within)))
  }
  scope(text) {
    return this.#it.scope(string(text))
  }
  predict(text, within) {
    return JSON.parse(this.#it.predict(string(text), names(within)))
  }
  intents(text) {
    return JSON.parse(this.#it.intents(string(text)))
  }
  explain(text, name) {
    const asked = name == null ? undefined : string(name, 'a name')
    return guard(() => JSON.parse(this.#it.explain(string(text), asked)))
  }
  save() {
    return this.#it.save()
  }
}

function tagged(examples) {
  const whole = (span) => [span[0], span[1], string(span[2], 'a name'), span[3] ?? null, span[4] ?? null]
  const pairs = Array.from(examples, ([text, spans]) => [string(text).toWellFormed(), Array.from(spans, whole)])
  return JSON.stringify(pairs)
}

class EntityModel {
  #it
  constructor(key, it) {
    inside(key)
    this.#it = it
  }
  static train(examples) {
    return new EntityModel(INSIDE, guard(() => native.EntityModel.train(tagged(examples))))
  }
  static async trainAsync(examples) {
    return new EntityModel(INSIDE, await guarded(() => native.EntityModel.trainAsync(tagged(examples))))
  }
  static load(saved) {
    return new EntityModel(INSIDE, guard(() => native.EntityModel.load(bytes(saved))))
  }
  predict(text) {
    return JSON.parse(this.#it.predict(string(text)))
  }
  save() {
    return this.#it.save()
  }
}

function files(given) {
  const entries = Object.entries(given).map(([name, file]) => [name, typeof file === 'string' ? file : json(file, name)])
  return JSON.stringify(Object.fromEntries(entries.map(([name, file]) => [name.toWellFormed(), file.toWellFormed()])))
}

let unwrapBot
class Bot {
  #it
  constructor(key, it) {
    inside(key)
    this.#it = it
  }
  static {
    unwrapBot = (bot) => bot.#it
  }
  static open(path, variables = {}) {
    return new Bot(INSIDE, guard(() => native.Bot.open(string(path, 'path'), json(variables, 'variables'))))
  }
  static async openAsync(path, variables = {}) {
    return new Bot(INSIDE, await guarded(() => native.Bot.openAsync(string(path, 'path'), json(variables, 'variables'))))
  }
  static read(given, variables = {}) {
    return new Bot(INSIDE, guard(() => native.Bot.read(files(given), json(variables, 'variables'))))
  }
  static async readAsync(given, variables = {}) {
    return new Bot(INSIDE, await guarded(() => native.Bot.readAsync(files(given), json(variables, 'variables'))))
  }
  static load(saved) {
    return new Bot(INSIDE, guard(() => native.Bot.load(bytes(saved))))
  }
  static check(path) {
    return JSON.parse(native.Bot.check(string(path, 'path')))
  }
  get notes() {
    return JSON.parse(this.#it.notes())
  }
  save() {
    return this.#it.save()
  }
}

let unwrapState
class State {
  #it
  constructor(key, it) {
    inside(key)
    this.#it = it
  }
  static {
    unwrapState = (state) => state.#it
  }
  get version() {
    return this.#it.version()
  }
  get slots() {
    return JSON.parse(this.#it.slots())
  }
  get active() {
    return this.#it.active()
  }
  get waiting() {
    return this.#it.waiting()
  }
  save() {
    return this.#it.save()
  }
  toJSON() {
    return JSON.parse(this.#it.save())
  }
  [Symbol.for('nodejs.util.inspect.custom')]() {
    return { version: this.version, slots: this.slots, active: this.active, waiting: this.waiting }
  }
}

class Turn {
  #it
  #trace
  constructor(key, it) {
    inside(key)
    this.#it = it
    this.state = new State(INSIDE, it.state())
    this.actions = JSON.parse(it.actions())
  }
  get trace() {
    return (this.#trace ??= JSON.parse(this.#it.trace()))
  }
  toJSON() {
    return { state: this.state, actions: this.actions, trace: this.trace }
  }
}

class Engine {
  #it
  constructor(bot) {
    this.#it = guard(() => new native.Engine(unwrapBot(bot)))
  }
  start(now) {
    return guard(() => new Turn(INSIDE, this.#it.start(time(now))))
  }
  turn(state, event, now) {
    return guard(() => new Turn(INSIDE, this.#it.turn(unwrapState(state), json(event, 'event'), time(now))))
  }
  restore(saved) {
    const text = () => (typeof saved === 'string' ? saved.toWellFormed() : json(saved, 'saved'))
    return guard(() => new State(INSIDE, this.#it.restore(text())))
  }
  explain() {
    return this.#it.explain()
  }
}

module.exports = {
  Bot,
  Encoder,
  Engine,
  EntityModel,
  IntentModel,
  Normalizer,
  Speller,
  State,
  Tokenizer,
  Turn,
  entities,
  normalize,
  redact,
  say,
  sentences,
  clusters,
  graphemes,
  sentiment,
  tokenize,
  words,
}
