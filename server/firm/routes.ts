import { firm } from '#contract/firm.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { readFirm, requireTwoFactor, updateFirm } from './firm.ts'
import { readLogo, removeLogo, setLogo } from './logo.ts'
import { redraw } from './picture.ts'
import { readSeries, setSeries } from './number-series.ts'

export function serveFirm(server: Server) {
  serve(server, firm, {
    get: async ({ db, who }) => readFirm(db, who),
    update: async ({ db, who, body, version }) => updateFirm(db, who, body, version),
    require_two_factor: async ({ db, who, body, version }) => requireTwoFactor(db, who, body, version),
    logo: async ({ db, who }) => readLogo(db, who),
    set_logo: {
      first: async ({ who, body, version }) => {
        const picture = await redraw(Buffer.from(body.logo, 'base64'))
        return async (db) => setLogo(db, who, picture, version)
      },
    },
    remove_logo: async ({ db, who, version }) => removeLogo(db, who, version),
    series: async ({ db, who, query }) => readSeries(db, who, query.from),
    set_series: async ({ db, who, body, version, language }) => setSeries(db, who, body, version, language),
  })
}
