import '@mantine/dates/styles.css'
import 'dayjs/locale/nb'
import { Popover } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { useEffect, useState } from 'react'
import { inLanguage, readLanguage } from '#web/platform/texts.ts'
import type { CalendarProps } from './day-input.tsx'

const texts = inLanguage(
  {
    nextMonth: 'Neste måned',
    previousMonth: 'Forrige måned',
    nextYear: 'Neste år',
    previousYear: 'Forrige år',
    nextDecade: 'Neste tiår',
    previousDecade: 'Forrige tiår',
    monthLevelControl: 'Velg måned',
    yearLevelControl: 'Velg år',
  },
  {
    nextMonth: 'Next month',
    previousMonth: 'Previous month',
    nextYear: 'Next year',
    previousYear: 'Previous year',
    nextDecade: 'Next decade',
    previousDecade: 'Previous decade',
    monthLevelControl: 'Choose the month',
    yearLevelControl: 'Choose the year',
  },
)
/** Today as the person's own clock says. */
const today = () => new Intl.DateTimeFormat('sv-SE').format(new Date())

/** Takes the place of the button that was pressed, with its focus, and opens: so that closing gives the focus back. */
export function DayCalendar({ day, onChoose, renderButton }: CalendarProps) {
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => {
    const frame = requestAnimationFrame(() => setIsOpen(true))
    return () => cancelAnimationFrame(frame)
  }, [])
  const shown = day ?? today()
  const choose = (chosen: string | null) => {
    if (chosen) onChoose(chosen)
    setIsOpen(false)
  }
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>{renderButton({ autoFocus: true, onClick: () => setIsOpen(!isOpen) })}</Popover.Target>
      {/* Escape closes the calendar, and not the form or dialog that it stands in. */}
      <Popover.Dropdown p="xs" onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}>
        <DatePicker
          className="day-calendar"
          locale={readLanguage()}
          firstDayOfWeek={1}
          weekendDays={[0]}
          withWeekNumbers
          hideOutsideDates
          highlightToday
          __stopPropagation
          ariaLabels={texts}
          defaultDate={shown}
          value={day}
          onChange={choose}
          getDayProps={(date) => (date === shown ? { 'data-autofocus': true } : {})}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
