import { useNavigate } from '@tanstack/react-router'
import { session } from '#contract/session.ts'
import { call } from '#web/platform/api.ts'
import { startPageOf } from '#web/platform/start-pages.ts'
import { readLanguage, setLanguage } from '#web/platform/texts.ts'

/** Where one goes when signed in: the own start page, in the own language, on whatever machine. */
export function useEnter() {
  const navigate = useNavigate()
  return async () => {
    const { preferences } = await call(session.get)
    const { language = readLanguage() } = preferences
    const to = startPageOf(preferences.start_page)
    if (language === readLanguage()) return navigate({ to })
    setLanguage(language)
    location.assign(to)
  }
}
