type Picture = { media_type: 'image/png' | 'image/jpeg'; width: number; height: number }

/** What a picture is by its own bytes, whatever it was called; null for anything but a PNG or JPEG. */
export function readPicture(bytes: Buffer): Picture | null {
  return readPng(bytes) ?? readJpeg(bytes)
}

/** The signature, then the header chunk with the size (W3C PNG, 5.2 and 11.2.1), and the chunk that ends it. */
function readPng(bytes: Buffer): Picture | null {
  const isPng = bytes.length >= 45 && bytes.subarray(0, 16).toString('hex') === '89504e470d0a1a0a0000000d49484452'
  if (!isPng || bytes.subarray(-8, -4).toString('latin1') !== 'IEND') return null
  return { media_type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** Segments from the start-of-image marker to the frame header with the size (ITU-T T.81, B.1 and B.2.2). */
function readJpeg(bytes: Buffer): Picture | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8 || bytes.readUInt16BE(bytes.length - 2) !== 0xffd9)
    return null
  for (let at = 2; at + 9 <= bytes.length;) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame)
      return { media_type: 'image/jpeg', height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    const length = bytes.readUInt16BE(at + 2)
    // Picture data before its header, or a segment without a length: not one that a browser would show.
    if (marker === 0xda || length < 2) return null
    at += 2 + length
  }
  return null
}
