import { inLanguage } from '#web/platform/texts.ts'

export const texts = inLanguage(
  {
    name: 'Navn på adressen',
    street: 'Gate eller postboks',
    street2: 'Adresselinje 2',
    postal_code: 'Postnr.',
    city: 'Poststed',
    state: 'Stat eller region',
    country: 'Land',
    more_lines: 'Navnelinje, adresselinje 2 og region',
    no_country: 'Ingen land heter det.',
    neighbours: 'Norden',
    others: 'Alle land',
    suggestions: 'Adresser som begynner slik',
    no_suggestions: 'Adresseregisteret svarer ikke akkurat nå. Skriv adressen selv.',
  },
  {
    name: 'Name on the address',
    street: 'Street or PO box',
    street2: 'Address line 2',
    postal_code: 'Postal code',
    city: 'City',
    state: 'State or region',
    country: 'Country',
    more_lines: 'Name line, address line 2 and region',
    no_country: 'No country has this name.',
    neighbours: 'Nordic',
    others: 'All countries',
    suggestions: 'Addresses that begin so',
    no_suggestions: 'The address register does not answer just now. Write the address yourself.',
  },
)
