import { Select, SimpleGrid } from '@mantine/core'
import type { Preferences } from '#contract/preferences.ts'
import { usePreferences } from '#web/platform/preferences.ts'
import { startPageOf, startPages } from '#web/platform/start-pages.ts'
import { readLanguage, setLanguage } from '#web/platform/texts.ts'
import { Panel } from './panel.tsx'
import { texts } from './texts.ts'

const languages = [
  { value: 'nb', label: 'Norsk bokmål' },
  { value: 'en', label: 'English' },
] satisfies { value: NonNullable<Preferences['language']>; label: string }[]
const schemes = (['light', 'dark', 'auto'] as const).map((value) => ({ value, label: texts[value] }))

/** Language, colours and start page. */
export function ScreenPanel() {
  const { chosen, choose } = usePreferences()
  const chooseLanguage = async (language: 'nb' | 'en') => {
    if (!(await choose({ language })) || language === readLanguage()) return
    setLanguage(language)
    location.reload()
  }
  return (
    <Panel title={texts.screen} lead={texts.screen_lead}>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <Select
          label={texts.language}
          allowDeselect={false}
          data={languages}
          value={chosen.language ?? readLanguage()}
          onChange={(language) => language && chooseLanguage(language)}
        />
        <Select
          label={texts.colors}
          allowDeselect={false}
          data={schemes}
          value={chosen.color_scheme ?? 'auto'}
          onChange={(color_scheme) => color_scheme && choose({ color_scheme })}
        />
        <Select
          label={texts.start_page}
          title={texts.start_page_hint}
          allowDeselect={false}
          data={startPages}
          value={startPageOf(chosen.start_page)}
          onChange={(start_page) => start_page && choose({ start_page })}
        />
      </SimpleGrid>
    </Panel>
  )
}
