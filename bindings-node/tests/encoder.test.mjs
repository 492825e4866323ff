// A sentence encoder as further features: with one at SONTHANA_ENCODER in a build that can open it (`make
// encoder` makes both), and the error that says what is missing without.
import assert from 'node:assert/strict'
import test from 'node:test'
import { Encoder, IntentModel } from 'sonthana'

const folder = process.env.SONTHANA_ENCODER
const frames = ['i want a', 'a', 'my', 'the', 'want my', 'i want the']
const examples = Object.entries({ car: 'drive', ship: 'sail', bread: 'eat' }).flatMap(([word, name]) =>
  frames.map((frame) => [`${frame} ${word}`, name]),
)

test('what is missing is said', () => {
  const open = () => Encoder.open('no/model.onnx', 'no/tokenizer.json', 'no/library.so')
  assert.throws(open, (error) => error.code === 'encoder-library' && error.message.includes('install'))
  assert.throws(() => Encoder.open(5, 'no/tokenizer.json'), TypeError)
  assert.throws(() => IntentModel.train(examples, 0.05, {}), TypeError)
})

test('an encoder knows words that no example has', { skip: !folder && '`make encoder` builds with the feature and runs this' }, async () => {
  const encoder = Encoder.open(`${folder}/model.onnx`, `${folder}/tokenizer.json`)
  assert.equal(encoder.width, 4)
  assert.equal(encoder.encode(['a car', '']).length, 2)
  const model = IntentModel.train(examples, 0.05, encoder)
  assert.equal(model.rank('a zorvim')[0].name, 'drive')
  assert.deepEqual(await IntentModel.trainAsync(examples, 0.05, encoder).then((again) => again.save()), model.save())
  assert.deepEqual(IntentModel.load(model.save(), encoder).rank('my quelp'), model.rank('my quelp'))
  assert.throws(() => IntentModel.load(model.save()), { code: 'encoder-missing' })
})
