import { inLanguage } from '#web/platform/texts.ts'

export const texts = inLanguage(
  {
    from_register: 'Fra Enhetsregisteret',
    register_down: 'Enhetsregisteret svarer ikke akkurat nå. Bedrifter kan registreres for hånd.',
    exists: 'Finnes allerede',
    add: 'Legg til',
    branch: 'Avdeling',
    is_bankrupt: 'Konkurs',
    is_winding_up: 'Under avvikling',
  },
  {
    from_register: 'From the register of legal entities',
    register_down: 'The register of legal entities does not answer just now. Companies can be registered by hand.',
    exists: 'Exists already',
    add: 'Add',
    branch: 'Branch',
    is_bankrupt: 'Bankrupt',
    is_winding_up: 'Being wound up',
  },
)
