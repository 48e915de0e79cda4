/** Tables as a shop has them, short and mostly of names and states, in what Excel writes in each country. */
import { describe, expect, test } from 'vitest'
import { decodeTable } from '../../src/knowledge/decode.ts'
import { encode } from './encode.ts'

const states = ['出荷済', '発送済', '配達中', '準備中', '取消', '完了', '入金待', '在庫無', '受付', '未発送']
const ofJapan = [
  ...states,
  '発送済み',
  '本日出荷',
  '髙橋',
  '齋藤 邊',
  '㈱山田商店',
  '東京都千代田区丸の内１－２－３',
  '大阪府堺市北区',
  '①',
]
const ofTaiwan = [
  '已出貨',
  '處理中',
  '取消',
  '完成',
  '未付款',
  '缺貨',
  '準備中',
  '臺北市中正區',
  '陳怡君',
  '王小明',
  '退貨',
]
const ofThailand = ['จัดส่งแล้ว', 'กำลังเตรียม', 'ยกเลิก', 'สมชาย ใจดี', 'รอชำระเงิน']

describe('a list with one row', () => {
  test.for([
    ...ofJapan.map((status) => ['shift_jis', status] as const),
    ...ofTaiwan.map((status) => ['big5', status] as const),
    ...ofThailand.map((status) => ['windows-874', status] as const),
  ])('%s: %s', ([encoding, status]) => {
    const text = `order_no,status,phone\r\n1234,${status},090-5550-0142\r\n`
    expect(decodeTable(encode(text, encoding))).toEqual({ text, encoding })
  })
})

describe('a list of many rows with its heading', () => {
  test('Japanese, of kanji alone', () => {
    const rows = states.map((status, at) => `${1230 + at},${status},佐藤花子,神奈川県横浜市中区本町${at}`)
    const text = `注文番号,状態,氏名,住所\r\n${rows.join('\r\n')}\r\n`
    expect(decodeTable(encode(text, 'shift_jis'))).toEqual({ text, encoding: 'shift_jis' })
  })

  test('Japanese, with names in half-width kana', () => {
    const rows = ['ﾔﾏﾀﾞ ﾊﾅｺ', 'ｻﾄｳ ﾀﾛｳ', 'ﾜﾀﾅﾍﾞ ﾕｳｷ'].map((name, at) => `${at},発送済,${name}`)
    const text = `注文番号,状態,カナ\r\n${rows.join('\r\n')}\r\n`
    expect(decodeTable(encode(text, 'shift_jis'))).toEqual({ text, encoding: 'shift_jis' })
    const kanaAlone = 'no,name\r\n1,ﾔﾏﾀﾞ ﾊﾅｺ\r\n2,ｽｽﾞｷ ｲﾁﾛｳ\r\n'
    expect(decodeTable(encode(kanaAlone, 'shift_jis'))).toEqual({ text: kanaAlone, encoding: 'shift_jis' })
  })

  test('of Taiwan, and of Thailand', () => {
    const ofOne = (words: readonly string[]) => words.map((status, at) => `${at},${status}\r\n`).join('')
    const taiwan = `訂單編號,狀態\r\n${ofOne(ofTaiwan)}`
    expect(decodeTable(encode(taiwan, 'big5'))).toEqual({ text: taiwan, encoding: 'big5' })
    const thailand = `เลขที่,สถานะ\r\n${ofOne(ofThailand)}`
    expect(decodeTable(encode(thailand, 'windows-874'))).toEqual({ text: thailand, encoding: 'windows-874' })
  })
})

test.for(['Café', 'Zürich', 'Señor Núñez'])('what Excel writes in Europe is none of them: %s', (word) => {
  expect(decodeTable(Buffer.from(`no,word\r\n1,${word}\r\n`, 'latin1'))).toBeUndefined()
})
