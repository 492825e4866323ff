/**
 * sonthana (สนทนา): an embeddable, Thai-aware conversation engine.
 *
 * `Engine.turn` is a pure function of a state, an event and a time. Every part works alone. Offsets
 * are UTF-16 units of the string that was passed, so `text.slice(start, end)` is the piece.
 */

/** Plain data: numbers are finite and, where integral, within 2^53. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value }

/** What opening, building and restoring throw: an `Error` with a place. */
export interface SonthanaError extends Error {
  /** A stable kebab-case name, such as `unknown-key`. */
  code: string
  /** The file, where it applies. */
  file: string | null
  /** Line, from 1. */
  line: number | null
  /** Column in characters, from 1. */
  column: number | null
}

/** What a message or a reply carries beside its text. */
export type Part =
  | { type: 'image'; url: string; alt?: string | null }
  | { type: 'audio'; url: string }
  | { type: 'file'; url: string; name?: string | null }
  | { type: 'sticker'; id: string; package?: string | null }
  | { type: 'location'; latitude: number; longitude: number; address?: string | null }
  | { type: 'alternatives'; list: Value[] }
  | { type: 'buttons'; list: Value[] }
  | { type: 'cards'; list: Value[] }
  | { type: 'custom'; value: Value }

/** One thing that a person meant, said symbolically. */
export type Command =
  | { type: 'start'; name: string }
  | { type: 'set'; name: string; value?: Value }
  | { type: 'correct'; name: string; value?: Value }
  | { type: 'cancel' }
  | { type: 'affirm' }
  | { type: 'deny' }
  | { type: 'skip' }
  | { type: 'repeat' }
  | { type: 'clarify'; list: string[] }
  | { type: 'answer'; text: string }
  | { type: 'handoff' }

/** Something that happened. */
export type Event =
  /** A person wrote. */
  | {
      type: 'message'
      text: string
      id?: string | null
      parts?: Part[] | null
      channel?: string | null
      language?: string | null
    }
  /** A button was pressed or a digit dialled. */
  | { type: 'choice'; name: string; value?: Value; text?: string | null; id?: string | null }
  /** A host action's result: `{slots, replies, events, error}`. */
  | { type: 'answer'; id: string; value?: Value }
  /** Time passed: everything due fires. */
  | { type: 'tick' }
  /** The host sets a slot; null unsets it. */
  | { type: 'set'; name: string; value?: Value }
  /** The host's own model understood the message. */
  | { type: 'commands'; list: Command[]; text?: string | null; id?: string | null }
  /** The human agent hands back, or a pause ends. */
  | { type: 'resume' }

/** Something for the host to do, in order. */
export type Action =
  /** Send a reply. */
  | { type: 'say'; name: string; text?: string; parts?: Part[]; id: string }
  /** Run a host action and send its result as an `answer`. */
  | { type: 'call'; id: string; name: string; value: Value }
  /** Send a `tick` at or after this time, in milliseconds; replaces the wait before. */
  | { type: 'wait'; until: number }
  /** Give the conversation to a person; the bot is silent until `resume`. */
  | { type: 'handoff'; reason: string; queue?: string; priority?: number; summary: string; value: Value; id: string }
  /** The conversation is over. */
  | { type: 'end' }

/** A piece of a text. */
export interface Token {
  text: string
  start: number
  end: number
  kind: 'thai' | 'word' | 'number' | 'space' | 'punctuation' | 'emoji' | 'url' | 'email' | 'hashtag' | 'handle'
}

/** A meaning with its probability. */
export interface Intent {
  /** null where the message is out of scope. */
  name: string | null
  /** 0 to 1, calibrated among the intents. */
  score: number
}

/** A piece of a text that speaks for an intent, or against it. */
export interface Evidence {
  text: string
  start: number
  end: number
  /** What it adds to the logit; below 0 it speaks against. */
  weight: number
}

/** A word that may have been meant. */
export interface Suggestion {
  /** The piece of the text. */
  text: string
  start: number
  end: number
  /** What may have been meant. */
  value: string
  /** How likely that is, 0 to 1. */
  score: number
  /** `layout`: the keyboard was in the other language. */
  kind: 'spelling' | 'layout'
}

/** Why a text seems to mean an intent, or not. */
export interface Explanation {
  /** The intent that is explained. */
  name: string | null
  /** Its probability among all intents, 0 to 1. */
  score: number
  /** The bias and all weights, added up. */
  logit: number
  /** What the intent has before anything is said. */
  bias: number
  /** Whether the text is an example of the intent, which settles it. */
  known: boolean
  /** The words and pairs of words, the weightiest first. */
  evidence: Evidence[]
}

/** Something named in a text. */
export interface Entity {
  kind: string
  text: string
  start: number
  end: number
  value: Value
  score: number
  role?: string
  group?: string
  /** Who found it: `model`, `lookup`, `regex`, `builtin`, `payload`, `given`. */
  source: string
}

/** How the writer feels about it. */
export interface Sentiment {
  label: 'positive' | 'neutral' | 'negative'
  /** -1 to 1: the probability of positive less that of negative. */
  score: number
  /** The probabilities of negative, neutral and positive. */
  scores: [number, number, number]
}

/** Everything understood from one message. */
export interface Understanding {
  text: string
  intent: Intent
  /** All that is asked for, in the order of the text. */
  intents: Intent[]
  /** The best intents, best first. */
  ranking: Intent[]
  /** The probability that the text is in scope at all. */
  scope: number
  entities: Entity[]
  sentiment: Sentiment
  /** The retrieval intent's full name, where there is one. */
  retrieval: string | null
}

/** One finding about a bot. */
export interface Problem {
  code: string
  message: string
  file: string
  /** From 1; 0 where it does not apply. */
  line: number
  /** From 1; 0 where it does not apply. */
  column: number
  /** False for what is only worth knowing. */
  fatal: boolean
}

/** Something odd that was dealt with. */
export interface Note {
  code: string
  message: string
}

/** One choice of one action. */
export interface Decision {
  action: string
  policy: string
  name: string
  reason: string
  score: number
  file: string
  line: number
  alternatives: string[]
}

/** Why a turn came out as it did. */
export interface Trace {
  notes: Note[]
  understanding: Understanding | null
  decisions: Decision[]
  /** The turn as Rasa-shaped events. */
  events: Value[]
}

/** How a text is read: marks in order, composed, without what is not meant. */
export function normalize(text: string): string
/** The tokens of a text; joined, they are the text. */
export function tokenize(text: string): Token[]
/** The texts of the tokens, without white space. */
export function words(text: string): string[]
/** The sentences of a text. */
export function sentences(text: string): string[]
/** The Thai character clusters of a text: what is never cut apart (`เมือ`, `ง`); joined, they are the text. */
export function clusters(text: string): string[]
/** The characters of a text as a reader sees them (Unicode Standard Annex 29). */
export function graphemes(text: string): string[]
/** The built-in entities of a text, all kinds or those asked for. */
export function entities(text: string, now: number, zone?: string, kinds?: readonly string[] | null): Entity[]
/** How the writer of a text feels about it. */
export function sentiment(text: string): Sentiment
/**
 * A text with what is personal masked, all kinds of it or those asked for. In `mask`, `{kind}` stands
 * for the kind and `{last4}` for so many letters and digits; without it, it is `[{kind}]`.
 */
export function redact(text: string, kinds?: readonly string[] | null, mask?: string | null): string
/**
 * A value in words, as people say it: an entity's value, a number, a text that holds a time. `style`
 * is one or more filters joined by `|`, such as `words` or `short|thai-digits`; `now` decides what
 * `today` is.
 */
export function say(value: Value, style?: string | null, now?: number | null, zone?: string, language?: string): string

/** Cuts texts into tokens, knowing some words of the user's besides its own. */
export class Tokenizer {
  constructor(words?: Iterable<string>)
  tokenize(text: string): Token[]
  words(text: string): string[]
}

/**
 * Reads texts as the engine does, without some of the repairs: `width` `digits` `marks` `sara-am`
 * `sara-ae` `elongation` `composition`; any other name is refused.
 */
export class Normalizer {
  constructor(without?: Iterable<string>)
  normalize(text: string): string
}

/** Finds slips of spelling and of the keyboard's layout, with `words` besides the language's own. */
export class Speller {
  constructor(words?: Iterable<string>)
  /** What may have been meant, in order of the text; of several for one piece the likelier first. */
  suggest(text: string): Suggestion[]
}

/** A classifier of sentences. */
export class IntentModel {
  private constructor()
  /** Learns from texts and their intents; null is out of scope. At most a share of `refuse` (0 to 0.5, 0.05 if not given) of what is in scope is refused by `predict`. An `encoder` adds its sentence vectors to the features. */
  static train(examples: Iterable<readonly [text: string, name: string | null]>, refuse?: number, encoder?: Encoder | null): IntentModel
  /** The same, on another thread. */
  static trainAsync(examples: Iterable<readonly [text: string, name: string | null]>, refuse?: number, encoder?: Encoder | null): Promise<IntentModel>
  /** A saved model, with the encoder that it was taught with if it was. */
  static load(bytes: Uint8Array, encoder?: Encoder | null): IntentModel
  /** All intents or those of `within`, best first. */
  rank(text: string, within?: readonly string[] | null): Intent[]
  /** The probability that the text is in scope at all. */
  scope(text: string): number
  /** The best intent, or one without a name where the text is out of scope. */
  predict(text: string, within?: readonly string[] | null): Intent
  /**
   * All that the text asks for, in its order; empty where it is out of scope. Names such as
   * `check_balance+change_package` teach that both are meant; a text is also read clause by clause.
   */
  intents(text: string): Intent[]
  /** What each piece of the text says for or against an intent: the named one, or the best. */
  explain(text: string, name?: string | null): Explanation
  save(): Buffer
}

/** A sentence encoder of yours, in builds with the feature `onnx`; see docs/encoders.md. */
export class Encoder {
  private constructor()
  /**
   * Opens `model.onnx` with its `tokenizer.json` and the shared library of the ONNX Runtime; without
   * `library` that is the one of `ORT_DYLIB_PATH`, or what the system finds by its name.
   */
  static open(model: string, tokenizer: string, library?: string | null): Encoder
  /** The vectors of texts, each of length one. */
  encode(texts: readonly string[]): number[][]
  /** How many numbers a vector has. */
  readonly width: number
}

/** A piece of a text to learn from, by its UTF-16 units. */
export type TaggedSpan = readonly [start: number, end: number, name: string, role?: string | null, group?: string | null]

/** A finder of entities. */
export class EntityModel {
  private constructor()
  /** Learns from texts and their spans. */
  static train(examples: Iterable<readonly [text: string, spans: Iterable<TaggedSpan>]>): EntityModel
  /** The same, on another thread. */
  static trainAsync(examples: Iterable<readonly [text: string, spans: Iterable<TaggedSpan>]>): Promise<EntityModel>
  static load(bytes: Uint8Array): EntityModel
  predict(text: string): Entity[]
  save(): Buffer
}

/** An authored bot with its trained numbers. */
export class Bot {
  private constructor()
  /** Opens a directory (and trains it) or a built file; `variables` are the values of `${VAR}`. */
  static open(path: string, variables?: Readonly<Record<string, string>>): Bot
  /** The same, on another thread. */
  static openAsync(path: string, variables?: Readonly<Record<string, string>>): Promise<Bot>
  /** Opens files by name, each a text or plain data, with no file system. */
  static read(files: Readonly<Record<string, string | object>>, variables?: Readonly<Record<string, string>>): Bot
  /** The same, on another thread. */
  static readAsync(files: Readonly<Record<string, string | object>>, variables?: Readonly<Record<string, string>>): Promise<Bot>
  /** A built bot. */
  static load(bytes: Uint8Array): Bot
  /** Everything that is wrong with a directory, not just the first. */
  static check(path: string): Problem[]
  /** What was read and will not be used. */
  readonly notes: Problem[]
  /** The bot as bytes: a built file. */
  save(): Buffer
}

/** A value per conversation. */
export class State {
  private constructor()
  /** How many events were accepted. */
  readonly version: number
  readonly slots: { [name: string]: Value }
  /** The active form or flow. */
  readonly active: string | null
  /** What is waited for beside a message: `call`, `person`, `resume`. */
  readonly waiting: string | null
  /** The state as JSON, the same text in every language. */
  save(): string
  /** What `save` gives, as an object. */
  toJSON(): { [key: string]: Value }
}

/** What a turn gave. */
export class Turn {
  private constructor()
  readonly state: State
  readonly actions: Action[]
  /** Made when it is first asked for. */
  readonly trace: Trace
  toJSON(): { state: State; actions: Action[]; trace: Trace }
}

/** A bot, compiled once: immutable, for any number of conversations. */
export class Engine {
  constructor(bot: Bot)
  /** A conversation begins: an empty state, and actions where the bot greets. */
  start(now: number): Turn
  /** Something happened: the next state, what to do, and why. `now` is in milliseconds. */
  turn(state: State, event: Event, now: number): Turn
  /** A state that was saved, here or in another language. */
  restore(saved: string | object): State
  /** The order of decisions, in words. */
  explain(): string
}
