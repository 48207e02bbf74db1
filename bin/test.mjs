// npm test: installs what is needed, then runs every check. The last line counts what passed and failed.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { installDependencies, node, root, toolEnvironment } from './install.mjs'

installDependencies()
provideChromium()
rmSync(join(root, 'test-results'), { recursive: true, force: true })
mkdirSync(join(root, 'test-results'))

step('Format', 'oxfmt', ['--check'])
step('Lint', 'oxlint', ['--type-aware'])
step('Types', 'tsc', ['-p', '.'])
step('Unused code', 'knip', [])
step('Generated files', node, ['server/generate.ts', '--check'])
const server = step(
  'Server',
  'vitest',
  ['run', '--reporter=default', '--reporter=json', '--outputFile.json=test-results/server.json'],
  readServer,
)
const browser = step('Browser', 'playwright', ['test'], readBrowser)
count(server.passed + browser.passed, 0)

function step(title, command, args, read = () => ({ passed: 0, failed: 0 })) {
  console.log(`\n== ${title}`)
  const run = spawnSync(command, args, { cwd: root, env: toolEnvironment(), stdio: ['ignore', 'inherit', 'inherit'] })
  const result = read()
  if (run.status !== 0) {
    console.error(`${title}: failed`)
    count(result.passed, Math.max(result.failed, 1))
    process.exit(1)
  }
  return result
}

function count(passed, failed) {
  console.log(`\n${passed} passed, ${failed} failed`)
}

function report(name) {
  const file = join(root, 'test-results', name)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

function readServer() {
  const result = report('server.json')
  return { passed: result?.numPassedTests ?? 0, failed: result?.numFailedTests ?? 1 }
}

function readBrowser() {
  const stats = report('e2e.json')?.stats
  return { passed: stats?.expected ?? 0, failed: (stats?.unexpected ?? 1) + (stats?.flaky ?? 0) }
}

/** The browser stories need a Chromium; on a Debian machine root can have one. */
function provideChromium() {
  const known = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  if (known.some((path) => path && existsSync(path))) return
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    failBefore('The browser stories need Chromium: install it, or set CHROMIUM to its path.')
  console.log('Installing Chromium …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const options = { env, stdio: ['ignore', 'ignore', 'inherit'] }
  spawnSync('apt-get', ['update', '-qq'], options)
  const install = ['install', '-y', '-qq', '--no-install-recommends', 'chromium']
  if (spawnSync('apt-get', install, options).status !== 0)
    failBefore('Chromium could not be installed: see the message above.')
}

/** Ends before any test has run, with the count that is read from the last line. */
function failBefore(sentence) {
  console.error(sentence)
  count(0, 1)
  process.exit(1)
}
