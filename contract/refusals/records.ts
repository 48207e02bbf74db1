// Companies, persons, categories, own fields and the register.
export const recordRefusals = {
  directory_template: {
    nb: 'Skriv lenken med https:// og minst én av name, phone og org_number i klammer etter skråstreken.',
    en: 'Write the link with https:// and at least one of name, phone and org_number in braces after the slash.',
  },
  directory_name: { nb: 'En annen katalog heter det samme.', en: 'Another directory has this name.' },
  label_taken: { nb: 'Et annet felt heter det samme.', en: 'Another field has this name.' },
  unknown_choice: { nb: 'Valget finnes ikke.', en: 'There is no such choice.' },
  choice_twice: { nb: 'Valget står to ganger.', en: 'The choice is there twice.' },
  choice_in_use: {
    nb: 'Valget er i bruk. Arkiver det i stedet.',
    en: 'The choice is in use. Archive it instead.',
  },
  choices_needed: { nb: 'Feltet trenger minst ett valg.', en: 'The field needs at least one choice.' },
  choices_without_use: { nb: 'Bare valgfelt har valg.', en: 'Only choice fields have choices.' },
  kind_stays: { nb: 'Typen kan ikke endres.', en: 'The kind can not be changed.' },
  too_many_fields: { nb: 'Det kan være høyst 100 felt i bruk.', en: 'At most 100 fields can be in use.' },
  unknown_custom_field: { nb: 'Feltet finnes ikke lenger.', en: 'The field is not there any more.' },
  category_name_taken: {
    nb: 'En annen kategori heter det samme.',
    en: 'Another category has this name.',
  },
  category_for_something: {
    nb: 'Velg bedrifter, personer eller begge.',
    en: 'Choose companies, persons or both.',
  },
  category_of_company: {
    nb: 'Minst én bedrift har kategorien. Bytt den ut eller fjern den der først.',
    en: 'At least one company has the category. Replace it or remove it there first.',
  },
  category_of_person: {
    nb: 'Minst én person har kategorien. Bytt den ut eller fjern den der først.',
    en: 'At least one person has the category. Replace it or remove it there first.',
  },
  category_in_use: {
    nb: 'Kategorien er i bruk. Arkiver den, eller bytt den ut med en annen.',
    en: 'The category is in use. Archive it, or replace it by another.',
  },
  unknown_category: { nb: 'Kategorien finnes ikke lenger.', en: 'The category is not there any more.' },
  category_archived: { nb: 'Kategorien er arkivert.', en: 'The category is archived.' },
  category_itself: { nb: 'Velg en annen kategori.', en: 'Choose another category.' },
  category_kind: {
    nb: 'Kategorien brukes ikke for denne typen.',
    en: 'The category is not used for this kind.',
  },
  category_both: {
    nb: 'Den samme kategorien kan ikke både legges til og fjernes.',
    en: 'The same category can not be both added and removed.',
  },
  numbers_taken: {
    nb: 'Noen numre herfra er i bruk ({taken}). Neste ledige er {next_free}; godta at de brukte hoppes over.',
    en: 'Some numbers from here are taken ({taken}). The next free one is {next_free}; agree to pass over the taken.',
  },
  customer_number_taken: { nb: 'Kundenummeret er i bruk.', en: 'The customer number is taken.' },
  name_needed: { nb: 'Skriv fornavn eller etternavn.', en: 'Write a first or a last name.' },
  already_linked: {
    nb: 'Personen er allerede knyttet til bedriften.',
    en: 'The person is linked to the company already.',
  },
  unknown_person: { nb: 'Personen finnes ikke.', en: 'There is no such person.' },
  unknown_company: { nb: 'Bedriften finnes ikke.', en: 'There is no such company.' },
  unknown_owner: { nb: 'Eieren finnes ikke.', en: 'There is no such owner.' },
  company_exists: { nb: 'Bedriften finnes allerede.', en: 'The company exists already.' },
  not_in_register: {
    nb: 'Enhetsregisteret har ikke bedriften, eller svarer ikke nå.',
    en: 'The register does not have the company, or does not answer now.',
  },
} as const
