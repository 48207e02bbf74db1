// The real Kannel (apt-get install kannel) with a network of ours above it, for tests and measurements.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const programs = { bearerbox: '/usr/sbin/bearerbox', smsbox: '/usr/sbin/smsbox' }
export const isKannelInstalled = Object.values(programs).every((path) => existsSync(path))

export const kannelAccount = { username: 'kundebok', password: 'hemmelig ord' }

type Options = {
  /** Of the network. */
  smpp_port: number
  /** What is called when somebody writes. */
  get_url: string
  /** Where it is sent to; any free port when it does not matter. */
  sendsms_port?: number
}

export async function startRealKannel({ smpp_port, get_url, sendsms_port }: Options) {
  const [admin, box, send] = [await freePort(), await freePort(), sendsms_port ?? (await freePort())]
  const directory = mkdtempSync(join(tmpdir(), 'kundebok-kannel-'))
  const file = join(directory, 'kannel.conf')
  writeFileSync(file, configuration({ admin, box, send, smpp_port, get_url }))
  const run = (name: keyof typeof programs) =>
    spawn(programs[name], ['-v', '4', file], { cwd: directory, stdio: 'ignore' })
  const bearerbox = run('bearerbox')
  const status = `http://127.0.0.1:${admin}/status.txt?password=status`
  await until(async () => (await readText(status)).includes('online'))
  const smsbox = run('smsbox')
  const url = `http://127.0.0.1:${send}`
  await until(async () => (await readText(status)).includes('smsbox'))
  await until(async () => (await readText(`${url}/cgi-bin/sendsms`)) !== '')
  const stop = async () => {
    await end(smsbox)
    await end(bearerbox)
    rmSync(directory, { recursive: true, force: true })
  }
  return { url, stop }
}

type Ports = Options & { admin: number; box: number; send: number }

const configuration = ({ admin, box, send, smpp_port, get_url }: Ports) => `
group = core
admin-port = ${admin}
admin-password = status
admin-interface = 127.0.0.1
smsbox-port = ${box}
smsbox-interface = 127.0.0.1
dlr-storage = internal
sms-combine-concatenated-mo = false

group = smsc
smsc = smpp
smsc-id = network
host = 127.0.0.1
port = ${smpp_port}
smsc-username = kannel
smsc-password = kannel
system-type = VMA
transceiver-mode = true
max-pending-submits = 20

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${send}
sendsms-interface = 127.0.0.1

group = sendsms-user
username = ${kannelAccount.username}
password = "${kannelAccount.password}"
max-messages = 40
concatenation = true

group = sms-service
keyword = default
get-url = "${get_url}"
max-messages = 0
catch-all = true
`

async function until(isSo: () => Promise<boolean>) {
  for (let tries = 0; tries < 200; tries++) {
    if (await isSo()) return
    await wait(100)
  }
  throw new Error('Kannel did not start.')
}

const readText = (url: string) =>
  fetch(url).then(
    (reply) => reply.text(),
    () => '',
  )

async function end(process: ChildProcess) {
  if (process.exitCode !== null) return
  process.kill('SIGKILL')
  await once(process, 'exit')
}

export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
