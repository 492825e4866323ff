// The public names are those of `tests/api.toml`, in what is exported and in index.d.ts.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { parse } from 'smol-toml'
import * as sonthana from 'sonthana'

const api = parse(readFileSync(new URL('../../tests/api.toml', import.meta.url), 'utf8'))
const types = readFileSync(new URL('../index.d.ts', import.meta.url), 'utf8')
const sorted = (list) => [...list].sort()

test('exports', () => {
  const exported = Object.keys(sonthana).filter((name) => name !== 'default' && name !== 'module.exports')
  assert.deepEqual(sorted(exported), sorted([...Object.keys(api.functions), ...Object.keys(api.classes)]))
  const typed = [...types.matchAll(/^export (?:class|function|interface|type) (\w+)/gm)].map((match) => match[1])
  const helpers = ['SonthanaError', 'TaggedSpan', 'Value']
  const named = [api.functions, api.classes, api.records, api.variants].flatMap(Object.keys)
  assert.deepEqual(sorted(new Set(typed)), sorted([...named, ...helpers]))
})

/** The names before `:` or `(` in the body of a declaration of index.d.ts. */
function declared(name) {
  const body = types.match(new RegExp(`^export (?:class|interface) ${name}\\b.*?\\{\\n(.*?)^\\}`, 'ms'))[1]
  const members = body.matchAll(/^ {2}(?:static |readonly )?(\w+)\??[:(]/gm)
  return [...members].map((match) => match[1]).filter((member) => member !== 'constructor')
}

for (const [name, wanted] of Object.entries(api.classes)) {
  test(name, () => {
    const members = [...Object.keys(wanted), ...(api.only.node[name] ?? [])]
    assert.deepEqual(sorted(new Set(declared(name))), sorted(members))
    const held = sonthana[name]
    const ours = [...Object.getOwnPropertyNames(held), ...Object.getOwnPropertyNames(held.prototype)]
    const made = name === 'Turn' ? ['state', 'actions'] : []
    const given = ours.filter((member) => !['length', 'name', 'prototype', 'constructor'].includes(member))
    assert.deepEqual(sorted([...given, ...made]), sorted(members))
    for (const [member, parameters] of Object.entries(wanted)) {
      if (parameters !== 'field') assert.deepEqual(parametersOf(name, member), parameters, member)
    }
  })
}

/** The names of the parameters, as index.d.ts says them. */
function parametersOf(name, member) {
  const body = types.match(new RegExp(`^export class ${name}\\b.*?\\{\\n(.*?)^\\}`, 'ms'))[1]
  return named(body.match(new RegExp(`^ {2}(?:static )?${member}\\((.*)\\): `, 'm'))[1])
}

const named = (list) => [...list.replaceAll(/\[.*?\]|<.*?>/g, '').matchAll(/(\w+)\??:/g)].map((match) => match[1])

for (const [name, wanted] of Object.entries(api.functions)) {
  test(name, () => {
    assert.deepEqual(named(types.match(new RegExp(`^export function ${name}\\((.*)\\): `, 'm'))[1]), wanted)
  })
}

for (const [name, wanted] of Object.entries(api.records)) {
  test(name, () => assert.deepEqual(declared(name), wanted))
}

for (const [name, wanted] of Object.entries(api.variants)) {
  test(name, () => {
    const union = types.match(new RegExp(`^export type ${name} =\\n(.*?)\\n\\n`, 'ms'))[1].replaceAll(/\/\*\*.*?\*\//gs, '')
    const variants = [...union.matchAll(/\{\s*type: '(\w+)'(.*?)\}\s*(?=\||$)/gs)]
    const fields = ([, type, rest]) => [type, [...rest.matchAll(/(\w+)\??: /g)].map((match) => match[1])]
    const lower = Object.entries(wanted).map(([variant, fields]) => [variant.toLowerCase(), fields])
    assert.deepEqual(variants.map(fields), lower)
  })
}
