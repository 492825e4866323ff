// Builds the addon with cargo and puts it beside index.js as sonthana.node. Run by `npm install`.
// Without the sources beside it (an installed package), the addon it came with is left as it is.
// SONTHANA_PROFILE names another cargo profile than release, SONTHANA_FEATURES features such as `onnx`.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const addon = join(here, 'sonthana.node')

if (!existsSync(join(here, 'Cargo.toml'))) {
  if (existsSync(addon)) process.exit(0)
  console.error('sonthana: this package came without an addon for this machine')
  process.exit(1)
}

const profile = process.env.SONTHANA_PROFILE ?? 'release'
const features = process.env.SONTHANA_FEATURES ? ['--features', process.env.SONTHANA_FEATURES] : []
const built = spawnSync(
  'cargo',
  ['build', '--profile', profile, '--package', 'sonthana-node', ...features, '--message-format', 'json-render-diagnostics'],
  { cwd: here, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', maxBuffer: 1 << 28 },
)
if (built.error) {
  console.error(`sonthana: cargo does not run (${built.error.message}); install Rust from https://rustup.rs`)
  process.exit(1)
}
if (built.status !== 0) process.exit(built.status ?? 1)

const library = built.stdout
  .split('\n')
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line))
  .filter((message) => message.reason === 'compiler-artifact' && message.target.name === 'sonthana_node')
  .flatMap((message) => message.filenames)
  .find((name) => /\.(so|dylib|dll)$/.test(name))

// a rename, so that a running process keeps the addon it has mapped
copyFileSync(library, `${addon}.new`)
renameSync(`${addon}.new`, addon)
