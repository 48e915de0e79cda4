/** The icon of the pages, with the number of those who wait: a browser's tab shows it when nobody looks at the page. */

const plain = `<path d="M18 17h28a7 7 0 0 1 7 7v14a7 7 0 0 1-7 7H33l-10 8v-8h-5a7 7 0 0 1-7-7V24a7 7 0 0 1 7-7Z" fill="#f3e3c3"/>
  <path d="m23 31 7 6 12-12" fill="none" stroke="#0a7446" stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/>`

/** @param waiting more than 99 are `99+` */
export function iconWith(waiting: number): string {
  const text = waiting > 99 ? '99+' : String(waiting)
  const size = [46, 40, 30][text.length - 1]
  const number = `<text x="32" y="33" dy=".36em" text-anchor="middle" font-family="system-ui,sans-serif" font-weight="700" font-size="${size}" fill="#fff">${text}</text>`
  const [ground, drawn] = waiting > 0 ? ['#c2410c', number] : ['#0a7446', plain]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
  <rect width="64" height="64" rx="${waiting > 0 ? 18 : 32}" fill="${ground}"/>
  ${drawn}
</svg>
`
}
