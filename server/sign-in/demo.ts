import type { Write } from '#server/platform/db.ts'

type Row = [
  name: string,
  orgNumber: string,
  street: string,
  postalCode: string,
  city: string,
  phone: string,
  contact: [string, string, string],
]

// Invented firms; the organisation numbers have correct check digits.
const rows: Row[] = [
  [
    'Fjordbygg Tømrerservice AS',
    '988077917',
    'Strandgata 14',
    '5004',
    'Bergen',
    '+4755301420',
    ['Ingrid', 'Haugland', 'Daglig leder'],
  ],
  [
    'Nordlys Elektro AS',
    '923609016',
    'Storgata 71',
    '9008',
    'Tromsø',
    '+4777600815',
    ['Jonas', 'Eriksen', 'Installatør'],
  ],
  [
    'Åsgård Regnskap AS',
    '974760673',
    'Kongens gate 9',
    '7011',
    'Trondheim',
    '+4773528040',
    ['Marit', 'Solberg', 'Autorisert regnskapsfører'],
  ],
  [
    'Sjøhuset Fisk og Vilt AS',
    '123456785',
    'Havnegata 3',
    '8006',
    'Bodø',
    '+4775501230',
    ['Ola', 'Nygård', 'Innkjøpssjef'],
  ],
]

/** A few believable companies with their contacts, for a first look round. */
export async function addDemoCompanies(tx: Write, { tenant_id, user_id }: { tenant_id: string; user_id: string }) {
  for (const [at, [name, org_number, street, postal_code, city, phone, contact]] of rows.entries()) {
    const address = JSON.stringify({ street, postal_code, city, country: 'NO' })
    const domain = name.toLowerCase().split(' ')[0]?.replaceAll('å', 'aa').replaceAll('ø', 'o')
    const company = await tx
      .insertInto('company')
      .values({
        tenant_id,
        owner_id: user_id,
        customer_number: 9_000 + at,
        name,
        org_number,
        phone,
        postal_address: address,
        email: `post@${domain}.example`,
        website: `https://www.${domain}.example`,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const [first_name, last_name, title] = contact
    const person = await tx
      .insertInto('person')
      .values({ tenant_id, first_name, last_name })
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx
      .insertInto('affiliation')
      .values({ tenant_id, company_id: company.id, person_id: person.id, title, is_primary: true })
      .execute()
  }
}
