import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * Finds out whether we may listen there, and on which port when 0 is asked for. A web process whose supervisor was
 * killed lets go of its port within three seconds, so we try for four. Throws one sentence.
 */
export async function reservePort(host: string, port: number): Promise<number> {
  for (let waited = 0; ; waited += 200) {
    try {
      return await tryPort(host, port)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EADDRINUSE' && waited < 4_000) await wait(200)
      else throw new Error(inWords(host, port, code))
    }
  }
}

function inWords(host: string, port: number, code = '') {
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is taken by another program: stop that one, or set PORT to another number.`
  if (code === 'EACCES') return `This user may not listen on port ${port}: set PORT to a number above 1023.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST is ${host}, which is no address of this machine.`
  return `Port ${port} on ${host} can not be used (${code}): set HOST or PORT.`
}

function tryPort(host: string, port: number) {
  return new Promise<number>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(port, host, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : port))
    })
  })
}
