/** Things to send for those who have none at hand, made here: an order slip, three notes, a text file. */

const SLIP = ['Mugi Bakery & Café', '', '2 croissants', '1 melon bread', '1 strawberry cake', '', 'Pick up: Sat 10:00']
const INK = '#3b2a1a'

/** An order slip on a wooden table, as somebody would photograph it. */
export function drawSlip(canvas) {
  const { width, height } = canvas
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#a9744a'
  pen.fillRect(0, 0, width, height)
  pen.strokeStyle = '#96643d'
  pen.lineWidth = width / 160
  for (let y = height / 9; y < height; y += height / 9) {
    pen.beginPath()
    pen.moveTo(0, y)
    pen.lineTo(width, y + height / 40)
    pen.stroke()
  }
  pen.save()
  pen.translate(width / 2, height / 2)
  pen.rotate(-0.05)
  pen.fillStyle = '#fffdf6'
  pen.shadowColor = '#0006'
  pen.shadowBlur = width / 30
  pen.fillRect(-width * 0.34, -height * 0.42, width * 0.68, height * 0.84)
  pen.shadowColor = 'transparent'
  pen.fillStyle = INK
  pen.textAlign = 'center'
  pen.font = `bold ${height * 0.1}px sans-serif`
  pen.fillText('Order 2041', 0, -height * 0.27)
  pen.font = `${height * 0.062}px sans-serif`
  for (const [line, words] of SLIP.entries()) pen.fillText(words, 0, -height * 0.15 + line * height * 0.083)
  pen.restore()
}

export function samplePicture() {
  const canvas = document.createElement('canvas')
  canvas.width = 640
  canvas.height = 480
  drawSlip(canvas)
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'))
}

const RATE = 8000
const NOTES = [523.25, 659.25, 783.99]
export const NOTES_MS = 1500

/** A WAV of three notes: 8,000 samples a second of 8 bits. */
export function sampleSound() {
  const samples = Uint8Array.from({ length: (RATE * NOTES_MS) / 1000 }, (_none, at) => {
    const seconds = at / RATE
    const note = NOTES[Math.floor(seconds / 0.5)] ?? 0
    return 128 + 90 * Math.sin(2 * Math.PI * note * seconds) * Math.exp(-4 * (seconds % 0.5))
  })
  const head = new DataView(new ArrayBuffer(44))
  const words = (at, text) => [...text].forEach((letter, i) => head.setUint8(at + i, letter.charCodeAt(0)))
  words(0, 'RIFF')
  head.setUint32(4, 36 + samples.length, true)
  words(8, 'WAVEfmt ')
  head.setUint32(16, 16, true)
  head.setUint16(20, 1, true)
  head.setUint16(22, 1, true)
  head.setUint32(24, RATE, true)
  head.setUint32(28, RATE, true)
  head.setUint16(32, 1, true)
  head.setUint16(34, 8, true)
  words(36, 'data')
  head.setUint32(40, samples.length, true)
  return new Blob([head, samples], { type: 'audio/wav' })
}

export const sampleFile = () => new Blob([`Order 2041\n${SLIP.join('\n')}\n`], { type: 'text/plain' })

/** How long a chosen sound or film is, in milliseconds; undefined when the browser cannot tell. */
export function durationOf(kind, blob) {
  return new Promise((resolve) => {
    const player = document.createElement(kind)
    const end = () => {
      URL.revokeObjectURL(player.src)
      resolve(Number.isFinite(player.duration) && player.duration > 0 ? Math.round(player.duration * 1000) : undefined)
    }
    player.addEventListener('loadedmetadata', end)
    player.addEventListener('error', end)
    player.preload = 'metadata'
    player.src = URL.createObjectURL(blob)
  })
}
