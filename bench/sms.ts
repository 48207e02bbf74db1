// node bench/sms.ts [--count 1000]: through the real Kannel to a network of ours, the whole program running, and its job
// process killed twice in the middle. Nothing may be lost, and nothing come twice.
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { setTimeout as wait } from 'node:timers/promises'
import { startProgram } from '#e2e/own-program.ts'
import { freePort, isKannelInstalled, kannelAccount, startRealKannel } from '#server/sms/test-kannel.ts'
import { startNetwork } from '#server/sms/test-network.ts'
import { type Fetch, makeClient } from './measure.ts'

const { values } = parseArgs({ options: { count: { type: 'string', default: '1000' } } })
const count = Number(values.count)

if (!isKannelInstalled) {
  console.log('Skipped: Kannel is not installed here (apt-get install kannel).')
  process.exit(0)
}
const sendsms = await freePort()
const network = await startNetwork()
const program = await startProgram({ KANNEL_URL: `http://127.0.0.1:${sendsms}` })
const call = await enter(program.url)
const account = {
  provider: 'kannel',
  username: kannelAccount.username,
  secret: kannelAccount.password,
  sender: 'Kundebok',
}
const { reply_address } = (await call('PUT', '/api/sms-settings', account, 0)) as { reply_address: string }
const kannel = await startRealKannel({ smpp_port: network.port, get_url: reply_address, sendsms_port: sendsms })
try {
  await measure()
} finally {
  await kannel.stop()
  await program.stop()
  await network.stop()
}

async function measure() {
  const numbers = await makeCompanies()
  const begun = performance.now()
  const filter = { q: 'Mottaker' }
  await call('POST', '/api/sms', { to: { companies: { filter } }, kind: 'information', text: 'Hei {{name}}' })
  for (const part of [0.3, 0.6]) {
    await until(() => network.received.length >= count * part)
    console.log(`job process killed after ${network.received.length}: ${killWorker()}`)
  }
  // What was with Kannel at that moment is uncertain after a while, and is settled by its report; the rest goes on.
  await until(async () => (await countOf(`state = 'queued'`)) === 0, 240)
  const uncertain = await countOf(`state = 'uncertain'`)
  const seconds = (performance.now() - begun) / 1_000
  await judgeUncertain()
  await until(async () => (await countOf(`state = 'delivered'`)) === count, 60)
  const arrived = network.received.map(({ to }) => `+${to}`).filter((to) => numbers.has(to))
  const once = new Set(arrived)
  console.log(`${count} messages in ${seconds.toFixed(1)} s, the job process killed twice`)
  console.log(
    `arrived ${once.size}, twice ${arrived.length - once.size}, lost ${count - once.size}, uncertain until judged ${uncertain}`,
  )
  console.log(`delivered in the program: ${await countOf(`state = 'delivered'`)}`)
  if (arrived.length !== count || once.size !== count) process.exitCode = 1
}

/** As a person does who sees on the network's side that these never came. */
async function judgeUncertain() {
  const { rows } = await program.database.query(`select id, version, number from sms where state = 'uncertain'`)
  const come = new Set(network.received.map(({ to }) => `+${to}`))
  for (const { id, version, number } of rows)
    await call('PUT', `/api/sms/${id}/${come.has(number) ? 'settlement' : 'delivery'}`, undefined, Number(version))
}

async function makeCompanies() {
  const numbers = Array.from({ length: count }, (_, at) => `+4791${String(100_020 + at * 3)}`)
  await program.database.query(
    `insert into company (tenant_id, customer_number, name, mobile)
     select tenant_id, 1000000 + n, 'Mottaker ' || n, number from firm, unnest($1::text[]) with ordinality as x (number, n)`,
    [numbers],
  )
  return new Set(numbers)
}

async function countOf(where: string) {
  const { rows } = await program.database.query(`select count(*) from sms where direction = 'out' and ${where}`)
  return Number(rows[0].count)
}

/** The job process of this very program: the child of its child. */
function killWorker() {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
  const all = stdout.split('\n').map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)?.slice(1) ?? [])
  const isBelow = (pid: string | undefined): boolean =>
    pid === String(process.pid) || (pid !== undefined && pid !== '1' && isBelow(all.find(([one]) => one === pid)?.[1]))
  const worker = all.find(([pid, , command = '']) => /server\/worker\.ts/.test(command) && isBelow(pid))
  if (worker?.[0]) process.kill(Number(worker[0]), 'SIGKILL')
  return worker ? 'yes' : 'not found'
}

async function until(isSo: () => boolean | Promise<boolean>, seconds = 60) {
  for (let tries = 0; tries < seconds * 20; tries++) {
    if (await isSo()) return
    await wait(50)
  }
  throw new Error('It did not come to its end.')
}

async function enter(url: string): Promise<Fetch> {
  const firm = { firm_name: 'Målefirma AS', name: 'Kari', email: 'kari@maal.example', password: 'rolig som en fjord' }
  const reply = await fetch(`${url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'kundebok-client': 'bench' },
    body: JSON.stringify(firm),
  })
  return makeClient(Number(new URL(url).port), reply.headers.get('set-cookie')?.split(';')[0] ?? '')
}
