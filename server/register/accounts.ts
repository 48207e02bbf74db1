import type { RegisterAccounts } from '#contract/register.ts'
import { amountOf, array, day, object, text } from './unit.ts'

/** Reads what Regnskapsregisteret answers: an array of accounts, those of one year as a rule. The spelling is its own. */
export function readAccounts(reply: unknown): RegisterAccounts[] {
  return array(reply)
    .map(readOne)
    .filter((accounts) => accounts !== null)
}

function readOne(reply: unknown): RegisterAccounts | null {
  const raw = object(reply)
  const period = object(raw.regnskapsperiode)
  const [from_on, to_on] = [day(period.fraDato), day(period.tilDato)]
  if (!to_on) return null
  const currency = text(raw.valuta) ?? ''
  const revision = object(raw.revisjon)
  return {
    year: Number(to_on.slice(0, 4)),
    from_on,
    to_on,
    kind: raw.regnskapstype === 'KONSERN' ? 'group' : 'company',
    currency: /^[A-Z]{3}$/.test(currency) ? currency : 'NOK',
    is_audited: typeof revision.ikkeRevidertAarsregnskap === 'boolean' ? !revision.ikkeRevidertAarsregnskap : null,
    ...readResult(object(raw.resultatregnskapResultat)),
    ...readBalance(object(raw.eiendeler), object(raw.egenkapitalGjeld)),
  }
}

function readResult(raw: Record<string, unknown>) {
  const operating = object(raw.driftsresultat)
  return {
    // An empty `driftsinntekter` is not a zero: nothing is told.
    revenue_ore: amountOf(object(operating.driftsinntekter).sumDriftsinntekter),
    operating_result_ore: amountOf(operating.driftsresultat),
    result_before_tax_ore: amountOf(raw.ordinaertResultatFoerSkattekostnad),
    result_ore: amountOf(raw.aarsresultat),
  }
}

function readBalance(assets: Record<string, unknown>, raw: Record<string, unknown>) {
  const debt = object(raw.gjeldOversikt)
  return {
    assets_ore: amountOf(assets.sumEiendeler),
    current_assets_ore: amountOf(object(assets.omloepsmidler).sumOmloepsmidler),
    equity_ore: amountOf(object(raw.egenkapital).sumEgenkapital),
    debt_ore: amountOf(debt.sumGjeld),
    current_debt_ore: amountOf(object(debt.kortsiktigGjeld).sumKortsiktigGjeld),
  }
}
