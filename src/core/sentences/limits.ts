/** Why staff were given a turn that no model was asked about, since a limit was reached. */
import type { Limit } from '../limits.ts'
import type { StaffLanguage } from './words.ts'

export const limitSentences: Record<StaffLanguage, Record<Limit, string>> = {
  en: {
    turns_a_day: 'The assistant has answered this customer as often as it may in a day (turns_a_day).',
    tokens_a_day: 'This customer has used what the model may spend on one customer in a day (tokens_a_day).',
    too_much: 'The customer sent more at once than the assistant can read.',
    spending: 'The day’s limit for the model is reached.',
    queue: 'Too many customers wrote at once, so the assistant could not get to this in time.',
  },
  ja: {
    turns_a_day: 'このお客様へのアシスタントの回答が、1日の上限回数に達しました（turns_a_day）。',
    tokens_a_day: 'このお客様に対するモデルの利用が、1日の上限に達しました（tokens_a_day）。',
    too_much: '一度に届いた量が多く、アシスタントでは読み切れませんでした。',
    spending: 'モデルの1日の利用上限に達しました。',
    queue: '同時に多くのお客様からメッセージが届き、アシスタントの対応が間に合いませんでした。',
  },
  'zh-TW': {
    turns_a_day: '助理一天內回覆這位顧客的次數已達上限（turns_a_day）。',
    tokens_a_day: '這位顧客一天可使用的模型用量已達上限（tokens_a_day）。',
    too_much: '顧客一次傳來的內容太多，助理無法全部看完。',
    spending: '模型今天的用量已達上限。',
    queue: '同時有太多顧客傳來訊息，助理來不及處理。',
  },
  th: {
    turns_a_day: 'ผู้ช่วยตอบลูกค้ารายนี้ครบจำนวนครั้งต่อวันแล้ว (turns_a_day)',
    tokens_a_day: 'ลูกค้ารายนี้ใช้โมเดลครบตามที่กำหนดต่อวันแล้ว (tokens_a_day)',
    too_much: 'ลูกค้าส่งมามากเกินกว่าที่ผู้ช่วยจะอ่านได้ในครั้งเดียว',
    spending: 'การใช้โมเดลถึงขีดจำกัดต่อวันแล้ว',
    queue: 'มีลูกค้าส่งข้อความเข้ามาพร้อมกันจำนวนมาก ผู้ช่วยจึงตอบไม่ทัน',
  },
}
