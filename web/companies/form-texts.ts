import { inLanguage } from '#web/platform/texts.ts'

export const formTexts = inLanguage(
  {
    company: 'Bedriften',
    reach: 'Kontakt',
    addresses: 'Adresser',
    payment: 'Betaling og faktura',
    facts: 'Om bedriften',
    own_fields: 'Egne felt',
    kind: 'Registrert som',
    number_hint: 'Neste ledige når feltet er tomt',
    invoice_emails_hint: 'Flere kan skilles med komma eller mellomrom',
    remove: 'Fjern {name}',
    same_as_postal: 'Samme som postadresse',
    same_as_visiting: 'Samme som besøksadresse',
  },
  {
    company: 'The company',
    reach: 'Contact',
    addresses: 'Addresses',
    payment: 'Payment and invoice',
    facts: 'About the company',
    own_fields: 'Own fields',
    kind: 'Registered as',
    number_hint: 'The next free one when empty',
    invoice_emails_hint: 'Several are parted by comma or space',
    remove: 'Remove {name}',
    same_as_postal: 'Same as postal address',
    same_as_visiting: 'Same as visiting address',
  },
)
