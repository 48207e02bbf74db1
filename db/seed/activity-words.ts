// What people write about their customers, the common things first.
export const noteSubjects = [
  'Telefonsamtale',
  'Referat fra møte',
  'Avtalt på telefon',
  'Tilbakemelding på tilbud',
  'Klage på levering',
  'Ønsker ny pris',
  'Ny kontaktperson',
  'Besøk hos kunden',
  'Betalingsavtale',
  'Bestilling til våren',
  'Reklamasjon',
  'Oppfølging etter messe',
]
export const noteLines = [
  'Ringte og spurte om levering i uke 12.',
  'De er fornøyde med det de har fått så langt.',
  'Vil ha tilbud på det samme som i fjor, men med større antall.',
  'Daglig leder er på ferie til over helgen.',
  'Vi ble enige om å ta det opp igjen etter påske.',
  'Konkurrenten har vært på besøk; prisen er viktigere enn før.',
  'Avtalen løper ut året og fornyes om ingen sier den opp.',
  'Faktura skal merkes med prosjektnummer fra nå av.',
  'De har bygget om lageret og tar imot på baksiden.',
  'Sendte over datablad og garantivilkår.',
  'Ønsker kurs for fem ansatte.',
  'Vurderer å samle alle kjøp hos oss.',
]
export const taskTitles = [
  'Ring tilbake',
  'Send tilbud',
  'Følg opp tilbud',
  'Purr på faktura',
  'Avtal møte',
  'Send kontrakt til signering',
  'Oppdater priser',
  'Bestill varer',
  'Kontroller levering',
  'Svar på klage',
  'Send datablad',
  'Forny avtalen',
  'Meld på kurs',
]
export const descriptions = [
  'Se siste notat før du ringer.',
  'Ta med prislisten for i år.',
  'De vil helst ha svar på e-post.',
  'Avklar antall og leveringstid.',
  'Husk rabatten som ble avtalt i vår.',
]
export const meetings = [
  'Kundemøte',
  'Statusmøte',
  'Befaring',
  'Gjennomgang av avtalen',
  'Lunsj',
  'Demonstrasjon',
  'Opplæring',
  'Telefonmøte',
  'Årsgjennomgang',
  'Kontraktsmøte',
]
export const places = ['Hos kunden', 'Møterom 1', 'Møterom 2', 'Teams', 'Kantinen', 'Lageret', 'Kafé Sentrum']
