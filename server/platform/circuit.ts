// The circuit breaker: a service that fails repeatedly, or asks for a pause, is left alone for a while. One circuit for
// each service in each process.
const circuits = new Map<string, { failures: number; until: number }>()
const failuresToPause = 5
const pauses = { shortest: 30_000, longest: 600_000 }

const circuitOf = (key: string) => {
  const circuit = circuits.get(key) ?? { failures: 0, until: 0 }
  circuits.set(key, circuit)
  return circuit
}

/** Until when it is left alone; null while it may be asked. */
export function circuitPausedUntil(key: string): Date | null {
  const { until } = circuitOf(key)
  return until > Date.now() ? new Date(until) : null
}

export function noteSuccess(key: string) {
  circuitOf(key).failures = 0
}

/** Five failures in a row, and it is let alone; after the pause one more failure doubles it. */
export function noteFailure(key: string) {
  const circuit = circuitOf(key)
  circuit.failures++
  const beyond = circuit.failures - failuresToPause
  if (beyond >= 0) pauseCircuit(key, pauses.shortest * 2 ** Math.min(beyond, 10))
}

export function pauseCircuit(key: string, milliseconds: number) {
  const circuit = circuitOf(key)
  circuit.until = Math.max(circuit.until, Date.now() + Math.min(milliseconds, pauses.longest))
}
