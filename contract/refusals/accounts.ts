// Signing in, colleagues and keys.
export const accountRefusals = {
  password_short: { nb: 'Passordet må ha minst 12 tegn.', en: 'The password needs at least 12 characters.' },
  password_common: {
    nb: 'Passordet er for vanlig. Velg et annet.',
    en: 'That password is too common. Choose another.',
  },
  link_used: {
    nb: 'Lenken er brukt eller for gammel. Be om en ny.',
    en: 'The link has been used or is too old. Ask for a new one.',
  },
  wrong_own_password: { nb: 'Passordet er feil.', en: 'The password is wrong.' },
  wrong_code: { nb: 'Koden er feil eller brukt.', en: 'The code is wrong or has been used.' },
  code_expired: { nb: 'Det tok for lang tid. Logg inn på nytt.', en: 'That took too long. Sign in again.' },
  wrong_passkey: {
    nb: 'Passnøkkelen ble ikke godtatt. Prøv igjen, eller bruk passord.',
    en: 'The passkey was not accepted. Try again, or use the password.',
  },
  same_password: { nb: 'Det er det samme passordet som før.', en: 'That is the same password as before.' },
  own_two_factor_first: {
    nb: 'Ta i bruk to-trinns innlogging eller en passnøkkel selv først.',
    en: 'Set up two-factor sign-in or a passkey for yourself first.',
  },
  last_second_step: {
    nb: 'Firmaet krever to-trinns innlogging. Ta i bruk noe annet før du fjerner dette.',
    en: 'The firm requires two-factor sign-in. Set up another way before you remove this one.',
  },
  email_unusable: { nb: 'Adressen kan ikke brukes.', en: 'The address can not be used.' },
  last_administrator: {
    nb: 'Firmaet må ha minst én aktiv administrator.',
    en: 'The firm needs at least one active administrator.',
  },
  account_of_others: {
    nb: 'Kollegaen hører også til andre firmaer og må ordne dette selv.',
    en: 'The colleague belongs to other firms too and has to do this herself.',
  },
  already_member: { nb: 'En kollega har denne adressen.', en: 'A colleague has this address.' },
  already_invited: {
    nb: 'Adressen er invitert. Send invitasjonen på nytt, eller trekk den tilbake.',
    en: 'The address has been invited. Send the invitation again, or withdraw it.',
  },
  too_many_keys: {
    nb: 'Du kan ha høyst 20 nøkler i bruk. Trekk tilbake en som du ikke trenger.',
    en: 'You can have at most 20 keys in use. Revoke one that you do not need.',
  },
  wrong_password: { nb: 'E-post eller passord er feil.', en: 'E-mail or password is wrong.' },
  unknown_colleague: { nb: 'En som er nevnt, finnes ikke.', en: 'Somebody mentioned is not there.' },
  not_a_colleague: {
    nb: 'Kollegaen finnes ikke, eller er deaktivert.',
    en: 'There is no such colleague, or no longer.',
  },
  picture_form: { nb: 'Velg et bilde av typen PNG, JPEG eller WebP.', en: 'Choose a PNG, JPEG or WebP picture.' },
  picture_size: { nb: 'Bildet kan være høyst 500 kB.', en: 'The picture can be at most 500 kB.' },
  picture_pixels: {
    nb: 'Bildet må være mellom 16 og 4000 piksler i bredden og i høyden.',
    en: 'The picture must be between 16 and 4000 pixels wide and high.',
  },
  no_mail_server: {
    nb: 'Denne installasjonen kan ikke sende e-post.',
    en: 'This installation can not send e-mail.',
  },
  merge_field: {
    nb: 'Teksten nevner et felt som ikke finnes. Feltene står under skjemaet.',
    en: 'The text names a field that there is not. The fields stand below the form.',
  },
} as const
