import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * `npm run bench [name …]`: runs every measurement (or the named ones), each in a process of its own, one after
 * another; each prints one JSON line a figure.
 */
const helpers = new Set(['run.ts', 'seed.ts', 'peers.ts', 'ask.ts', 'matching-lines.ts', 'ask-steadily.ts'])
const wanted = process.argv.slice(2)
const files = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !helpers.has(file))
  .filter((file) => wanted.length === 0 || wanted.includes(file.slice(0, -3)))

for (const file of files) {
  console.error(`… ${file}`)
  const path = fileURLToPath(new URL(file, import.meta.url))
  const code = await new Promise<number>((done) => {
    const child = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', path], { stdio: 'inherit' })
    child.on('exit', (status) => done(status ?? 1))
  })
  if (code !== 0) process.exitCode = code
}
