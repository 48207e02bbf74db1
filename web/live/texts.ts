import { inLanguage } from '#web/platform/texts.ts'

export const texts = inLanguage(
  {
    here: '{name} har også kortet åpent',
    editing: '{name} redigerer',
    others: 'Andre på dette kortet',
  },
  {
    here: '{name} has this card open too',
    editing: '{name} is editing',
    others: 'Others on this card',
  },
)
