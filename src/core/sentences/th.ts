/** The ledger in Thai, which parts sentences by a space and ends them with no mark. */
import type { Unseen } from '../facts.ts'
import { limitSentences } from './limits.ts'
import { offlineSentence } from './offline.ts'
import { recordFailed } from './recording.ts'
import { linkWords } from './linking.ts'
import type { LedgerWords } from './words.ts'

const unstopped = (why: string): string => why.replace(/[.。]+$/, '')

const decisions = { resolved: 'ตอบได้แล้ว', needs_info: 'ต้องถามเพิ่ม', handoff: 'ส่งต่อเจ้าหน้าที่' }

const lowered = {
  no_source: 'ไม่มีข้อมูลรองรับคำตอบ',
  small_talk_with_facts: 'ถือเป็นการทักทาย แต่มีตัวเลขหรือลิงก์อยู่',
  unsupported_facts: 'มีตัวเลขหรือลิงก์ที่ไม่อยู่ในข้อมูลที่อ้างอิง',
  repeats_prompt: 'ยกข้อความในพรอมต์มาตอบ',
  low_confidence: 'ความมั่นใจต่ำกว่าเกณฑ์',
  always_human: 'หัวข้อนี้ต้องให้เจ้าหน้าที่ดูแลเสมอ',
  no_topic: 'ไม่ตรงกับหัวข้อใดที่ผู้ช่วยตอบได้',
  third_question: 'จะเป็นการถามกลับครั้งที่สามติดกัน',
  same_answer: 'จะเป็นคำตอบเดิมครั้งที่สามภายในสิบนาที',
  look_up_gave_nothing: 'ค้นข้อมูลแล้วไม่ได้สิ่งที่ต้องใช้',
  not_recordable: 'สิ่งที่จะบันทึกบันทึกไม่ได้',
}

const unseen: Record<Unseen, string> = {
  gone: 'ลูกค้ายกเลิกการส่งแล้ว LINE จึงไม่มีเนื้อหา',
  not_there: 'LINE ไม่มีเนื้อหา',
  too_big: 'ไฟล์ใหญ่เกินไป',
  too_slow: 'ดาวน์โหลดนานเกินไป',
  broken: 'การดาวน์โหลดขาดตอน',
  not_prepared: 'LINE เตรียมเนื้อหาไม่ได้',
  unknown_type: 'เป็นชนิดที่เปิดไม่ได้',
  external: 'อยู่ในเว็บไซต์อื่น จึงไม่ดาวน์โหลดมา',
}

const kinds = {
  text: 'ข้อความ',
  sticker: 'สติกเกอร์',
  location: 'ตำแหน่งที่ตั้ง',
  image: 'รูปภาพ',
  video: 'วิดีโอ',
  audio: 'ข้อความเสียง',
  file: 'ไฟล์',
  other: 'ไม่ทราบชนิด',
}

const actions = {
  take: 'รับเรื่อง',
  done: 'เสร็จสิ้น',
  hand_back: 'คืนให้ผู้ช่วย',
  read: 'ทำเป็นอ่านแล้ว',
  forget: 'ลบข้อมูล',
}

export const th: LedgerWords = {
  received: {
    text: 'ได้รับแล้ว',
    sticker: 'ได้รับสติกเกอร์',
    location: 'ได้รับตำแหน่งที่ตั้ง',
    image: 'ได้รับรูปภาพ',
    video: 'ได้รับวิดีโอ',
    audio: 'ได้รับข้อความเสียง',
    file: 'ได้รับไฟล์',
    other: 'ได้รับข้อความที่ไม่ทราบชนิด',
  },
  quoted: (words) => `ได้รับ “${words}”`,
  receiving: (what, again, late) =>
    `${what}${again ? ' (LINE ส่งซ้ำ)' : ''}${late ? ' ข้อความมาถึงช้า LINE จึงแสดงว่าอ่านแล้วไปก่อน' : ''}`,
  leftAlone: {
    standby: 'โมดูลอื่นดูแลแชทนี้อยู่ จึงไม่ได้ทำอะไร',
    group: 'เป็นข้อความในกลุ่มที่ไม่ได้ส่งถึงบัญชี จึงไม่ได้ทำอะไร',
    not_tester: 'ตอบเฉพาะผู้ทดสอบ (MODE=testers) จึงไม่ได้ทำอะไร',
    observing: 'ผู้ช่วยสังเกตอย่างเดียว (MODE=observe) จึงไม่ได้ทำอะไร',
  },
  event: (what, meaning) => `เหตุการณ์ “${what}”: ${meaning}`,
  events: {
    postback: 'เป็นปุ่มที่ไม่ใช่ของระบบหรือใช้ไม่ได้แล้ว จึงไม่ทำอะไร',
    join: 'บัญชีเข้ากลุ่มนี้แล้ว และจะตอบคนที่กล่าวถึงหรืออ้างถึงบัญชี',
    memberJoined: 'มีสมาชิกเข้ากลุ่ม',
    memberLeft: 'มีสมาชิกออกจากกลุ่ม',
    accountLink: 'ลูกค้าเชื่อมบัญชีแล้ว ขณะนี้ยังไม่ได้นำไปใช้',
    beacon: 'ลูกค้าอยู่ใกล้บีคอน จะไม่ส่งข้อความไปเอง',
    videoPlayComplete: 'ลูกค้าดูวิดีโอจนจบ',
    membership: 'สมาชิกภาพของลูกค้าเปลี่ยนไป',
    message: 'ได้รับไปก่อนแล้ว หรือไม่ได้ส่งถึงเรา',
    activated: 'LINE มอบแชทนี้ให้ช่องทางนี้',
    deactivated: 'ช่องทางอื่นดูแลแชทนี้อยู่',
    botSuspended: 'LINE ระงับบัญชี จะส่งอะไรไม่ได้จนกว่าจะเปิดใช้อีกครั้ง',
    botResumed: 'LINE เปิดใช้บัญชีอีกครั้งแล้ว',
    module: 'มีการเพิ่มหรือถอดโมดูล',
  },
  nothingToDo: 'บันทึกแล้ว ไม่มีอะไรต้องทำ',
  tapped: (label) => `ลูกค้าแตะ “${label}”`,
  solved: 'ลูกค้าบอกว่าแก้ปัญหาได้แล้ว',
  notSolved: 'ลูกค้าบอกว่ายังแก้ไม่ได้: ขึ้นว่าอ่านแล้วเร็วเกินไป (อ่านแล้วที่ผิด)',
  askedToRead: 'ลูกค้าขอให้ทำเป็นอ่านแล้ว',
  announced: 'โทเค็นตอบกลับจะหมดอายุก่อนคำตอบพร้อม จึงส่งปุ่ม “ดูคำตอบ” ไปก่อน',
  tokenFound: 'ลูกค้าตอบสนองแล้ว คำตอบที่รออยู่จะส่งไปพร้อมกัน',
  tokenForTurn: 'ลูกค้าต้องการคำตอบ จะส่งตอบการแตะครั้งนี้',
  followed: 'ลูกค้าเพิ่มบัญชีเป็นเพื่อน',
  followedAgain: 'ลูกค้าเลิกบล็อกบัญชี',
  blocked: 'ลูกค้าบล็อกบัญชี จึงยกเลิกสิ่งที่รอส่ง',
  leftGroup: 'บัญชีไม่อยู่ในกลุ่มนี้แล้ว จึงยกเลิกสิ่งที่รอส่ง',
  forgotten: (by) => `ลบทุกสิ่งที่คุยกันแล้ว (${by})`,
  outcomeAsked: 'ถามลูกค้าว่าแก้ปัญหาได้หรือไม่',
  unsent: 'ลูกค้ายกเลิกการส่ง จึงลบข้อความแล้ว',
  unsentGone: 'ลูกค้ายกเลิกการส่ง LINE จึงไม่มีเนื้อหาแล้ว',
  unsentErased: 'ลบข้อความแล้ว เพราะข้อมูลของผู้เขียนถูกลบ',
  expired: (days) => `ลบข้อความแล้วตามกำหนดเก็บ ${days} วัน`,
  restored: 'กู้คืนจากข้อมูลสำรอง เรื่องที่ค้างอยู่ในตอนนั้นอาจได้รับคำตอบไปแล้ว จึงส่งต่อให้เจ้าหน้าที่ และผู้ช่วยจะไม่ตอบเรื่องนั้น',
  stale: 'เก่าเกินไปสำหรับผู้ช่วย จึงส่งให้เจ้าหน้าที่ และยังไม่อ่านจนกว่าจะมีคนรับเรื่อง',
  assigned: (experiment, prompt) => `เข้าร่วมการทดลอง “${experiment}” ด้วยพรอมต์ “${prompt}”`,
  judging: 'ผู้ช่วยเริ่มคิด',
  judged(one) {
    const ruled = one.by === 'rule'
    const by = ruled ? 'ตัดสินตามกฎ' : `${one.model ?? 'โมเดล'} ตัดสิน`
    const down = one.lowered ? ` (เดิมตัดสินว่า “${decisions[one.said]}” เปลี่ยนเพราะ${lowered[one.lowered]})` : ''
    const sure = ruled ? '' : ` ความมั่นใจ ${one.confidence}`
    const sources = one.sources.length > 0 && one.decision === 'resolved' ? ` แหล่งข้อมูล: ${one.sources.join(', ')}` : ''
    const would = one.reply ? ` คำตอบที่จะส่ง: “${one.reply}”` : ''
    return `${by}: ${decisions[one.decision]}${down}${sure}${one.reason ? ` ${one.reason}` : ''}${sources}${would}`
  },
  fixedReason(reason) {
    switch (reason.type) {
      case 'asked_for_person':
        return 'ลูกค้าขอคุยกับเจ้าหน้าที่'
      case 'tapped_person':
        return 'ลูกค้าแตะ “คุยกับเจ้าหน้าที่”'
      case 'not_solved':
        return 'ลูกค้าบอกว่าคำตอบของผู้ช่วยยังแก้ปัญหาไม่ได้'
      case 'not_linked':
        return linkWords.th.not_linked
      case 'cannot_see':
        return `ลูกค้าส่งข้อความที่ผู้ช่วยดูไม่ได้ (${kinds[reason.kind]})`
      case 'could_not_look':
        return `ผู้ช่วยดูเนื้อหาไม่ได้: ${reason.whys.map((why) => unseen[why]).join('; ')}`
      case 'limit':
        return limitSentences.th[reason.limit]
      case 'not_recorded':
      case 'maybe_recorded':
        return recordFailed(reason, 'th')
      case 'offline':
        return offlineSentence(reason.reason, reason.found, 'th')
      default:
        return reason satisfies never
    }
  },
  failed: (why) => `ตัดสินไม่ได้: ${unstopped(why)}`,
  paused: 'ไม่ได้ตัดสิน เพราะผู้ช่วยหยุดชั่วคราว',
  dropped: {
    message: 'ระหว่างนั้นมีข้อความเพิ่ม จึงตัดสินใหม่รวมกัน',
    unsend: 'ระหว่างนั้นมีข้อความถูกยกเลิก จึงตัดสินใหม่โดยไม่รวมข้อความนั้น',
    staff: 'ระหว่างนั้นเจ้าหน้าที่รับเรื่องแล้ว จึงยกเลิกการตัดสิน',
    left_alone: 'ระหว่างนั้นมีการเปลี่ยน MODE จึงยกเลิกการตัดสิน',
    paused: 'ระหว่างนั้นผู้ช่วยถูกหยุดชั่วคราว จึงยกเลิกการตัดสิน',
  },
  closed: {
    resolved: 'จัดการแล้ว',
    handoff: 'ส่งต่อเจ้าหน้าที่แล้ว',
    staff: 'ปิดเป็นงานของเจ้าหน้าที่',
    observed: 'สังเกตอย่างเดียว: ไม่ได้ตอบ ไม่ได้ทำเป็นอ่านแล้ว และไม่ได้ส่งต่อ',
    left: 'ปิดแล้ว เพราะลูกค้าไม่อยู่แล้ว',
  },
  asked: 'ถามลูกค้ากลับ: เรื่องยังเปิดอยู่และยังไม่อ่าน',
  unanswered: 'เจ้าหน้าที่เห็นแล้ว ข้อความยังไม่อ่าน',
  unansweredWithNotice: 'แจ้งลูกค้ากลับแล้ว และเจ้าหน้าที่เห็นแล้ว ข้อความยังไม่อ่าน',
  reopened: 'ตัดสินใหม่ เพราะบางข้อความถูกยกเลิก',
  handedOff: 'เจ้าหน้าที่ดูแลการสนทนา ผู้ช่วยจะไม่ตอบ',
  taken: (by) => `${by} รับเรื่องแล้ว`,
  handedBack: (by) => `${by} คืนการสนทนาให้ผู้ช่วย`,
  handedBackByCustomer: 'ลูกค้าคืนการสนทนาให้ผู้ช่วย',
  handedBackByTime: 'เจ้าหน้าที่ไม่ได้ทำอะไรมาพักหนึ่งแล้ว จึงคืนการสนทนาให้ผู้ช่วย',
  done: (by) => `${by} แจ้งว่าเสร็จสิ้นแล้ว ผู้ช่วยดูแลการสนทนาต่อ`,
  staffRead: (by) => `${by} ทำเป็นอ่านแล้ว`,
  addressKept: (by) => `${by} เปลี่ยนที่อยู่ของแชทใน LINE`,
  graded: (by, right) =>
    right ? `${by} ให้คะแนน: การตัดสินว่า “ตอบได้แล้ว” ถูกต้อง` : `${by} ให้คะแนน: การตัดสินว่า “ตอบได้แล้ว” ผิด (อ่านแล้วที่ผิด)`,
  suspected: 'ลูกค้าอ้างถึงข้อความที่เราไม่ได้ส่ง ดูเหมือนมีเจ้าหน้าที่กำลังตอบอยู่',
  notAnswering: (by) => `${by} แจ้งว่าไม่มีเจ้าหน้าที่คนใดกำลังตอบ`,
  reminded: (count) => `ยังรออยู่ จึงเตือนเจ้าหน้าที่${count > 1 ? ` (ครั้งที่ ${count})` : ''}`,
  reassured: 'ส่งมาในเวลาที่ไม่มีเจ้าหน้าที่ จึงแจ้งลูกค้าว่าเราไม่ได้ลืม',
  refused(by, action, why) {
    const what = `${by} กด “${actions[action]}” แต่ไม่มีผล`
    switch (why) {
      case 'changed':
        return `${what}: ระหว่างนั้นมีการเปลี่ยนแปลง`
      case 'taken_already':
        return `${what}: มีคนรับเรื่องไปแล้ว`
      case 'back_already':
        return `${what}: คืนให้ผู้ช่วยไปแล้ว`
      case 'still_waits':
        return `${what}: ยังไม่มีใครรับเรื่อง จึงไม่มีอะไรให้คืน ลูกค้ายังรออยู่`
      case 'ended':
        return `${what}: จบไปแล้ว`
      case 'nothing_to_do':
        return `${by} กด “${actions[action]}”: ไม่มีอะไรต้องทำ`
      default:
        return why satisfies never
    }
  },
  entered: (kind) => (kind === 'paused' ? 'ผู้ช่วยหยุดชั่วคราว จึงเข้ารายการ “รอรับเรื่อง”' : 'เข้ารายการ “รอรับเรื่อง”'),
  outcome(what, result, detail) {
    const named = { read: 'การทำเป็นอ่านแล้ว', reply: 'การตอบ', notify: 'การแจ้งเจ้าหน้าที่' }[what]
    switch (result) {
      case 'done':
        return { read: undefined, reply: 'ส่งคำตอบถึงแล้ว', notify: 'แจ้งเจ้าหน้าที่แล้ว' }[what]
      case 'refused':
        return `${named}ถูกปฏิเสธ (${detail})`
      case 'unknown':
        return `${named}ไม่ทราบผลแน่ชัด (${detail}) จึงลองอีกครั้งแบบเดิม`
      default:
        return result satisfies never
    }
  },
  putOff: (seconds, why) => `เลื่อนไป ${seconds} วินาที: ${unstopped(why)}`,
  pushInstead: 'โทเค็นตอบกลับใช้ไม่ได้แล้ว จึงส่งแบบพุช',
  deferred: 'ขณะนี้การพุชมีค่าใช้จ่ายสูงเกินไป จึงจะส่งไปพร้อมคำตอบถัดไป',
  tokenRefused: 'LINE ปฏิเสธโทเค็นการอ่าน',
  read: 'อ่านแล้ว: LINE ยืนยันแล้ว',
  endings: {
    done: undefined,
    refused: 'LINE ปฏิเสธโทเค็นการอ่านตัวสุดท้ายที่รอส่ง',
    undelivered: 'ส่งคำตอบไม่ถึง จึงส่งเรื่องให้เจ้าหน้าที่',
    uncertain: 'ไม่แน่ใจว่าคำตอบถึงหรือไม่ จึงส่งเรื่องให้เจ้าหน้าที่',
    nothing_to_do: 'ไม่มีอะไรเหลือให้ทำเป็นอ่านแล้ว',
    superseded: undefined,
    unsent: 'ยกเลิกคำตอบ เพราะข้อความถูกยกเลิก',
    taken: 'ยกเลิกคำตอบ เพราะเจ้าหน้าที่รับเรื่องแล้ว',
    left: 'ยกเลิกคำตอบ เพราะลูกค้าไม่อยู่แล้ว',
    not_said: 'ไม่ได้ส่งข้อความแจ้ง เพราะไม่มีโทเค็นที่ใช้ได้หรือรอนานเกินไป',
    left_alone: 'ไม่ได้ทำ: MODE กำหนดว่าไม่ต้องตอบที่นี่',
  },
  conclusions: {
    asked: 'ยังไม่อ่าน: เรื่องยังเปิดอยู่ คำตอบถัดไปที่แก้ปัญหาได้จะทำให้เป็นอ่านแล้ว',
    stale: 'ยังไม่อ่าน: รอเจ้าหน้าที่',
    during_staff: 'ยังไม่อ่าน: มาถึงขณะเจ้าหน้าที่ดูแลอยู่ จึงเป็นงานของเจ้าหน้าที่',
    waits_for_staff: 'ยังไม่อ่าน: มาถึงขณะลูกค้ารอเจ้าหน้าที่',
    handling: 'ยังไม่อ่าน: กำลังดำเนินการ',
    observed: 'ยังไม่อ่าน: MODE กำหนดว่าไม่ต้องทำเป็นอ่านแล้ว',
    left: 'ยังไม่อ่าน: ลูกค้าหรือบัญชีไม่อยู่แล้ว',
    unseen: 'ยังไม่อ่าน: ยังไม่มีใครดู จะเป็นอ่านแล้วเมื่อเจ้าหน้าที่รับเรื่อง',
    no_read: 'ยังไม่อ่าน: การตั้งค่า (read_on) ไม่ให้ทำเป็นอ่านแล้ว',
    with_staff: 'ยังไม่อ่าน: เจ้าหน้าที่ดูแลอยู่ กด “เสร็จสิ้น” หรือ “ทำเป็นอ่านแล้ว” เพื่อให้เป็นอ่านแล้ว',
    unmarked: 'ยังไม่อ่าน: เจ้าหน้าที่รับไปดูแลแล้ว แต่ไม่ได้ทำเป็นอ่านแล้ว',
    with_answer: 'ยังไม่อ่าน: จะเป็นอ่านแล้วพร้อมคำตอบ ซึ่งรอการตอบสนองครั้งถัดไปของลูกค้า',
    until_told: 'ยังไม่อ่าน: รอจนกว่าจะแจ้งเจ้าหน้าที่ได้',
    until_recorded: 'ยังไม่อ่าน: รอจนกว่าระบบของร้านจะยืนยันว่าบันทึกคำขอแล้ว',
    no_token: 'ยังไม่อ่าน: LINE ไม่ได้ให้โทเค็นการอ่าน โทเค็นถัดไปจะครอบคลุมด้วย',
    came_late: 'มาถึงช้า: LINE แสดงว่าอ่านแล้วตั้งแต่แรก',
    token_refused: 'ยังไม่อ่าน: LINE ปฏิเสธโทเค็นการอ่าน โทเค็นถัดไปจะครอบคลุมด้วย',
    due: 'ยังไม่อ่าน: กำลังส่งสถานะอ่านแล้ว',
  },
  unsentText: '(ยกเลิกการส่งแล้ว)',
  expiredText: '(ลบแล้ว)',
}
