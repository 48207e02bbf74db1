import { inLanguage } from '#web/platform/texts.ts'

export const texts = inLanguage(
  {
    keys: 'Piltastene flytter kartet, pluss og minus går nærmere og lenger unna, Home viser alt.',
    nearer: 'Zoom inn',
    farther: 'Zoom ut',
    all: 'Vis alt',
    no_pictures: 'Kartbildet kan ikke hentes akkurat nå.',
    ctrl_scroll: 'Hold Ctrl nede mens du ruller, for å zoome',
    cmd_scroll: 'Hold ⌘ nede mens du ruller, for å zoome',
    two_fingers: 'Flytt kartet med to fingre',
    are_off: 'Kart er ikke satt opp her.',
    to_set_up:
      'Kart er ikke satt opp her. Den som drifter programmet, slår dem på med TILE_URL og GEOCODER_URL (se README).',
  },
  {
    keys: 'The arrow keys move the map, plus and minus go nearer and farther away, Home shows all.',
    nearer: 'Zoom in',
    farther: 'Zoom out',
    all: 'Show all',
    no_pictures: 'The picture of the map can not be fetched just now.',
    ctrl_scroll: 'Hold Ctrl while scrolling to zoom',
    cmd_scroll: 'Hold ⌘ while scrolling to zoom',
    two_fingers: 'Move the map with two fingers',
    are_off: 'Maps are not set up here.',
    to_set_up:
      'Maps are not set up here. Whoever runs the program switches them on by TILE_URL and GEOCODER_URL (see README).',
  },
)
