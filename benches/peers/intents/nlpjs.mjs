// NLP.js on one set, in a process of its own; the same verbs and the same answers as contender.py.
//
// Asked by `classify`, which is its intents alone: `process` would also look for entities and sentiment.
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { NlpManager } = createRequire(import.meta.url)('node-nlp')

const [verb, path, model] = process.argv.slice(2)
const rows = readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line))
const thai = rows.filter((row) => /[\u0e00-\u0e7f]/.test(row.text)).length * 2 > rows.length
const language = thai ? 'th' : 'en'
const seconds = () => Number(process.hrtime.bigint()) / 1e9

const settings = { languages: [language], autoSave: false, autoLoad: false, forceNER: false, nlu: { log: false } }
const manager = new NlpManager(settings)
const told = verb === 'learn' ? await learn() : await serve()
console.log(JSON.stringify({ ...told, rss: process.resourceUsage().maxRSS * 1024 }))

async function learn() {
  const [wall, cpu] = [seconds(), process.cpuUsage()]
  for (const { text, intent } of rows) manager.addDocument(language, text, intent)
  await manager.train()
  const { user, system } = process.cpuUsage(cpu)
  const spent = { wall: seconds() - wall, cpu: (user + system) / 1e6 }
  writeFileSync(model, manager.export(true))
  return { ...spent, bytes: statSync(model).size }
}

async function serve() {
  const start = seconds()
  manager.import(readFileSync(model, 'utf8'))
  const ask = (text) => manager.nlp.classify(language, text)
  await ask(rows[0].text)
  const load = seconds() - start
  for (const { text } of rows.slice(0, 200)) await ask(text)
  const times = []
  for (const { text } of rows) {
    const before = seconds()
    await ask(text)
    times.push(seconds() - before)
  }
  const answers = []
  for (const { text } of rows) answers.push(best(await ask(text)))
  return { load, answers, times }
}

// The best intent, as for the others who cannot refuse; its score is 0 where "None" took everything.
function best({ classifications }) {
  const found = classifications.find(({ intent }) => intent !== 'None')
  return [found?.intent ?? null, found?.score ?? 0]
}
