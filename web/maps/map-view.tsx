import { ActionIcon, Anchor, Text } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { IconFocusCentered, IconMinus, IconPlus } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, Suspense, useId, useMemo, useState } from 'react'
import { lazily } from '#web/ui/lazily.tsx'
import './maps.css'
import { PlainBase } from './plain-base.tsx'
import { moved, type Point, type Size, type View, viewOf } from './projection.ts'
import { texts } from './texts.ts'

const GlBase = lazily(async () => (await import('./gl-base.tsx')).GlBase)

export type Tiles = { attribution: string; attribution_url: string | null; max_zoom: number }
/** What draws the pictures below all else. */
export type BaseProps = {
  view: View
  size: Size
  onView: (view: View) => void
  tiles: Tiles
  /** It stands in a page that scrolls: the wheel alone, and one finger, are the page's. */
  isInPage: boolean
  /** Whether pictures fail to come. */
  onFailing: (isFailing: boolean) => void
}

type Props = {
  /** What the map shows, for whoever does not see it. */
  label: string
  tiles: Tiles
  /** What is seen at first, and again with Home. */
  points: Point[]
  /** What the points are of: when that changes they are all seen again, wherever one was. */
  of: string
  /** How near it goes by itself. */
  nearest: number
  isInPage?: boolean
  /** What stands on the map. */
  children: (view: View, size: Size, go: (view: View) => void) => ReactNode
}

/** A map with its buttons and keys; by MapLibre where the browser has WebGL, else by the pictures alone. */
export function MapView({ label, tiles, points, of, nearest, isInPage = false, children }: Props) {
  const { ref, width, height } = useElementSize<HTMLElement>()
  const size = useMemo(() => ({ width, height }), [width, height])
  const [chosen, setChosen] = useState<{ of: string; view: View } | null>(null)
  const [base, setBase] = useState<'gl' | 'plain'>(() => (hasWebGl() ? 'gl' : 'plain'))
  const [isFailing, setIsFailing] = useState(false)
  const hint = useId()
  const all = useMemo(() => viewOf(points, size, nearest), [points, size, nearest])
  const view = chosen?.of === of ? chosen.view : all
  const go = (next: View) => setChosen({ of, view: within(next, tiles) })
  const zoomBy = (steps: number) => go({ ...view, zoom: Math.round(view.zoom) + steps })
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] }[event.key]
    const act = step
      ? () => go(moved(view, { x: step[0] ?? 0, y: step[1] ?? 0 }))
      : { '+': () => zoomBy(1), '=': () => zoomBy(1), '-': () => zoomBy(-1), Home: () => setChosen(null) }[event.key]
    if (!act || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    act()
  }
  const props = { view, size, onView: go, tiles, isInPage, onFailing: setIsFailing }
  return (
    // oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- moved by keys, as what scrolls is
    <section ref={ref} className="map" aria-label={label} aria-describedby={hint} tabIndex={0} onKeyDown={onKeyDown}>
      {width > 0 && (
        <>
          <div className="map-base" aria-hidden="true">
            {base === 'gl' ? (
              <Suspense fallback={null}>
                <GlBase {...props} onUnable={() => setBase('plain')} />
              </Suspense>
            ) : (
              <PlainBase {...props} />
            )}
          </div>
          {children(view, size, go)}
        </>
      )}
      <span id={hint} className="unseen">
        {texts.keys}
      </span>
      {isFailing && (
        <Text className="map-notice" size="sm" role="status">
          {texts.no_pictures}
        </Text>
      )}
      <div className="map-buttons">
        <Control label={texts.nearer} icon={<IconPlus size={16} />} onClick={() => zoomBy(1)} />
        <Control label={texts.farther} icon={<IconMinus size={16} />} onClick={() => zoomBy(-1)} />
        <Control label={texts.all} icon={<IconFocusCentered size={16} />} onClick={() => setChosen(null)} />
      </div>
      <Attribution {...tiles} />
    </section>
  )
}

const within = (view: View, { max_zoom }: Tiles): View => ({
  lat: Math.max(-84, Math.min(84, view.lat)),
  lon: Math.max(-180, Math.min(180, view.lon)),
  // One step nearer than the pictures go is still readable; MapLibre counts one lower than they do.
  zoom: Math.max(0, Math.min(max_zoom, view.zoom)),
})

function hasWebGl() {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null
  } catch {
    return false
  }
}

type ControlProps = { label: string; icon: ReactNode; onClick: () => void }

function Control({ label, icon, onClick }: ControlProps) {
  return (
    <ActionIcon variant="default" aria-label={label} title={label} onClick={onClick}>
      {icon}
    </ActionIcon>
  )
}

function Attribution({ attribution, attribution_url }: Tiles) {
  return (
    <Text className="map-attribution" size="xs">
      {attribution_url ? (
        <Anchor href={attribution_url} target="_blank" rel="noopener noreferrer" inherit>
          {attribution}
        </Anchor>
      ) : (
        attribution
      )}
    </Text>
  )
}
