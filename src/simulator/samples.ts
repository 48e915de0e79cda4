/** Small real contents of each kind, for messages that a customer sent without any of their own. */

export interface Sample {
  bytes: Uint8Array
  mime: string
}

/** One pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** A box of an MP4 file: its length, its type, its content. */
function box(type: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(8 + content.length)
  return Buffer.concat([length, Buffer.from(type, 'latin1'), content])
}

/** The beginning that tells the type, and empty data: a film or a voice of no length. */
const mp4 = (brand: string): Buffer =>
  Buffer.concat([box('ftyp', Buffer.from(`${brand}\0\0\0\0${brand}isom`, 'latin1')), box('mdat', Buffer.alloc(0))])

/** One page with one line on it. */
function pdf(line: string): Buffer {
  const drawing = `BT /F1 18 Tf 40 100 Td (${line}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 144] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let text = '%PDF-1.4\n'
  const places = objects.map((object, index) => {
    const place = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${String(place).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`
  const end = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`
  return Buffer.from(text + table + end, 'latin1')
}

/** By the message's kind. */
export const SAMPLES: Partial<Record<string, Sample>> = {
  image: { bytes: png, mime: 'image/png' },
  video: { bytes: mp4('mp42'), mime: 'video/mp4' },
  audio: { bytes: mp4('M4A '), mime: 'audio/x-m4a' },
  file: { bytes: pdf('Receipt: 3 loaves, 2 buns'), mime: 'application/pdf' },
}
