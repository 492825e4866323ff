// Phrases in, one line of JSON each; answers and milliseconds out: `{"value": [y, m, d, h, min], "ms": 0.01}`.
import { createInterface } from 'node:readline'
import * as chrono from 'chrono-node'

chrono.parse('tomorrow', new Date())
for await (const line of createInterface({ input: process.stdin })) {
  const { text, year, month, day, hour, minute } = JSON.parse(line)
  const reference = new Date(year, month - 1, day, hour, minute)
  let found
  let best = Infinity
  for (let round = 0; round < 3; round++) {
    const start = process.hrtime.bigint()
    found = chrono.parse(text, reference, { forwardDate: true })
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1e6)
  }
  const at = found[0]?.start.date()
  const value = at && [at.getFullYear(), at.getMonth() + 1, at.getDate(), at.getHours(), at.getMinutes()]
  console.log(JSON.stringify({ value: value ?? null, ms: best }))
}
