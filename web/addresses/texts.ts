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
  },
)
