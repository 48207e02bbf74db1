import { Map as GlMap, setWorkerUrl } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { BaseProps } from './map-view.tsx'
import type { View } from './projection.ts'
import { texts } from './texts.ts'
import { tileUrl } from './tiles.ts'

// A file of ours: the content security policy lets no worker be made of text.
setWorkerUrl(workerUrl)

type Props = BaseProps & {
  /** WebGL is not to be had after all, or was taken away. */
  onUnable: () => void
}

/** The pictures by MapLibre: moved and zoomed without steps. Where it is, is decided outside; it tells how it was moved. */
export function GlBase({ view, onView, tiles, isInPage, onFailing, onUnable }: Props) {
  const ref = useRef<HTMLDivElement>(null)
  const map = useRef<GlMap | null>(null)
  const begin = useRef({ view, max_zoom: tiles.max_zoom, isInPage })
  const onMoved = useEffectEvent((made: GlMap) => onView(viewOf(made)))
  const onPicture = useEffectEvent(onFailing)
  const onLost = useEffectEvent(onUnable)
  useEffect(() => {
    if (!ref.current) return undefined
    try {
      const made = makeMap(ref.current, begin.current)
      map.current = made
      made.on('move', () => onMoved(made))
      made.on('error', () => onPicture(true))
      made.on('sourcedata', ({ tile }: { tile?: unknown }) => tile && onPicture(false))
      made.on('webglcontextlost', () => onLost())
    } catch {
      onLost()
    }
    return () => {
      map.current?.remove()
      map.current = null
    }
  }, [])
  useEffect(() => {
    const made = map.current
    if (made && !isSame(viewOf(made), view)) made.jumpTo({ center: [view.lon, view.lat], zoom: view.zoom })
  }, [view])
  return <div ref={ref} className="map-gl" />
}

function makeMap(
  container: HTMLElement,
  { view, max_zoom, isInPage }: { view: View; max_zoom: number; isInPage: boolean },
) {
  const made = new GlMap({
    container,
    style: {
      version: 8,
      sources: {
        tiles: {
          ...{ type: 'raster', tileSize: 256, maxzoom: max_zoom },
          tiles: [location.origin + tileUrl('{z}', '{x}', '{y}')],
        },
      },
      layers: [{ id: 'tiles', type: 'raster', source: 'tiles', paint: { 'raster-fade-duration': 0 } }],
    },
    center: [view.lon, view.lat],
    zoom: view.zoom,
    maxZoom: max_zoom,
    renderWorldCopies: false,
    attributionControl: false,
    // The keys are those of the map around it, which knows of what stands on it too.
    keyboard: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    cooperativeGestures: isInPage,
    locale: {
      'CooperativeGesturesHandler.WindowsHelpText': texts.ctrl_scroll,
      'CooperativeGesturesHandler.MacHelpText': texts.cmd_scroll,
      'CooperativeGesturesHandler.MobileHelpText': texts.two_fingers,
    },
  })
  made.touchZoomRotate.disableRotation()
  // It would be a second stop on the way through the page.
  made.getCanvas().tabIndex = -1
  return made
}

function viewOf(map: GlMap): View {
  const { lat, lng } = map.getCenter()
  return { lat, lon: lng, zoom: map.getZoom() }
}

const isSame = (one: View, other: View) =>
  Math.abs(one.lat - other.lat) < 1e-9 && Math.abs(one.lon - other.lon) < 1e-9 && Math.abs(one.zoom - other.zoom) < 1e-6
