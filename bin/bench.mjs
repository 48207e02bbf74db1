// npm run bench: measures against bench/budgets.json, on the pinned Node.
import { installDependencies } from './install.mjs'
import { handOver } from './hand-over.mjs'

installDependencies()
handOver('bench/run.ts')
