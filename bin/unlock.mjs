// npm run unlock -- someone@firm.example: lets an account in again whose second step is lost, on the pinned Node.
import { installDependencies } from './install.mjs'
import { handOver } from './hand-over.mjs'

installDependencies()
handOver('server/unlock.ts')
