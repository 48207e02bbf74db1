import { expect, test } from 'vitest'
import { recurrenceSentence } from './recurrence-sentence.ts'

const said: [rule: string, nb: string, en: string][] = [
  ['FREQ=DAILY', 'hver dag', 'every day'],
  ['FREQ=DAILY;INTERVAL=2', 'annenhver dag', 'every other day'],
  ['FREQ=WEEKLY;INTERVAL=3', 'hver 3. uke', 'every 3 weeks'],
  [
    'FREQ=WEEKLY;UNTIL=20261231;BYDAY=MO,WE',
    'hver mandag og onsdag til 31.12.2026',
    'every Monday and Wednesday until 31.12.2026',
  ],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'alle hverdager', 'every weekday'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=FR', 'annenhver uke på fredag', 'every other week on Friday'],
  ['FREQ=MONTHLY;COUNT=10', 'hver måned, 10 ganger', 'every month, 10 times'],
  ['FREQ=MONTHLY;BYMONTHDAY=15', 'den 15. hver måned', 'day 15 every month'],
  ['FREQ=MONTHLY;BYMONTHDAY=-1', 'den siste dagen hver måned', 'the last day every month'],
  ['FREQ=MONTHLY;BYDAY=2TU', 'andre tirsdag hver måned', 'the second Tuesday every month'],
  [
    'FREQ=MONTHLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'siste hverdag annenhver måned',
    'the last weekday every other month',
  ],
  ['FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24', '24. desember hvert år', '24 December every year'],
  [
    'FREQ=YEARLY;BYMONTH=5;BYDAY=2SU;COUNT=1',
    'andre søndag i mai hvert år, én gang',
    'the second Sunday of May every year, once',
  ],
  [
    'FREQ=YEARLY;BYDAY=20MO',
    'etter en egen regel (FREQ=YEARLY;BYDAY=20MO)',
    'by a rule of its own (FREQ=YEARLY;BYDAY=20MO)',
  ],
]

test.each(said)('%s', (rule, nb, en) => {
  expect(recurrenceSentence(rule, 'nb')).toBe(nb)
  expect(recurrenceSentence(rule, 'en')).toBe(en)
})
