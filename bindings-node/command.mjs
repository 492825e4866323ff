#!/usr/bin/env node
// The `sonthana` command: the command line of the core. Ctrl-C asks it to stop; a second one ends it.
import { createRequire } from 'node:module'

const native = createRequire(import.meta.url)('./sonthana.node')

let asked = false
process.on('SIGINT', () => {
  if (asked) {
    // the signal itself: an exit would wait for the thread that reads standard input
    process.removeAllListeners('SIGINT')
    process.kill(process.pid, 'SIGINT')
  }
  asked = true
  native.stop()
})
process.exitCode = await native.command(process.argv.slice(2))
