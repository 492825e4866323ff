// Node peers: Intl.Segmenter and sonthana, taking turns.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { performance } from 'node:perf_hooks'

const [folder, ...sets] = process.argv.slice(2)
const sonthana = createRequire(import.meta.url)(resolve(folder))
const intl = new Intl.Segmenter('th', { granularity: 'word' })
const engines = {
  sonthana: (text) => sonthana.words(text),
  'Intl.Segmenter': (text) => Array.from(intl.segment(text), (segment) => segment.segment),
}

function spans(tokens, text) {
  const found = new Set()
  let at = 0
  for (const word of tokens.flatMap((token) => token.split(/\s+/).filter(Boolean))) {
    const start = text.indexOf(word, at)
    at = start + word.length
    found.add(`${start} ${at}`)
  }
  return found
}

for (const set of sets) {
  const [name, path] = set.split('=')
  const gold = readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => line.split('|'))
  const texts = gold.map((tokens) => tokens.join(''))
  const best = {}
  for (let turn = 0; turn < 15; turn++) {
    for (const [engine, cut] of Object.entries(engines)) {
      const start = performance.now()
      for (const text of texts) cut(text)
      best[engine] = Math.min(best[engine] ?? Infinity, performance.now() - start)
    }
  }
  const size = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  for (const [engine, cut] of Object.entries(engines)) {
    let [right, found, wanted] = [0, 0, 0]
    texts.forEach((text, n) => {
      const [theirs, ours] = [spans(cut(text), text), spans(gold[n], text)]
      for (const span of theirs) right += ours.has(span) ? 1 : 0
      found += theirs.size
      wanted += ours.size
    })
    const f1 = ((200 * right) / (found + wanted)).toFixed(2)
    console.log(`node,${engine},${name},${f1},${(size / best[engine] / 1e3).toFixed(3)}`)
  }
}
