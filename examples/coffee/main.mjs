// The coffee shop as a Node HTTP bot; conversations live in memory, as saved text.
//
//   npm install sonthana
//   node examples/coffee/main.mjs
//   curl -s localhost:8000/message -d '{"conversation": "U1", "id": "m1", "text": "ขอลาเต้เย็นแก้วนึงค่ะ"}'
//
// The engine is a pure function; this host brings the clock, the storage and the shop's own actions.

import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { Bot, Engine } from 'sonthana'

const engine = new Engine(await Bot.openAsync(fileURLToPath(new URL('bot', import.meta.url))))
const states = new Map()

// The shop's own actions: here the order would go to the till.
const actions = {
  action_place_order: () => ({ replies: [{ text: 'เลขที่ออเดอร์ A001 ค่ะ' }] }),
}

/** One turn, and those that follow from what the host itself does. */
function run(state, event) {
  const turn = engine.turn(state, event, Date.now())
  const said = []
  state = turn.state
  for (const action of turn.actions) {
    if (action.type === 'say') said.push(action.text)
    if (action.type === 'handoff') console.log(`-> ${action.queue}\n${action.summary}`)
    if (action.type === 'call') {
      const value = actions[action.name]?.(action.value) ?? { error: 'failed' }
      const next = run(state, { type: 'answer', id: action.id, value })
      state = next.state
      said.push(...next.said)
    }
  }
  return { state, said }
}

function answer({ conversation, id, text }) {
  const saved = states.get(conversation)
  const state = saved ? engine.restore(saved) : engine.start(Date.now()).state
  const turn = run(state, { type: 'message', text, id })
  states.set(conversation, turn.state.save())
  return turn.said
}

export const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  try {
    response.setHeader('content-type', 'application/json; charset=utf-8')
    response.end(JSON.stringify(answer(JSON.parse(body))))
  } catch (error) {
    response.statusCode = 400
    response.end(JSON.stringify({ error: error.message, code: error.code }))
  }
})

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  server.listen(8000, () => console.log('http://localhost:8000/message'))
}
