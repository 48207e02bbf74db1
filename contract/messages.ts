// What a refusal says, at its field, in the user's language. Used by the server's answers and by the forms.
import type { z } from 'zod'

export type Language = 'nb' | 'en'

const messages = {
  required: { nb: 'Må fylles ut.', en: 'Must be filled in.' },
  too_long: { nb: 'Kan ha høyst {maximum} tegn.', en: 'At most {maximum} characters.' },
  too_short: { nb: 'Må ha minst {minimum} tegn.', en: 'At least {minimum} characters.' },
  too_big: { nb: 'Kan være høyst {maximum}.', en: 'At most {maximum}.' },
  too_small: { nb: 'Må være minst {minimum}.', en: 'At least {minimum}.' },
  unknown_field: { nb: 'Feltet finnes ikke: {keys}.', en: 'There is no such field: {keys}.' },
  wrong_type: { nb: 'Verdien har feil form.', en: 'The value has the wrong form.' },
  unusable_character: {
    nb: 'Teksten har tegn som ikke kan lagres.',
    en: 'The text has characters that can not be stored.',
  },
  org_number: {
    nb: 'Organisasjonsnummeret må ha ni siffer og riktig kontrollsiffer.',
    en: 'The organisation number must have nine digits and a correct check digit.',
  },
  email: { nb: 'Skriv e-postadressen som navn@firma.no.', en: 'Write the e-mail address as name@firm.com.' },
  phone: { nb: 'Telefonnummeret finnes ikke i denne formen.', en: 'This can not be a telephone number.' },
  directory_template: {
    nb: 'Skriv lenken med https:// og minst én av name, phone og org_number i klammer etter skråstreken.',
    en: 'Write the link with https:// and at least one of name, phone and org_number in braces after the slash.',
  },
  directory_name: { nb: 'En annen katalog heter det samme.', en: 'Another directory has this name.' },
  website: { nb: 'Skriv en nettadresse, som www.firma.no.', en: 'Write a web address, like www.firm.com.' },
  day: { nb: 'Skriv en dato som 31.12.2026.', en: 'Write a date like 31.12.2026.' },
  bank_account: {
    nb: 'Kontonummeret må ha elleve siffer og riktig kontrollsiffer.',
    en: 'The account number must have eleven digits and a correct check digit.',
  },
  vat_number: {
    nb: 'MVA-nummeret har ikke landets form. Norske skrives NO 988 077 917 MVA.',
    en: 'The VAT number does not have the form of the country. Norwegian ones are written NO 988 077 917 MVA.',
  },
  kroner: { nb: 'Skriv beløpet som 1 234,50.', en: 'Write the amount as 1 234.50.' },
  kroner_too_many: { nb: 'Beløpet er for stort.', en: 'The amount is too large.' },
  whole_number: { nb: 'Skriv et helt tall, som 12.', en: 'Write a whole number, like 12.' },
  iban: { nb: 'IBAN-nummeret stemmer ikke.', en: 'The IBAN is not correct.' },
  bic: { nb: 'BIC har åtte eller elleve tegn.', en: 'A BIC has eight or eleven characters.' },
  gln: {
    nb: 'GLN må ha 13 siffer og riktig kontrollsiffer.',
    en: 'A GLN must have 13 digits and a correct check digit.',
  },
  country: { nb: 'Landet er ikke kjent.', en: 'The country is not known.' },
  postal_code: { nb: 'Et norsk postnummer har fire siffer.', en: 'A Norwegian postal code has four digits.' },
  number: { nb: 'Skriv et tall, som 1 234,50.', en: 'Write a number, like 1 234.50.' },
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
  picture_form: { nb: 'Velg et bilde av typen PNG, JPEG eller WebP.', en: 'Choose a PNG, JPEG or WebP picture.' },
  picture_size: { nb: 'Bildet kan være høyst 500 kB.', en: 'The picture can be at most 500 kB.' },
  picture_pixels: {
    nb: 'Bildet må være mellom 16 og 4000 piksler i bredden og i høyden.',
    en: 'The picture must be between 16 and 4000 pixels wide and high.',
  },
  numbers_taken: {
    nb: 'Noen numre herfra er i bruk ({taken}). Neste ledige er {next_free}; godta at de brukte hoppes over.',
    en: 'Some numbers from here are taken ({taken}). The next free one is {next_free}; agree to pass over the taken.',
  },
  key_used: {
    nb: 'Nøkkelen er brukt til en annen forespørsel.',
    en: 'The key was used for another request.',
  },
  period: { nb: 'Til-datoen kan ikke være før fra-datoen.', en: 'The last day can not be before the first.' },
  recurrence: { nb: 'Gjentakelsen kan ikke leses.', en: 'The recurrence can not be read.' },
  recurrence_part: {
    nb: 'En gjentakelse kan gå etter dager, uker, måneder og år, ikke etter klokkeslett eller ukenumre.',
    en: 'A recurrence can go by days, weeks, months and years, not by times of day or week numbers.',
  },
  recurrence_two_ends: {
    nb: 'En gjentakelse slutter enten på en dag eller etter et antall ganger, ikke begge deler.',
    en: 'A recurrence ends either on a day or after a number of times, not both.',
  },
  recurrence_bounds: {
    nb: 'Mellomrommet kan være høyst 999, og antallet ganger høyst 1000.',
    en: 'The interval can be at most 999, and the number of times at most 1,000.',
  },
  recurrence_never: { nb: 'Gjentakelsen treffer aldri en dag.', en: 'The recurrence never comes to any day.' },
  due_before_start: { nb: 'Fristen kan ikke være før starten.', en: 'The due day can not be before the start.' },
  due_for_recurrence: {
    nb: 'En gjentakelse etter dato trenger en frist å telle fra.',
    en: 'A recurrence by date needs a due day to count from.',
  },
  not_a_colleague: {
    nb: 'Kollegaen finnes ikke, eller er deaktivert.',
    en: 'There is no such colleague, or no longer.',
  },
  unknown_record: { nb: 'Finnes ikke.', en: 'Does not exist.' },
  moment: { nb: 'Skriv dato og klokkeslett.', en: 'Write a day and a time.' },
  end_before_start: { nb: 'Slutt må være etter start.', en: 'The end must come after the start.' },
  midnight: {
    nb: 'En heldagsavtale går fra midnatt til midnatt i sin tidssone.',
    en: 'An all-day appointment goes from midnight to midnight in its time zone.',
  },
  time_zone: { nb: 'Tidssonen er ikke kjent.', en: 'The time zone is not known.' },
  too_long_to_recur: {
    nb: 'En avtale som gjentas, kan vare i høyst 31 dager.',
    en: 'An appointment that recurs can last at most 31 days.',
  },
  unknown_participant: { nb: 'Deltakeren finnes ikke.', en: 'There is no such participant.' },
  unknown_occurrence: { nb: 'Serien har ingen avtale da.', en: 'The series has no appointment then.' },
  private_by_organizer: {
    nb: 'Bare den som kaller inn, kan gjøre avtalen privat.',
    en: 'Only the organizer can make the appointment private.',
  },
  not_invited: { nb: 'Du deltar ikke i avtalen.', en: 'You do not take part in the appointment.' },
  period_long: { nb: 'Spør om høyst 62 dager.', en: 'Ask for at most 62 days.' },
  customer_number_taken: { nb: 'Kundenummeret er i bruk.', en: 'The customer number is taken.' },
  name_needed: { nb: 'Skriv fornavn eller etternavn.', en: 'Write a first or a last name.' },
  already_linked: {
    nb: 'Personen er allerede knyttet til bedriften.',
    en: 'The person is linked to the company already.',
  },
  unknown_person: { nb: 'Personen finnes ikke.', en: 'There is no such person.' },
  unknown_company: { nb: 'Bedriften finnes ikke.', en: 'There is no such company.' },
  unknown_owner: { nb: 'Eieren finnes ikke.', en: 'There is no such owner.' },
  password_short: { nb: 'Passordet må ha minst 12 tegn.', en: 'The password needs at least 12 characters.' },
  password_common: {
    nb: 'Passordet er for vanlig. Velg et annet.',
    en: 'That password is too common. Choose another.',
  },
  link_used: {
    nb: 'Lenken er brukt eller for gammel. Be om en ny.',
    en: 'The link has been used or is too old. Ask for a new one.',
  },
  wrong_own_password: { nb: 'Passordet er feil.', en: 'The password is wrong.' },
  wrong_code: { nb: 'Koden er feil eller brukt.', en: 'The code is wrong or has been used.' },
  code_expired: { nb: 'Det tok for lang tid. Logg inn på nytt.', en: 'That took too long. Sign in again.' },
  wrong_passkey: {
    nb: 'Passnøkkelen ble ikke godtatt. Prøv igjen, eller bruk passord.',
    en: 'The passkey was not accepted. Try again, or use the password.',
  },
  same_password: { nb: 'Det er det samme passordet som før.', en: 'That is the same password as before.' },
  own_two_factor_first: {
    nb: 'Ta i bruk to-trinns innlogging eller en passnøkkel selv først.',
    en: 'Set up two-factor sign-in or a passkey for yourself first.',
  },
  last_second_step: {
    nb: 'Firmaet krever to-trinns innlogging. Ta i bruk noe annet før du fjerner dette.',
    en: 'The firm requires two-factor sign-in. Set up another way before you remove this one.',
  },
  email_unusable: { nb: 'Adressen kan ikke brukes.', en: 'The address can not be used.' },
  last_administrator: {
    nb: 'Firmaet må ha minst én aktiv administrator.',
    en: 'The firm needs at least one active administrator.',
  },
  account_of_others: {
    nb: 'Kollegaen hører også til andre firmaer og må ordne dette selv.',
    en: 'The colleague belongs to other firms too and has to do this herself.',
  },
  already_member: { nb: 'En kollega har denne adressen.', en: 'A colleague has this address.' },
  already_invited: {
    nb: 'Adressen er invitert. Send invitasjonen på nytt, eller trekk den tilbake.',
    en: 'The address has been invited. Send the invitation again, or withdraw it.',
  },
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
  saved_search_name_taken: {
    nb: 'Du har et lagret søk med dette navnet.',
    en: 'You have a saved search of this name.',
  },
  selection_large: {
    nb: 'Velg færre: høyst 5000 om gangen.',
    en: 'Select fewer: at most 5,000 at a time.',
  },
  unknown_import_field: { nb: 'Feltet finnes ikke.', en: 'There is no such field.' },
  field_twice: { nb: 'To kolonner kan ikke være samme felt.', en: 'Two columns can not be the same field.' },
  name_column: {
    nb: 'Velg hvilken kolonne som er navnet, organisasjonsnummeret eller kundenummeret.',
    en: 'Choose which column is the name, the organisation number or the customer number.',
  },
  too_many_keys: {
    nb: 'Du kan ha høyst 20 nøkler i bruk. Trekk tilbake en som du ikke trenger.',
    en: 'You can have at most 20 keys in use. Revoke one that you do not need.',
  },
  merge_field: {
    nb: 'Teksten nevner et felt som ikke finnes. Feltene står under skjemaet.',
    en: 'The text names a field that there is not. The fields stand below the form.',
  },
  no_mail_server: {
    nb: 'Denne installasjonen kan ikke sende e-post.',
    en: 'This installation can not send e-mail.',
  },
  meeting_over: { nb: 'Møtet er over.', en: 'The meeting is over.' },
  meeting_cancelled: { nb: 'Møtet er avlyst.', en: 'The meeting has been called off.' },
  calendar_unreadable: {
    nb: 'Kalenderen kan ikke leses.',
    en: 'The calendar can not be read.',
  },
  calendar_too_large: {
    nb: 'Kalenderen har for mye i seg.',
    en: 'There is too much in the calendar.',
  },
  calendar_taken: {
    nb: 'En annen avtale eller oppgave har denne kjenningen (UID).',
    en: 'Another appointment or task has this UID.',
  },
  calendar_zone: {
    nb: 'Kalenderen bruker en tidssone som ingen kjenner.',
    en: 'The calendar uses a time zone that is not known.',
  },
  calendar_unsupported: {
    nb: 'Kalenderen gjentar noe på en måte som ikke kan lagres her.',
    en: 'The calendar repeats something in a way that can not be stored here.',
  },
  one_of_two: { nb: 'Velg enten en bedrift eller en person.', en: 'Choose either a company or a person.' },
  link: {
    nb: 'En lenke må begynne med http, https, mailto eller tel.',
    en: 'A link must begin with http, https, mailto or tel.',
  },
  note_long: {
    nb: 'Notatet er for langt: høyst 100 000 tegn. Det du har skrevet, er tatt vare på her.',
    en: 'The note is too long: at most 100,000 characters. What you have written is kept here.',
  },
  note_deep: { nb: 'Lister og sitater er for dypt nøstet.', en: 'Lists and quotations are nested too deep.' },
  unknown_colleague: { nb: 'En som er nevnt, finnes ikke.', en: 'Somebody mentioned is not there.' },
  only_author: {
    nb: 'Bare den som skrev notatet, kan gjøre det privat eller åpent.',
    en: 'Only whoever wrote the note can make it private or open.',
  },
  company_exists: { nb: 'Bedriften finnes allerede.', en: 'The company exists already.' },
  not_in_register: {
    nb: 'Enhetsregisteret har ikke bedriften, eller svarer ikke nå.',
    en: 'The register does not have the company, or does not answer now.',
  },
  http_address: {
    nb: 'Skriv adressen som http://10.0.0.5:13013 eller https://sms.firma.no.',
    en: 'Write the address like http://10.0.0.5:13013 or https://sms.firm.com.',
  },
  address_not_allowed: {
    nb: 'Kan ikke nås herfra: privat nett eller uvanlig port. Den som drifter Kundebok, kan åpne den med PRIVATE_ADDRESSES.',
    en: 'Can not be reached from here: a private network, or an unusual port. Whoever runs Kundebok can open it by PRIVATE_ADDRESSES.',
  },
  address_unknown: { nb: 'Finner ingen maskin med dette navnet.', en: 'There is no machine of this name.' },
  sms_sender: {
    nb: 'Et telefonnummer, eller et navn på høyst elleve tegn: a–z, sifre, mellomrom, & . og -.',
    en: 'A telephone number, or a name of at most eleven characters: a–z, digits, spaces, & . and -.',
  },
  sms_field: {
    nb: 'Teksten nevner et felt som ikke finnes. Feltene står under teksten.',
    en: 'The text names a field that there is not. The fields stand below the text.',
  },
  sms_not_set_up: {
    nb: 'SMS er ikke satt opp. En administrator gjør det under Innstillinger.',
    en: 'Text messages are not set up. An administrator does that in the settings.',
  },
  sms_nobody: { nb: 'Ingen kan få meldingen.', en: 'There is nobody who can get the message.' },
  landline: {
    nb: 'Nummeret kan ikke få SMS. Norske mobilnumre begynner med 4 eller 9.',
    en: 'The number takes no text messages. Norwegian mobile numbers begin with 4 or 9.',
  },
  sms_template_taken: {
    nb: 'En annen mal på språket heter det samme.',
    en: 'Another template in the language has this name.',
  },
  moment_past: { nb: 'Tidspunktet er passert.', en: 'That time has passed.' },
  moment_far: { nb: 'Velg et tidspunkt innen ett år.', en: 'Choose a time within a year.' },
  day_future: { nb: 'Datoen er ikke kommet ennå.', en: 'That day has not come yet.' },
  consent_given: {
    nb: 'Personen har allerede samtykket til dette.',
    en: 'The person has agreed to this already.',
  },
  wrong_password: { nb: 'E-post eller passord er feil.', en: 'E-mail or password is wrong.' },
} as const

export type MessageCode = keyof typeof messages
export type FieldError = { field: string; code: string; message: string }

export function fieldMessage(code: MessageCode, language: Language, values: Record<string, unknown> = {}): string {
  return messages[code][language].replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ''))
}

/** One entry per faulty field: its path with dots, the code and the sentence. */
export function fieldErrors(error: z.ZodError, language: Language): FieldError[] {
  return error.issues.map((issue) => {
    const code = codeOf(issue)
    return { field: issue.path.join('.'), code, message: fieldMessage(code, language, valuesOf(issue)) }
  })
}

function codeOf(issue: z.core.$ZodIssue): MessageCode {
  if (issue.message in messages) return issue.message as MessageCode
  if (issue.code === 'too_big') return issue.origin === 'string' ? 'too_long' : 'too_big'
  if (issue.code === 'too_small') return issue.origin === 'string' ? 'too_short' : 'too_small'
  if (issue.code === 'unrecognized_keys') return 'unknown_field'
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'required'
  return 'wrong_type'
}

function valuesOf(issue: z.core.$ZodIssue): Record<string, unknown> {
  return issue.code === 'unrecognized_keys' ? { keys: issue.keys.join(', ') } : { ...issue }
}
