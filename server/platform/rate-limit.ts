import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '#server/platform/errors.ts'

/** Refuses with 429 who asks too often; each process counts for itself. */
export type RateLimit = {
  /** Whom we know: generously. */
  ofUser: (request: FastifyRequest, user_id: string) => Promise<void>
  /** Whom we do not know, by address (IPv6 by /64): a fifth of it, for a whole office may share one. */
  ofAddress: (request: FastifyRequest) => Promise<void>
  /** A service that calls back for a firm: many at once follow what was sent to many. */
  ofService: (request: FastifyRequest, tenant_id: string) => Promise<void>
}

type Check = ReturnType<FastifyInstance['createRateLimit']>

/** `perMinute` is a user's; 0 counts nothing. */
export function makeRateLimit(app: FastifyInstance, perMinute: number): RateLimit {
  if (perMinute === 0) return { ofUser: async () => {}, ofAddress: async () => {}, ofService: async () => {} }
  const users = new WeakMap<FastifyRequest, string>()
  let checks: { user: Check; address: Check; service: Check } | undefined
  app.register(rateLimit, { global: false, timeWindow: 60_000, cache: 20_000 })
  app.addHook('onReady', async () => {
    checks = {
      user: app.createRateLimit({ max: perMinute, keyGenerator: (request) => users.get(request) ?? '' }),
      address: app.createRateLimit({ max: Math.max(1, Math.floor(perMinute / 5)) }),
      service: app.createRateLimit({ max: perMinute * 10, keyGenerator: (request) => users.get(request) ?? '' }),
    }
  })
  return {
    ofUser: async (request, user_id) => {
      users.set(request, user_id)
      await refuseWhenExceeded(checks?.user, request)
    },
    ofAddress: async (request) => refuseWhenExceeded(checks?.address, request),
    ofService: async (request, tenant_id) => {
      users.set(request, tenant_id)
      await refuseWhenExceeded(checks?.service, request)
    },
  }
}

async function refuseWhenExceeded(check: Check | undefined, request: FastifyRequest) {
  const counted = await check?.(request)
  if (counted && !counted.isAllowed && counted.isExceeded)
    throw new AppError('too_many', { retry_after: counted.ttlInSeconds })
}
