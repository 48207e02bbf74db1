import { useSyncExternalStore } from 'react'

const paper = matchMedia('print')

/** Paper is white: while the page is printed it has the light colours. */
export function printOnWhite() {
  const { dataset } = document.documentElement
  let chosen: string | undefined
  paper.addEventListener('change', ({ matches }) => {
    if (matches) chosen = dataset.mantineColorScheme
    const scheme = matches ? 'light' : chosen
    if (scheme) dataset.mantineColorScheme = scheme
  })
}

/** Whether the page is being printed: what draws only what is in sight then draws all. */
export const usePrinting = () => useSyncExternalStore(follow, () => paper.matches)

function follow(onChange: () => void) {
  paper.addEventListener('change', onChange)
  return () => paper.removeEventListener('change', onChange)
}
