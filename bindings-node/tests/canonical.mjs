// Plain data as every language writes it down (tests/README.md), and its hash.

const absent = (value) => value == null || value === '' || (Array.isArray(value) && value.length === 0)
const number = Buffer.alloc(8)

export function write(value) {
  if (value == null) return '~'
  if (typeof value === 'boolean') return value ? 't' : 'f'
  if (typeof value === 'number') {
    number.writeDoubleBE(value)
    return number.toString('hex')
  }
  if (typeof value === 'string') return `${Buffer.byteLength(value)}:${value}`
  if (Array.isArray(value)) return `[${value.map(write).join('')}]`
  const keys = Object.keys(value).filter((key) => !absent(value[key]))
  keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  return `{${keys.map((key) => write(key) + write(value[key])).join('')}}`
}

export const EMPTY = 0xcbf29ce484222325n

/** FNV-1a, 64 bits, going on from `hash`. */
export function digest(hash, text) {
  for (const byte of Buffer.from(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return hash
}
