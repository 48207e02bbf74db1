import { addresses } from '#contract/addresses.ts'
import { lookupPostalPlace } from '#db/postal-codes.ts'
import { AppError } from '#server/platform/errors.ts'
import { serve, type Server } from '#server/platform/http.ts'

export function serveAddresses(server: Server) {
  serve(server, addresses, {
    postal_code: async ({ params: { postal_code } }) => {
      const city = lookupPostalPlace(postal_code)
      if (city === null) throw new AppError('not_found')
      return { postal_code, city }
    },
  })
}
