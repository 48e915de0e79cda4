/**
 * Words that mean the same to somebody asking a shop, by language: a passage that holds one of a group answers for the
 * others too. Only what holds for any shop; what is particular to one belongs into its passages' `also`.
 */
const groups: Record<string, readonly string[] | undefined> = {
  en: [
    'swap exchange replace',
    'deliver delivery drop-off',
    'collect fetch pickup',
    'laptop computer notebook',
    'wallet purse',
    'workshop class course lesson',
    'job work vacancy hiring',
    'dog puppy poodle chihuahua corgi labrador',
    'cat kitten',
    'automobile car vehicle',
    'bike bicycle',
    'outside outdoors terrace',
    'phone mobile smartphone',
    'cancel cancellation',
    'gift present',
    'card voucher',
    'child kid',
    'allergy allergic',
    'size sizes dimension',
    'hours opening',
    'shut closed',
    'cellphone phone',
    'fridge refrigerator',
    'socket outlet plug',
    'station train',
  ],
  ja: [
    '犬 わんちゃん トイプー トイプードル チワワ 柴犬 ダックス コーギー',
    '猫 ねこ',
    '交換 取り替え',
    '配達 宅配 デリバリー',
    '受け取り 引き取り',
    '大きさ サイズ',
    '値段 価格',
    '車 クルマ マイカー',
    '携帯 スマホ',
    'パソコン ノートpc',
    '教室 レッスン',
    '子供 子ども こども キッズ',
    '外 屋外 テラス',
    '取り置き 取っておいて 取り置いて とっておいて 残しておいて',
    '閉店 閉まる 閉まり',
    '開店 開く 開き',
    '休み 休業 定休',
  ],
  'zh-TW': [
    '大小 尺寸 幾吋',
    '狗 狗狗 毛小孩 柴犬 貴賓',
    '貓 貓咪',
    '外送 送貨',
    '取貨 拿貨 領取',
    '換 更換',
    '筆電 電腦',
    '價格 價錢',
    '手機 電話',
    '車站 捷運',
    '課程 上課 開課',
    '禮物 送禮',
    '小孩 小朋友 孩子 兒童',
    '戶外 外面 室外 露台',
    '打烊 關門',
    '營業 開門',
    '公休 休息 店休',
  ],
  th: [
    'เงิน ตัง ตังค์',
    'หมา สุนัข ปอม ชิวาวา',
    'คอม คอมพิวเตอร์ โน้ตบุ๊ค',
    'มือถือ โทรศัพท์',
    'รถ รถยนต์',
    'เดลิเวอรี่ ส่งถึงบ้าน',
    'เด็ก ลูก',
    'ด้านนอก ข้างนอก ระเบียง',
    'แมว น้องแมว',
    'ขนาด ไซส์ ไซซ์',
    'คลาส คอร์ส เวิร์กช็อป',
  ],
}

/** Every word of the language's groups, with the others of its group. */
export function synonymsIn(language: string, same: (word: string) => string): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const group of groups[language] ?? []) {
    const words = group.split(' ').map(same)
    for (const word of words) found.set(word, [...(found.get(word) ?? []), ...words.filter((other) => other !== word)])
  }
  return found
}
