// Text messages.
export const smsRefusals = {
  address_not_allowed: {
    nb: 'Kan ikke nås herfra: privat nett eller uvanlig port. Den som drifter Kundebok, kan åpne den med PRIVATE_ADDRESSES.',
    en: 'Can not be reached from here: a private network, or an unusual port. Whoever runs Kundebok can open it by PRIVATE_ADDRESSES.',
  },
  address_unknown: { nb: 'Finner ingen maskin med dette navnet.', en: 'There is no machine of this name.' },
  sms_sender: {
    nb: 'Et telefonnummer, eller et navn på høyst elleve tegn: a–z, sifre, mellomrom, & . og -.',
    en: 'A telephone number, or a name of at most eleven characters: a–z, digits, spaces, & . and -.',
  },
  sms_field: {
    nb: 'Teksten nevner et felt som ikke finnes. Feltene står under teksten.',
    en: 'The text names a field that there is not. The fields stand below the text.',
  },
  sms_not_set_up: {
    nb: 'SMS er ikke satt opp. En administrator gjør det under Innstillinger.',
    en: 'Text messages are not set up. An administrator does that in the settings.',
  },
  sms_nobody: { nb: 'Ingen kan få meldingen.', en: 'There is nobody who can get the message.' },
  landline: {
    nb: 'Nummeret kan ikke få SMS. Norske mobilnumre begynner med 4 eller 9.',
    en: 'The number takes no text messages. Norwegian mobile numbers begin with 4 or 9.',
  },
  sms_template_taken: {
    nb: 'En annen mal på språket heter det samme.',
    en: 'Another template in the language has this name.',
  },
  consent_given: {
    nb: 'Personen har allerede samtykket til dette.',
    en: 'The person has agreed to this already.',
  },
} as const
