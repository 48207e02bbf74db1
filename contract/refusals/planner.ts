// Tasks, appointments, notes and calendars.
export const plannerRefusals = {
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
  end_before_start: { nb: 'Slutt må være etter start.', en: 'The end must come after the start.' },
  midnight: {
    nb: 'En heldagsavtale går fra midnatt til midnatt i sin tidssone.',
    en: 'An all-day appointment goes from midnight to midnight in its time zone.',
  },
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
  note_long: {
    nb: 'Notatet er for langt: høyst 100 000 tegn. Det du har skrevet, er tatt vare på her.',
    en: 'The note is too long: at most 100,000 characters. What you have written is kept here.',
  },
  note_deep: { nb: 'Lister og sitater er for dypt nøstet.', en: 'Lists and quotations are nested too deep.' },
  only_author: {
    nb: 'Bare den som skrev notatet, kan gjøre det privat eller åpent.',
    en: 'Only whoever wrote the note can make it private or open.',
  },
} as const
