// Files that are brought in, and lists.
export const fileRefusals = {
  file_empty: { nb: 'Filen er tom.', en: 'The file is empty.' },
  file_large: { nb: 'Filen er for stor: høyst 50 MB.', en: 'The file is too large: at most 50 MB.' },
  file_incomplete: { nb: 'Filen kom ikke helt frem. Prøv igjen.', en: 'The file did not arrive whole. Try again.' },
  file_old_workbook: {
    nb: 'Dette er en gammel Excel-fil (.xls). Lagre den som .xlsx eller CSV og prøv igjen.',
    en: 'This is an old Excel file (.xls). Save it as .xlsx or CSV and try again.',
  },
  file_many_rows: {
    nb: 'Filen har for mange rader (høyst 200 000) eller kolonner (høyst 500).',
    en: 'The file has too many rows (at most 200,000) or columns (at most 500).',
  },
  file_large_workbook: {
    nb: 'Regnearket er for stort til å leses. Lagre det som CSV og prøv igjen.',
    en: 'The workbook is too large to be read. Save it as CSV and try again.',
  },
  file_unreadable: {
    nb: 'Filen kan ikke leses. Bruk CSV eller Excel (.xlsx).',
    en: 'The file can not be read. Use CSV or Excel (.xlsx).',
  },
  vcards_none: { nb: 'Filen har ingen vCard-kort.', en: 'The file has no vCards.' },
  vcards_many: { nb: 'Filen har for mange kort: høyst 5000.', en: 'The file has too many cards: at most 5,000.' },
  vcards_large: { nb: 'Filen er for stor: høyst 1 MB.', en: 'The file is too large: at most 1 MB.' },
  vcard_large: { nb: 'Kortet har for mange linjer.', en: 'The card has too many lines.' },
  vcard_unreadable: { nb: 'Kortet kan ikke leses.', en: 'The card can not be read.' },
  unknown_import_field: { nb: 'Feltet finnes ikke.', en: 'There is no such field.' },
  field_twice: { nb: 'To kolonner kan ikke være samme felt.', en: 'Two columns can not be the same field.' },
  name_column: {
    nb: 'Velg hvilken kolonne som er navnet, organisasjonsnummeret eller kundenummeret.',
    en: 'Choose which column is the name, the organisation number or the customer number.',
  },
  saved_search_name_taken: {
    nb: 'Du har et lagret søk med dette navnet.',
    en: 'You have a saved search of this name.',
  },
  selection_large: {
    nb: 'Velg færre: høyst 5000 om gangen.',
    en: 'Select fewer: at most 5,000 at a time.',
  },
} as const
