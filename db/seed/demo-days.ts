// What happens at the demo firm around the day on which it is made: days are counted from that day, weekends passed over.
// Who: 0 is the one who signs in, 1 and 2 are the two colleagues.

export const demoColleagues = ['Silje Bakke', 'Morten Haugland'] as const

type About = { company?: string; person?: string }
export type DemoNote = About & {
  subject: string
  text: string
  ago: number
  who: number
  pinned?: true
  private?: true
}
export type DemoTask = About & {
  title: string
  description?: string
  due: number | null
  who: number
  /** 1 is high, 3 low. */
  priority?: number
  status?: 'in_progress' | 'waiting' | 'done'
  recurrence?: string
  participants?: number[]
}
export type DemoAppointment = About & {
  title: string
  day: number
  /** Minutes after midnight, and how long; all day without. */
  at?: number
  lasts?: number
  place?: string
  who: number
  others?: number[]
  recurrence?: string
  private?: true
}

const hour = (hours: number, minutes = 0) => hours * 60 + minutes

export const demoNotes: DemoNote[] = [
  {
    ...{ company: 'Fjordbygg Tømrerservice AS', person: 'Per-Arne Vik', ago: 1, who: 0 },
    subject: 'Byggeplassen på Laksevåg',
    text: 'Trenger kabel og skap til tre oppganger innen to uker. Ring Per-Arne en time før levering, porten er låst.',
  },
  {
    ...{ company: 'Fjordbygg Tømrerservice AS', ago: 40, who: 1, pinned: true },
    subject: 'Rammeavtale',
    text: 'Avtalen løper ut året. Rabatt 18 % på installasjonsmateriell, fri frakt over 5 000 kroner.',
  },
  {
    ...{ company: 'Vestvågen Laks AS', person: 'Sverre Fagerli', ago: 2, who: 1 },
    subject: 'Befaring på slakteriet',
    text: 'De vil bytte all belysning i pakkehallen. Sverre sender tegninger. Konkurrenten er også spurt.',
  },
  {
    ...{ company: 'Bodø Bolig- og Næringseiendom AS', person: 'Hilde Kristoffersen', ago: 3, who: 0 },
    subject: 'Telefonsamtale',
    text: 'Hilde ønsker samlefaktura for alle eiendommene fra nyttår.',
  },
  {
    ...{ company: 'Ullern Arkitekter AS', person: 'Benedicte Falck', ago: 5, who: 0 },
    subject: 'Etter messen',
    text: 'Tegner tre bygg som skal ut på anbud over nyttår. Vil ha et kurs i lysstyring for kontoret.',
  },
  {
    ...{ company: 'Brødrene Sætre Rør og Varme AS', ago: 8, who: 2 },
    subject: 'Tilbud på varmepumper',
    text: 'Begge brødrene må godkjenne. Kjetil er på ferie til over helgen.',
  },
  {
    ...{ company: 'Strandkanten Hotell og Konferansesenter AS', person: 'Gunn Heggem', ago: 12, who: 2 },
    subject: 'Reklamasjon',
    text: 'To av downlightene i resepsjonen blinker. Nye er sendt uten kostnad.',
  },
  {
    ...{ company: 'Åsgård Regnskap AS', ago: 20, who: 0, private: true },
    subject: 'Før neste forhandling',
    text: 'Prisen har steget 9 % på to år. Sammenlign med to andre før vi fornyer.',
  },
]

export const demoTasks: DemoTask[] = [
  { title: 'Send tilbud på belysning i pakkehallen', company: 'Vestvågen Laks AS', due: 0, who: 0, priority: 1 },
  { title: 'Ring om levering', company: 'Fjordbygg Tømrerservice AS', person: 'Per-Arne Vik', due: 0, who: 0 },
  {
    title: 'Svar på spørsmål om samlefaktura',
    company: 'Bodø Bolig- og Næringseiendom AS',
    due: 0,
    who: 0,
    status: 'in_progress',
  },
  { title: 'Purr på faktura 10482', company: 'Kafé Kanel Stavanger AS', due: -2, who: 0, priority: 1 },
  { title: 'Følg opp tilbud på varmepumper', company: 'Brødrene Sætre Rør og Varme AS', due: -1, who: 0 },
  { title: 'Bestill datablad på norsk', company: 'Hanse Armaturen GmbH', due: 1, who: 1, status: 'waiting' },
  { title: 'Forbered kurs i lysstyring', company: 'Ullern Arkitekter AS', due: 3, who: 0, participants: [1] },
  {
    title: 'Forny rammeavtalen',
    company: 'Fjordbygg Tømrerservice AS',
    due: 6,
    who: 0,
    priority: 1,
    participants: [2],
  },
  { title: 'Avtal befaring', company: 'Kongsberg Presisjon AS', due: 4, who: 2 },
  {
    title: 'Oppdater prislisten',
    due: 8,
    who: 0,
    recurrence: 'FREQ=MONTHLY',
    description: 'Husk rabattene som ble avtalt i vår.',
  },
  { title: 'Send bilag til regnskapet', company: 'Åsgård Regnskap AS', due: 5, who: 0, recurrence: 'FREQ=MONTHLY' },
  { title: 'Finn ny leverandør av festemateriell', due: null, who: 0, priority: 3 },
  { title: 'Ring tilbake', company: 'Nordlys Elektro AS', person: 'Jonas Eriksen', due: -1, who: 1 },
  { title: 'Sjekk kredittgrense', company: 'Drammen Mekaniske Verksted AS', due: 2, who: 2 },
  {
    title: 'Send nye downlights',
    company: 'Strandkanten Hotell og Konferansesenter AS',
    due: -3,
    who: 2,
    status: 'done',
  },
  { title: 'Meld på leverandørdagen', company: 'Västkustens Belysning AB', due: -4, who: 0, status: 'done' },
]

export const demoAppointments: DemoAppointment[] = [
  {
    title: 'Salgsmøte',
    day: -10,
    at: hour(8, 30),
    lasts: 45,
    place: 'Møterom 1',
    who: 0,
    others: [1, 2],
    recurrence: 'FREQ=WEEKLY',
  },
  {
    title: 'Gjennomgang av tilbud',
    company: 'Vestvågen Laks AS',
    person: 'Maja Wold',
    day: 0,
    at: hour(10),
    lasts: 60,
    place: 'Teams',
    who: 0,
    others: [1],
  },
  {
    title: 'Lunsj med styrelederen',
    company: 'Solbakken Borettslag',
    person: 'Berit Antonsen',
    day: 0,
    at: hour(12),
    lasts: 60,
    place: 'Kafé Kanel',
    who: 0,
  },
  {
    title: 'Telefonmøte om samlefaktura',
    company: 'Bodø Bolig- og Næringseiendom AS',
    person: 'Hilde Kristoffersen',
    day: 0,
    at: hour(14, 30),
    lasts: 30,
    who: 0,
  },
  {
    title: 'Befaring',
    company: 'Fjordbygg Tømrerservice AS',
    person: 'Per-Arne Vik',
    day: 1,
    at: hour(9),
    lasts: 120,
    place: 'Laksevåg',
    who: 0,
  },
  { title: 'Tannlege', day: 1, at: hour(15), lasts: 60, who: 0, private: true },
  {
    title: 'Kurs i lysstyring',
    company: 'Ullern Arkitekter AS',
    person: 'Benedicte Falck',
    day: 3,
    at: hour(13),
    lasts: 150,
    place: 'Øvre Slottsgate 12',
    who: 0,
    others: [1],
  },
  {
    title: 'Årsgjennomgang',
    company: 'Strandkanten Hotell og Konferansesenter AS',
    person: 'Eirik Bjørset',
    day: 5,
    at: hour(11),
    lasts: 90,
    place: 'Molde',
    who: 0,
    others: [2],
  },
  {
    title: 'Demonstrasjon av nye armaturer',
    company: 'Västkustens Belysning AB',
    person: 'Annika Lindqvist',
    day: 2,
    at: hour(10, 30),
    lasts: 60,
    place: 'Lageret',
    who: 1,
    others: [0],
  },
  {
    title: 'Kundebesøk',
    company: 'Nordlys Elektro AS',
    person: 'Jonas Eriksen',
    day: 0,
    at: hour(9, 30),
    lasts: 90,
    place: 'Tromsø',
    who: 1,
  },
  { title: 'Time hos legen', day: 0, at: hour(13), lasts: 45, who: 2, private: true },
  {
    title: 'Kontraktsmøte',
    company: 'Drammen Mekaniske Verksted AS',
    person: 'Morten Bråten',
    day: 1,
    at: hour(10),
    lasts: 60,
    place: 'Drammen',
    who: 2,
  },
  { title: 'Ferie', day: 6, who: 2 },
  {
    title: 'Statusmøte',
    company: 'Sørlandet Elektro og Automasjon AS',
    person: 'Vidar Kvåle',
    day: -3,
    at: hour(11),
    lasts: 45,
    place: 'Teams',
    who: 0,
  },
]

/** People who have something to do with another of the companies as well, or had. */
export const demoRoles = [
  { person: 'Trond Haugen', company: 'Solbakken Borettslag', title: 'Vaktmester', department: 'Drift' },
  { person: 'Siv Fosse', company: 'Førde Frisørstove', title: 'Regnskapsfører', department: 'Økonomi' },
  { person: 'Vidar Kvåle', company: 'Nordlys Elektro AS', title: 'Styreleder', department: 'Styret' },
  { person: 'Julie Dahl', company: 'Kafé Kanel Stavanger AS', title: 'Driftsansvarlig', department: 'Drift', left: 60 },
]

export const demoPersonCategories: Record<string, readonly string[]> = {
  Beslutningstaker: [
    'Ingrid Haugland',
    'Kjetil Sætre',
    'Hilde Kristoffersen',
    'Håkon Reitan',
    'Vidar Kvåle',
    'Eirik Bjørset',
  ],
  Julekort: ['Per-Arne Vik', 'Berit Antonsen', 'Benedicte Falck', 'Annika Lindqvist'],
  Nyhetsbrev: ['Maja Wold', 'Jonas Eriksen', 'Morten Bråten', 'Benedicte Falck'],
}
