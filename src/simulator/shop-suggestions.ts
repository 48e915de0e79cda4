/** What somebody who has not written yet could ask where orders are looked up, or tasks are recorded. */
import type { ShopInUse } from './shop-in-use.ts'

export interface ShopSuggestion {
  text: string
  /**
   * Of orders: all that it takes, no number, one that does not exist. Of tasks: all that it takes, too little, a question.
   * What becomes of it hangs on the model, so the page promises nothing.
   */
  shows: 'proven' | 'numberless' | 'unknown' | 'whole' | 'half' | 'question'
}

/** @param where asks for an order, and gives the last digits of the telephone number of 1234 */
const ofOrders = (where: (number: string) => string, numberless: string): ShopSuggestion[] => [
  { text: where('1234'), shows: 'proven' },
  { text: numberless, shows: 'numberless' },
  { text: where('9999'), shows: 'unknown' },
]

const orders: Record<string, ShopSuggestion[]> = {
  en: ofOrders((number) => `Where is order ${number}? My phone number ends in 0142.`, 'When will my parcel come?'),
  ja: ofOrders((number) => `注文${number}はどうなっていますか？電話番号の下4桁は0142です`, '荷物はいつ届きますか？'),
  'zh-TW': ofOrders((number) => `請問訂單${number}到哪裡了？電話末四碼是0142`, '請問我的包裹什麼時候會到？'),
  th: ofOrders((number) => `ออเดอร์ ${number} ถึงไหนแล้วครับ เบอร์โทรลงท้ายด้วย 0142`, 'พัสดุของผมจะถึงเมื่อไหร่ครับ'),
}

const ofTasks = (whole: string, half: string, question: string): ShopSuggestion[] => [
  { text: whole, shows: 'whole' },
  { text: half, shows: 'half' },
  { text: question, shows: 'question' },
]

const tasks: Record<string, ShopSuggestion[]> = {
  en: ofTasks('Please order 10 packs of kitchen paper by Friday', 'We need paper', 'How do I ask for days off?'),
  ja: ofTasks('金曜までにキッチンペーパーを10個発注してください', '紙が足りません', '休みはどうやって申請しますか？'),
  'zh-TW': ofTasks('請在星期五前訂10包廚房紙巾', '紙不夠了', '請問要怎麼請假？'),
  th: ofTasks('ช่วยสั่งกระดาษทิชชู่ 10 แพ็กภายในวันศุกร์ครับ', 'กระดาษไม่พอครับ', 'จะขอลาหยุดต้องทำยังไงครับ'),
}

/** Undefined where nothing of the shop is in use. In a group there are none. */
export function shopSuggestions(shop: ShopInUse | undefined, language: string): ShopSuggestion[] | undefined {
  const all = shop?.orders ? orders : shop?.tasks ? tasks : undefined
  return all?.[language] ?? all?.en
}
