// npm start: installs what is needed, then hands over to the supervisor on the pinned Node.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { installDependencies, node, root, toolEnvironment } from './install.mjs'

installDependencies()
const supervisor = spawn(node, [join(root, 'server', 'start.ts'), ...process.argv.slice(2)], {
  cwd: root,
  env: toolEnvironment(),
  stdio: 'inherit',
})
// The terminal sends Ctrl+C to the whole group; the supervisor stops everything and this follows it.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => supervisor.kill('SIGTERM'))
supervisor.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
