/** The orders of Minato Tea, a shop that does not exist. Their days lie around the day the simulation starts. */

/** As `GET /orders/:number` gives it. `null`: there is none yet, or never will be. */
export interface Order {
  order_no: string
  /** Days are ISO, of Japan. */
  ordered_on: string
  status: string
  carrier: string | null
  tracking_no: string | null
  sent_on: string | null
  expected_on: string | null
  note: string | null
  /** Of the customer; its last four digits prove whose order it is. */
  phone: string
}

const hour = 3_600_000
const day = 24 * hour

/**
 * They keep to what the shop says in its knowledge: sent on working days, one to two days on the way, two to four to the
 * far north and south, back after seven days when nobody is at home. National holidays it does not know.
 * @param now epoch milliseconds
 */
export function ordersAround(now: number): Order[] {
  // Japan has no summer time.
  const today = Math.floor((now + 9 * hour) / day)
  const sentLast = working(today, -1)
  const before = working(sentLast - 1, -1)
  const sentLongAgo = working(today - 7, -1)
  const cameBack = working(today - 1, -1)
  return [
    {
      ...blank,
      order_no: '1234',
      ordered_on: iso(before - 1),
      status: 'sent, on its way',
      carrier: 'Kaede Express',
      tracking_no: 'KX-4408-2197',
      sent_on: iso(before),
      expected_on: iso(today + 1),
      note: 'goes to Hokkaido, which takes two to four days',
      phone: '090-5550-0142',
    },
    {
      ...blank,
      order_no: '1235',
      ordered_on: iso(sentLongAgo - 1),
      status: 'delivered',
      carrier: 'Kaede Express',
      tracking_no: 'KX-4407-6630',
      sent_on: iso(sentLongAgo),
      expected_on: iso(sentLongAgo + 2),
      note: `delivered on ${iso(sentLongAgo + 2)}, put into the parcel locker`,
      phone: '090-5550-0186',
    },
    {
      ...blank,
      order_no: '1236',
      ordered_on: iso(today - 1),
      status: 'paid, being packed',
      expected_on: iso(today + 5),
      note: `the customer chose the day and 18–20; it leaves us on ${iso(working(today + 3, -1))}`,
      phone: '080-5550-0173',
    },
    {
      ...blank,
      order_no: '1237',
      ordered_on: iso(today - 1),
      status: 'waiting for payment',
      note: 'by bank transfer; it has not reached us yet',
      phone: '070-5550-0119',
    },
    {
      ...blank,
      order_no: '1238',
      ordered_on: iso(sentLast),
      status: 'sent, on its way',
      carrier: 'Tsubame Parcel',
      tracking_no: 'TP 77120 3385',
      sent_on: iso(sentLast),
      expected_on: iso(sentLast + 2),
      phone: '090-5550-0164',
    },
    {
      ...blank,
      order_no: '2001',
      ordered_on: iso(today - 6),
      status: 'back-ordered',
      expected_on: iso(working(today + 14, 1)),
      note: `we wait for the Gyokuro 50 g, which the grower sends us by ${iso(working(today + 11, 1))}; all of the order is sent together then`,
      phone: '080-5550-0135',
    },
    {
      ...blank,
      order_no: '2002',
      ordered_on: iso(today - 4),
      status: 'cancelled',
      note: `cancelled by the customer on ${iso(today - 3)}, before it was sent; nothing was charged`,
      phone: '090-5550-0107',
    },
    {
      ...blank,
      order_no: '2003',
      ordered_on: iso(cameBack - 13),
      status: 'came back to us',
      carrier: 'Tsubame Parcel',
      tracking_no: 'TP 77118 9042',
      sent_on: iso(working(cameBack - 12, 1)),
      note: `nobody was at home and the seven days for another delivery are over; it reached us on ${iso(cameBack)}`,
      phone: '070-5550-0128',
    },
  ]
}

const blank = { carrier: null, tracking_no: null, sent_on: null, expected_on: null, note: null }

/** Of a day counted from 1970. */
const iso = (date: number): string => new Date(date * day).toISOString().slice(0, 'yyyy-mm-dd'.length)

/** The day itself if it is one from Monday to Friday, else the next one (1) or the one before (-1). */
function working(date: number, step: 1 | -1): number {
  const weekday = new Date(date * day).getUTCDay()
  return weekday === 0 || weekday === 6 ? working(date + step, step) : date
}
