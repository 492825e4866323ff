// The Node host: an order over HTTP, and a repeated delivery that changes nothing.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { server } from '../main.mjs'

let address
before(() => new Promise((resolve) => server.listen(0, '127.0.0.1', () => {
  address = `http://127.0.0.1:${server.address().port}/message`
  resolve()
})))
after(() => server.close())

async function send(conversation, text, id) {
  const response = await fetch(address, { method: 'POST', body: JSON.stringify({ conversation, id, text }) })
  return (await response.json()).join('\n')
}

test('an order reaches the till', async () => {
  assert.match(await send('U1', 'สวัสดีค่ะ', 'm1'), /ร้านกาแฟบ้านสวน/)
  assert.equal(await send('U1', 'สวัสดีค่ะ', 'm1'), '')
  assert.match(await send('U1', 'ขอลาเต้แก้วใหญ่หวานน้อย 2 แก้วค่ะ'), /กี่โมง/)
  assert.match(await send('U1', 'บ่ายสามค่ะ'), /จำนวน 2 แก้ว/)
  assert.match(await send('U1', 'ถูกต้องค่ะ'), /A001/)
  assert.match(await send('U2', 'ออเดอร์เสร็จหรือยังคะ'), /ยังไม่มีออเดอร์/)
})

test('what is not JSON is refused', async () => {
  const response = await fetch(address, { method: 'POST', body: '{' })
  assert.equal(response.status, 400)
})
