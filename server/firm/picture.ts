import type sharpLibrary from 'sharp'
import { AppError } from '#server/platform/errors.ts'

type Sharp = typeof sharpLibrary
export type Picture = { media_type: 'image/png' | 'image/jpeg'; bytes: Buffer }

/** The widths and heights to try, until the picture is small enough to be kept. */
const sides = [1_000, 700, 500, 350, 250]
const MOST_BYTES = 512_000
let library: Promise<Sharp> | undefined

/** The library takes 20 MB: it is read when somebody chooses a logo for the first time. */
async function readLibrary(): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  // Of the many kinds of files that it reads, only these; by their content, whatever they are called.
  sharp.block({ operation: ['VipsForeignLoad'] })
  const kinds = ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadWebpBuffer']
  sharp.unblock({ operation: kinds })
  return sharp
}

/**
 * A picture drawn anew from its pixels: nothing else that was in the file is kept, neither place and camera nor anything
 * hidden behind it. Upright, in the colours of the web, at most 1000 pixels each way.
 */
export async function redraw(bytes: Buffer): Promise<Picture> {
  library ??= readLibrary()
  const sharp = await library
  const { width, height, format } = await readHeader(sharp, bytes).catch(refuse)
  if ([width, height].some((side) => side < 16 || side > 4_000))
    throw new AppError('invalid', { field: 'logo', message: 'picture_pixels' })
  for (const side of sides) {
    const drawn = await sharp(bytes, { failOn: 'error' })
      .timeout({ seconds: 5 })
      .autoOrient()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .toFormat(format === 'jpeg' ? 'jpeg' : 'png', format === 'jpeg' ? { quality: 90 } : { compressionLevel: 9 })
      .toBuffer()
      .catch(refuse)
    if (drawn.length <= MOST_BYTES) return { media_type: format === 'jpeg' ? 'image/jpeg' : 'image/png', bytes: drawn }
  }
  throw new AppError('invalid', { field: 'logo', message: 'picture_size' })
}

async function readHeader(sharp: Sharp, bytes: Buffer) {
  return sharp(bytes, { limitInputPixels: false }).metadata()
}

function refuse(): never {
  throw new AppError('invalid', { field: 'logo', message: 'picture_form' })
}
