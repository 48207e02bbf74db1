// npm start: installs what is lacking, then hands over to the supervisor on the pinned Node.
import { installDependencies } from './install.mjs'
import { handOver } from './hand-over.mjs'

installDependencies()
handOver('server/start.ts')
