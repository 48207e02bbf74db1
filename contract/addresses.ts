import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'

export const addresses = {
  postal_code: {
    method: 'GET',
    path: '/api/postal-codes/:postal_code',
    title: 'The place of a Norwegian postal code',
    access: 'member',
    for_keys: true,
    params: z.object({ postal_code: z.string().regex(/^\d{4}$/) }),
    reply: z.object({ postal_code: z.string(), city: z.string() }),
  },
} satisfies Endpoints
