// npm run history -- verify: whether the history is as it was sealed, on the pinned Node.
import { installDependencies } from './install.mjs'
import { handOver } from './hand-over.mjs'

installDependencies()
handOver('server/verify-history.ts')
