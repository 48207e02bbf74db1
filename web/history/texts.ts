import { texts as firmTexts } from '#web/firm/texts.ts'
import { inLanguage, texts as common } from '#web/platform/texts.ts'
import { factTexts } from '#web/register/fact-texts.ts'

export const texts = inLanguage(
  {
    history: 'Historikk',
    lead: 'Alt som er gjort i firmaet: av hvem, når og hvordan. Historikken kan ikke endres.',
    period: 'Tidsrom',
    today: 'I dag',
    week: 'Denne uken',
    month: 'Denne måneden',
    year: 'I år',
    anything: 'Alt',
    kind: 'Om',
    via: 'Hvordan',
    any_way: 'Alle måter',
    text: 'Tekst i historikken',
    text_hint: 'Navn eller verdi',
    filters: 'Flere valg',
    nothing: 'Ingenting i historikken passer med valgene.',
    reached: 'Søkt tilbake til {at}.',
    go_on: 'Søk videre bakover',
    private: 'privat, innholdet er skjult',
    program: 'Programmet',
    outside: 'Utenfra',
    at_company: 'Bedrift',
    at_person: 'Person',
    participant: 'Deltaker',
    other_rule: 'ny regel',
    new_text: 'ny tekst',
    rows: 'Rader',
    format: 'Filtype',
  },
  {
    history: 'History',
    lead: 'All that was done in the firm: by whom, when and how. The history can not be changed.',
    period: 'Period',
    today: 'Today',
    week: 'This week',
    month: 'This month',
    year: 'This year',
    anything: 'Anything',
    kind: 'About',
    via: 'How',
    any_way: 'Any way',
    text: 'Text in the history',
    text_hint: 'Name or value',
    filters: 'More choices',
    nothing: 'Nothing in the history fits the choices.',
    reached: 'Searched back to {at}.',
    go_on: 'Search further back',
    private: 'private, the content is hidden',
    program: 'The program',
    outside: 'From outside',
    at_company: 'Company',
    at_person: 'Person',
    participant: 'Participant',
    other_rule: 'new rule',
    new_text: 'new text',
    rows: 'Rows',
    format: 'File type',
  },
)

/** What an entry can be about; the groups of the filter. */
export const kindTexts = inLanguage(
  {
    ...{ company: 'Bedriften', contact: 'Kontakter', category: 'Kategorier', note: 'Notater', task: 'Oppgaver' },
    ...{ appointment: 'Avtaler', communication: 'Kommunikasjon', import: 'Import', firm: 'Firmaet', user: 'Brukere' },
  },
  {
    ...{ company: 'The company', contact: 'Contacts', category: 'Categories', note: 'Notes', task: 'Tasks' },
    ...{
      appointment: 'Appointments',
      communication: 'Communication',
      import: 'Import',
      firm: 'The firm',
      user: 'Users',
    },
  },
)

/** What a row of each table is called. */
export const entityTexts: Record<string, string> = inLanguage(
  {
    ...{
      company: 'Bedrift',
      company_register: 'Enhetsregisteret',
      person: 'Person',
      affiliation: 'Kontakt',
      category: 'Kategori',
    },
    ...{ company_category: 'Kategori', person_category: 'Kategori', note: 'Notat', task: 'Oppgave' },
    ...{ task_participant: 'Oppgave', appointment: 'Avtale', appointment_participant: 'Avtale', import: 'Import' },
    ...{ firm: 'Firma', number_series: 'Nummerserie', custom_field: 'Eget felt', member: 'Bruker' },
    ...{ invitation: 'Invitasjon', api_key: 'API-nøkkel', communication: 'Kommunikasjon' },
    ...{ app_password: 'App-passord', calendar_feed: 'Kalenderadresse', invitation_template: 'Brev om avtaler' },
  },
  {
    ...{
      company: 'Company',
      company_register: 'Official register',
      person: 'Person',
      affiliation: 'Contact',
      category: 'Category',
    },
    ...{ company_category: 'Category', person_category: 'Category', note: 'Note', task: 'Task' },
    ...{
      task_participant: 'Task',
      appointment: 'Appointment',
      appointment_participant: 'Appointment',
      import: 'Import',
    },
    ...{ firm: 'Firm', number_series: 'Number series', custom_field: 'Own field', member: 'User' },
    ...{ invitation: 'Invitation', api_key: 'API key', communication: 'Communication' },
    ...{
      app_password: 'App password',
      calendar_feed: 'Calendar address',
      invitation_template: 'Letter about appointments',
    },
  },
)

export const actionTexts: Record<string, string> = inLanguage(
  {
    ...{ created: 'Opprettet', changed: 'Endret', deleted: 'Slettet', restored: 'Gjenopprettet', tied: 'Lagt til' },
    ...{ untied: 'Fjernet', linked: 'Lagt til', unlinked: 'Fjernet', sent: 'Sendt', answered: 'Besvart' },
    ...{ merged: 'Flettet', exported: 'Eksportert', imported: 'Importert', import_undone: 'Import angret' },
    contacted: 'Tok kontakt',
  },
  {
    ...{ created: 'Created', changed: 'Changed', deleted: 'Deleted', restored: 'Restored', tied: 'Added' },
    ...{ untied: 'Removed', linked: 'Added', unlinked: 'Removed', sent: 'Sent', answered: 'Answered' },
    ...{ merged: 'Merged', exported: 'Exported', imported: 'Imported', import_undone: 'Import undone' },
    contacted: 'Got in touch',
  },
)

export const viaTexts: Record<string, string> = inLanguage(
  { screen: 'På skjermen', api: 'Med API', import: 'Ved import', job: 'Av programmet', setup: 'Ved oppsett' },
  { screen: 'On the screen', api: 'By API', import: 'By import', job: 'By the program', setup: 'At setup' },
)

/** Fields that the company's form does not have. */
export const fieldTexts: Record<string, string> = {
  ...factTexts,
  ...firmTexts,
  logo_hash: firmTexts.logo,
  name: common.name,
  ...inLanguage(
    {
      ...{ first_name: 'Fornavn', last_name: 'Etternavn', birth_on: 'Fødselsdato', alternative_email: 'Annen e-post' },
      ...{
        directories: 'Kataloger for nummersøk',
        private_address: 'Privatadresse',
        subject: 'Emne',
        body_text: 'Tekst',
        noted_on: 'Dato',
        is_private: 'Privat',
      },
      ...{
        pinned_at: 'Festet',
        description: 'Beskrivelse',
        status: 'Status',
        priority: 'Prioritet',
        start_on: 'Start',
      },
      ...{ percent_complete: 'Fullført (%)', due_on: 'Frist', responsible_id: 'Ansvarlig', reminder_at: 'Påminnelse' },
      ...{ recurrence: 'Gjentakelse', recurs_from: 'Gjentas fra', starts_at: 'Begynner', ends_at: 'Slutter' },
      ...{
        place: 'Sted',
        time_zone: 'Tidssone',
        is_all_day: 'Hele dagen',
        is_busy: 'Opptatt',
        organizer_id: 'Arrangør',
      },
      ...{ reminder_minutes: 'Påminnelse (minutter før)', cancelled_at: 'Avlyst', state: 'Svar', sent_to: 'Sendt til' },
      ...{ answered_at: 'Besvart', colour: 'Farge', archived_at: 'Arkivert', for_companies: 'For bedrifter' },
      ...{ for_persons: 'For personer', company_id: 'Bedrift', person_id: 'Person', user_id: 'Deltaker' },
      ...{
        label: 'Navn',
        called: 'Tittel',
        rows: 'Rader',
        format: 'Filtype',
        email: 'E-post',
        role: 'Rolle',
        rights: 'Rettigheter',
      },
      ...{
        deactivated_at: 'Deaktivert',
        password: 'Passord',
        two_factor: 'To-trinns innlogging',
        passkey: 'Passnøkkel',
      },
      ...{ password_link: 'Lenke til nytt passord', expires_at: 'Utløper', accepted_at: 'Tatt imot' },
      ...{
        withdrawn_at: 'Trukket tilbake',
        scopes: 'Omfang',
        revoked_at: 'Tilbakekalt',
      },
      ...{ next_number: 'Neste kundenummer', created: 'Nye', updated: 'Oppdatert', kept: 'Beholdt', language: 'Språk' },
      ...{ by_mail: 'E-post', by_call: 'Telefon', by_sms: 'SMS' },
      ...{
        kind: 'Slag',
        choices: 'Valg',
        archived_choices: 'Arkiverte valg',
        position: 'Plass',
        is_demo: 'Eksempelfirma',
      },
    },
    {
      ...{
        first_name: 'First name',
        last_name: 'Last name',
        birth_on: 'Birth date',
        alternative_email: 'Other e-mail',
      },
      ...{
        directories: 'Directories',
        private_address: 'Private address',
        subject: 'Subject',
        body_text: 'Text',
        noted_on: 'Date',
        is_private: 'Private',
      },
      ...{ pinned_at: 'Pinned', description: 'Description', status: 'Status', priority: 'Priority', start_on: 'Start' },
      ...{ percent_complete: 'Complete (%)', due_on: 'Due', responsible_id: 'Responsible', reminder_at: 'Reminder' },
      ...{ recurrence: 'Recurrence', recurs_from: 'Recurs from', starts_at: 'Begins', ends_at: 'Ends' },
      ...{ place: 'Place', time_zone: 'Time zone', is_all_day: 'All day', is_busy: 'Busy', organizer_id: 'Organizer' },
      ...{
        reminder_minutes: 'Reminder (minutes before)',
        cancelled_at: 'Cancelled',
        state: 'Answer',
        sent_to: 'Sent to',
      },
      ...{ answered_at: 'Answered', colour: 'Colour', archived_at: 'Archived', for_companies: 'For companies' },
      ...{ for_persons: 'For persons', company_id: 'Company', person_id: 'Person', user_id: 'Participant' },
      ...{
        label: 'Name',
        called: 'Title',
        rows: 'Rows',
        format: 'File type',
        email: 'E-mail',
        role: 'Role',
        rights: 'Rights',
      },
      ...{ deactivated_at: 'Deactivated', password: 'Password', two_factor: 'Two-factor sign-in', passkey: 'Passkey' },
      ...{ password_link: 'Link to a new password', expires_at: 'Expires', accepted_at: 'Accepted' },
      ...{
        withdrawn_at: 'Withdrawn',
        scopes: 'Scopes',
        revoked_at: 'Revoked',
      },
      ...{
        next_number: 'Next customer number',
        created: 'New',
        updated: 'Updated',
        kept: 'Kept',
        language: 'Language',
      },
      ...{ by_mail: 'E-mail', by_call: 'Telephone', by_sms: 'Text message' },
      ...{
        kind: 'Kind',
        choices: 'Choices',
        archived_choices: 'Archived choices',
        position: 'Place',
        is_demo: 'Example firm',
      },
    },
  ),
}

/** Values that are words of the program: field.value. */
export const valueTexts: Record<string, string> = inLanguage(
  {
    ...{ 'status.not_started': 'Ikke startet', 'status.in_progress': 'Pågår', 'status.waiting': 'Venter' },
    ...{ 'status.done': 'Ferdig', 'status.cancelled': 'Avbrutt' },
    ...{ 'priority.1': 'Høy', 'priority.2': 'Normal', 'priority.3': 'Lav' },
    ...{ 'recurs_from.completion': 'fullføring', 'recurs_from.date': 'fristen' },
    ...{ 'recurrence.DAILY': 'daglig', 'recurrence.WEEKLY': 'ukentlig' },
    ...{ 'recurrence.MONTHLY': 'månedlig', 'recurrence.YEARLY': 'årlig' },
    ...{ 'state.unseen': 'Ikke sett', 'state.seen': 'Sett', 'state.accepted': 'Takket ja' },
    ...{ 'state.declined': 'Takket nei', 'state.tentative': 'Kanskje' },
    ...{ 'role.administrator': 'Administrator', 'role.user': 'Bruker' },
    ...{ 'rights.none': 'Ingen tilgang', 'rights.read': 'Kan se', 'rights.change': 'Kan se og endre' },
  },
  {
    ...{ 'status.not_started': 'Not started', 'status.in_progress': 'In progress', 'status.waiting': 'Waiting' },
    ...{ 'status.done': 'Done', 'status.cancelled': 'Cancelled' },
    ...{ 'priority.1': 'High', 'priority.2': 'Normal', 'priority.3': 'Low' },
    ...{ 'recurs_from.completion': 'completion', 'recurs_from.date': 'the due day' },
    ...{ 'recurrence.DAILY': 'daily', 'recurrence.WEEKLY': 'weekly' },
    ...{ 'recurrence.MONTHLY': 'monthly', 'recurrence.YEARLY': 'yearly' },
    ...{ 'state.unseen': 'Not seen', 'state.seen': 'Seen', 'state.accepted': 'Accepted' },
    ...{ 'state.declined': 'Declined', 'state.tentative': 'Tentative' },
    ...{ 'role.administrator': 'Administrator', 'role.user': 'User' },
    ...{ 'rights.none': 'No access', 'rights.read': 'Can see', 'rights.change': 'Can see and change' },
  },
)
