/** The beginnings of files of many types, as small as a look at them allows. */
const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex')
const latin = (text: string): Buffer => Buffer.from(text, 'latin1')

function riff(form: string): Buffer {
  return Buffer.concat([latin('RIFF'), hex('24000000'), latin(form), Buffer.alloc(64)])
}
function iso(brand: string): Buffer {
  return Buffer.concat([hex('00000014'), latin(`ftyp${brand}\0\0\0\0isom`), Buffer.alloc(64)])
}
/** An EBML header that names what is within. */
function ebml(docType: string): Buffer {
  const name = Buffer.concat([hex('4282'), Buffer.from([0x80 + docType.length]), latin(docType)])
  return Buffer.concat([hex('1a45dfa3'), Buffer.from([0x80 + name.length]), name, Buffer.alloc(64)])
}
/** An ASF header whose one stream is a film. */
function asf(): Buffer {
  const head = Buffer.concat([
    hex('3026b2758e66cf11a6d900aa0062ce6c'),
    hex('7600000000000000'),
    hex('01000000'),
    hex('0102'),
  ])
  const film = hex('c0ef19bc4d5bcf11a8fd00805f5c442b')
  const stream = Buffer.concat([
    hex('9107dcb7b7a9cf118ee600c00c205365'),
    hex('5800000000000000'),
    film,
    Buffer.alloc(48),
  ])
  return Buffer.concat([head, stream, Buffer.alloc(64)])
}
function ogg(codec: Buffer): Buffer {
  return Buffer.concat([latin('OggS'), Buffer.alloc(24), codec, Buffer.alloc(64)])
}

export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
export const files = {
  png,
  jpeg: Buffer.concat([hex('ffd8ffe000104a46494600'), Buffer.alloc(64)]),
  webp: riff('WEBP'),
  gif: Buffer.concat([latin('GIF89a'), Buffer.alloc(64)]),
  heic: iso('heic'),
  heif: iso('mif1'),
  avif: iso('avif'),
  wav: riff('WAVE'),
  avi: riff('AVI '),
  mp3: Buffer.concat([hex('fffb9064'), Buffer.alloc(400)]),
  aac: Buffer.concat([hex('fff15080'), Buffer.alloc(400)]),
  aiff: Buffer.concat([latin('FORM'), hex('00000040'), latin('AIFF'), Buffer.alloc(64)]),
  flac: Buffer.concat([latin('fLaC'), Buffer.alloc(64)]),
  opus: ogg(latin('OpusHead')),
  vorbis: ogg(latin('\x01vorbis\0')),
  m4a: iso('M4A '),
  mp4: iso('mp42'),
  mov: iso('qt  '),
  '3gp': iso('3gp4'),
  mpeg: Buffer.concat([hex('000001ba21'), Buffer.alloc(64)]),
  webm: ebml('webm'),
  matroska: ebml('matroska'),
  wmv: asf(),
  pdf: latin('%PDF-1.4\n1 0 obj\n<< >>\nendobj\n'),
  zip: Buffer.concat([hex('504b030414000000'), Buffer.alloc(64)]),
  nothing: Buffer.alloc(0),
  noise: hex('c3 28 a0 a1 e2 28 a1 f0 28 8c 28 00 01 02 03'),
} satisfies Record<string, Buffer>
