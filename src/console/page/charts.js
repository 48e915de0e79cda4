/**
 * Draws each chart from the table beneath it, so that both show the same numbers: `.plot[data-chart]` names its table.
 *
 *   stack  a bar for each row, made of the columns that have a colour
 *   lines  a line for each of those columns
 *
 * Where that fails the table is opened instead: the library itself throws in a browser whose language is none.
 */
let uPlot
try {
  uPlot = (await import('./uPlot.esm.js')).default
} catch (error) {
  console.error(error)
}

const language = document.documentElement.lang || 'en'
const dark = matchMedia('(prefers-color-scheme: dark)')
const colourOf = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

const units = [
  ['second', 1000, 60],
  ['minute', 60000, 90],
  ['hour', 3600000, 48],
  ['day', 86400000, Infinity],
]
const whole = new Intl.NumberFormat(language, { notation: 'compact', maximumSignificantDigits: 3 })

/** As the page writes it (insights/numbers.ts). */
function written(value, unit) {
  if (value == null) return '–'
  if (unit !== 'ms') return whole.format(value)
  const [name, size] = units.find(([, size, below]) => value / size < below)
  const amount = value / size
  const style = { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: amount < 10 ? 1 : 0 }
  return new Intl.NumberFormat(language, style).format(amount)
}

function read(table) {
  const heads = [...table.tHead.rows[0].cells]
  const columns = heads.flatMap((head, index) =>
    head.dataset.colour
      ? [{ index, title: head.textContent.trim(), unit: head.dataset.unit, colour: head.dataset.colour }]
      : [],
  )
  const rows = [...table.tBodies[0].rows]
  const valueOf = (row, index) => {
    const data = row.cells[index].querySelector('data')
    return data ? Number(data.value) : null
  }
  return {
    columns,
    names: rows.map((row) => row.cells[0].dataset.name),
    values: columns.map(({ index }) => rows.map((row) => valueOf(row, index))),
  }
}

// As numbers.ts writes them.
const shortDay = new Intl.DateTimeFormat({ en: 'en-GB' }[language] ?? language, {
  timeZone: 'UTC',
  calendar: 'gregory',
  month: 'numeric',
  day: 'numeric',
})
const dayOf = (name) => (name ? shortDay.format(new Date(`${name}T12:00:00Z`)) : '')

function draw(plot) {
  const { columns, names, values } = read(document.getElementById(plot.dataset.table))
  const stacked = plot.dataset.chart === 'stack'
  const unit = columns[0]?.unit
  // The top of a stack is drawn first, and what stands before it over it.
  const tops = values.map((_, upTo) =>
    names.map((_, row) => values.slice(0, upTo + 1).reduce((sum, one) => sum + (one[row] ?? 0), 0)),
  )
  const order = stacked ? columns.map((_, index) => columns.length - 1 - index) : columns.map((_, index) => index)
  const axis = { stroke: colourOf('--muted'), grid: { stroke: colourOf('--edge'), width: 1 }, ticks: { show: false } }
  const bars = uPlot.paths.bars({ size: [0.8, 28], radius: 0.1 })
  const series = order.map((index) => {
    const { title, colour } = columns[index]
    const stroke = colourOf(`--${colour}`)
    const value = (_, __, ___, row) => (row == null ? '' : written(values[index][row], unit))
    if (stacked) return { label: title, fill: stroke, stroke, width: 0, paths: bars, points: { show: false }, value }
    return {
      label: title,
      stroke,
      width: 2,
      spanGaps: false,
      points: { show: names.length <= 40, size: 6, fill: stroke },
      value,
    }
  })
  const width = plot.clientWidth
  const chart = new uPlot(
    {
      width,
      height: width < 500 ? 200 : 240,
      cursor: { drag: { x: false, y: false }, y: false, points: { show: !stacked } },
      legend: { live: true },
      scales: {
        x: { time: false, range: [-0.6, names.length - 0.4] },
        y: { range: (_, __, most) => [0, most > 0 ? most * 1.08 : 1] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          incrs: [1, 2, 5, 7, 14, 30, 60],
          space: 56,
          size: 32,
          values: (_, splits) => splits.map((at) => (Number.isInteger(at) ? dayOf(names[at]) : '')),
        },
        {
          ...axis,
          size: 64,
          ...(unit === 'ms' ? { incrs: steps } : { incrs: counts }),
          values: (_, splits) => splits.map((value) => written(value, unit)),
        },
      ],
      series: [{ label: '', value: (_, at) => (at == null ? '' : dayOf(names[at])) }, ...series],
    },
    [names.map((_, index) => index), ...order.map((index) => (stacked ? tops[index] : values[index]))],
    plot,
  )
  // A legend reads as its table does, whatever is drawn first.
  const [, ...named] = plot.querySelectorAll('.u-legend .u-series')
  if (stacked) for (const one of named.toReversed()) one.parentElement.append(one)
  new ResizeObserver(() => {
    if (plot.clientWidth > 0 && plot.clientWidth !== chart.width) {
      chart.setSize({ width: plot.clientWidth, height: plot.clientWidth < 500 ? 200 : 240 })
    }
  }).observe(plot)
  return chart
}

/** Round lengths of time (ms) and round numbers for the lines across. */
const steps = [100, 200, 500, 1000, 2000, 5000, 10000, 20000, 30000, 60000, 120000, 300000, 600000, 1200000, 1800000]
steps.push(...[1, 2, 4, 6, 12, 24, 48, 96, 240].map((hours) => hours * 3600000))
const counts = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat()

let charts = []
function drawAll() {
  for (const chart of charts) chart.destroy()
  charts = [...document.querySelectorAll('.plot[data-chart]')].flatMap(drawOrOpen)
}
function drawOrOpen(plot) {
  try {
    if (uPlot) return [draw(plot)]
  } catch (error) {
    console.error(error)
  }
  document.getElementById(plot.dataset.table).closest('details').open = true
  plot.remove()
  return []
}
drawAll()
dark.addEventListener('change', drawAll)
