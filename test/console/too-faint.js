/** Runs within a page: its texts whose contrast is below 4.5 (WCAG 2.2, 1.4.3), each with what it is. */
;(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  /** The colour that comes of painting these one over the other. */
  const painted = (colours) => {
    canvas.clearRect(0, 0, 1, 1)
    for (const colour of colours) {
      canvas.fillStyle = colour
      canvas.fillRect(0, 0, 1, 1)
    }
    return [...canvas.getImageData(0, 0, 1, 1).data]
  }
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => {
      const value = part / 255
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const wordsOf = (element) =>
    [...element.childNodes]
      .map((node) => (node.nodeType === Node.TEXT_NODE ? node.textContent : ''))
      .join('')
      .trim()

  const faint = []
  for (const element of document.body.querySelectorAll('*')) {
    const words = wordsOf(element)
    if (words === '' || element.closest('.hidden, noscript') || !element.checkVisibility()) continue
    const behind = []
    for (let at = element; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor)
    const back = light(painted(behind))
    const front = light(painted([...behind, getComputedStyle(element).color]))
    const contrast = (Math.max(back, front) + 0.05) / (Math.min(back, front) + 0.05)
    if (contrast < 4.5)
      faint.push(`${contrast.toFixed(2)} ${element.tagName}.${element.className}: ${words.slice(0, 40)}`)
  }
  return faint
})()
