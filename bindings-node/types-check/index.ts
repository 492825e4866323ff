// Compiled under strict, never run: the types of index.d.ts as a host uses them.
import { Bot, Engine, EntityModel, IntentModel, Normalizer, Speller, State, Tokenizer, entities, sentiment, tokenize, words } from 'sonthana'
import type { Action, Command, Event, Part, SonthanaError, Token, Trace, Value } from 'sonthana'

function told(action: Action): string {
  switch (action.type) {
    case 'say':
      return (action.text ?? '') + (action.parts ?? []).map(shown).join(' ')
    case 'call':
      return `${action.id} ${action.name} ${JSON.stringify(action.value)}`
    case 'wait':
      return new Date(action.until).toISOString()
    case 'handoff':
      return `${action.queue ?? ''} ${action.priority ?? 5} ${action.summary}`
    case 'end':
      return ''
    default: {
      const never: never = action
      return never
    }
  }
}

function shown(part: Part): string {
  return part.type === 'buttons' ? JSON.stringify(part.list) : part.type === 'image' ? part.url : part.type
}

export async function converse(): Promise<Trace> {
  const engine = new Engine(await Bot.openAsync('bot', { SHOP: 'ร้านกาแฟ' }))
  let turn = engine.start(Date.now())
  const commands: Command[] = [{ type: 'start', name: 'order' }, { type: 'clarify', list: ['a', 'b'] }, { type: 'cancel' }]
  const events: Event[] = [
    { type: 'message', text: 'ขอลาเต้', id: '1', parts: [{ type: 'location', latitude: 13.7, longitude: 100.5 }] },
    { type: 'message', text: 'ค่ะ', id: null, channel: null },
    { type: 'choice', name: 'order', value: { size: 'L' } },
    { type: 'set', name: 'tier', value: null },
    { type: 'commands', list: commands },
    { type: 'tick' },
    { type: 'resume' },
  ]
  for (const event of events) turn = engine.turn(turn.state, event, Date.now())
  for (const action of turn.actions) console.log(told(action))
  const state: State = engine.restore(turn.state.save())
  const slot: Value | undefined = state.slots['drink']
  console.log(slot, state.version + 1, state.active?.length, engine.restore(state.toJSON()).waiting, engine.explain())
  return turn.trace
}

export function parts(): string[] {
  const model = IntentModel.train([['สวัสดี', 'greet'], ['ราคาทอง', null]])
  const tagger = EntityModel.load(EntityModel.train([['ไปสตูล', [[2, 6, 'city', 'to'], [0, 2, 'verb']]]]).save())
  const kinds: Token['kind'][] = tokenize('ก').map((token) => token.kind)
  const found = [...entities('500 บาท', 0, 'Asia/Bangkok', ['money']), ...tagger.predict('ไปตรัง')]
  const tone: 'positive' | 'neutral' | 'negative' = sentiment('ดีมาก').label
  const meant: 'spelling' | 'layout' | undefined = new Speller(['ลาเต้']).suggest('l;ylfu')[0]?.kind
  console.log(meant, new Normalizer(['digits']).normalize('๑'))
  const best: string | null = model.predict('หวัดดี').name
  try {
    Bot.read({ 'domain.yml': { intents: ['greet'] } })
  } catch (error) {
    const { code, line } = error as SonthanaError
    console.log(code, (line ?? 0) + 1)
  }
  return [...kinds, ...found.map((entity) => entity.role ?? entity.text), tone, best ?? '', ...new Tokenizer(['ก']).words('ก'), ...words('ข')]
}

// @ts-expect-error an event has a type of the list
export const wrong: Event = { type: 'mesage', text: '' }
// @ts-expect-error a message has a text
export const empty: Event = { type: 'message' }
// @ts-expect-error a state comes from a turn
export const made = new State()
