/** What stands in which column, by the names in the first row. */
export const columns = ['question', 'answer', 'title', 'topic', 'language', 'also'] as const
export type Column = (typeof columns)[number]

/** Lower case, as they stand in people's sheets: English, Japanese, Chinese, Thai, Indonesian. */
const names: Record<Column, readonly string[]> = {
  question: [
    'question',
    'questions',
    'q',
    '質問',
    'ご質問',
    'よくある質問',
    '問題',
    '提問',
    '問',
    'คำถาม',
    'pertanyaan',
  ],
  answer: ['answer', 'answers', 'a', '回答', '答え', 'ご回答', '答案', '答覆', '回覆', '答', 'คำตอบ', 'jawaban'],
  title: ['title', 'heading', 'タイトル', '見出し', '標題', 'หัวข้อ', 'ชื่อเรื่อง', 'judul'],
  topic: [
    'topic',
    'category',
    'カテゴリ',
    'カテゴリー',
    '分類',
    '類別',
    'หมวด',
    'หมวดหมู่',
    'ประเภท',
    'kategori',
    'topik',
  ],
  language: ['language', 'lang', '言語', '語言', '語系', 'ภาษา', 'bahasa'],
  also: [
    'also',
    'keywords',
    'synonyms',
    'キーワード',
    '類義語',
    '別の言い方',
    '關鍵字',
    '同義詞',
    'คำค้น',
    'คีย์เวิร์ด',
    'kata kunci',
  ],
}

export type Places = Partial<Record<Column, number>>

/** The first of several columns with the same name counts. */
export function placesOf(header: readonly string[]): Places {
  const cells = header.map(plainly)
  const found = columns.map((column) => {
    const its = names[column].map(plainly)
    return [column, cells.findIndex((cell) => its.includes(cell))] as const
  })
  return Object.fromEntries(found.filter(([, at]) => at !== -1))
}

const plainly = (cell: string): string => cell.normalize('NFKC').trim().toLowerCase()

const languageNames: Record<string, string> = {
  english: 'en',
  japanese: 'ja',
  日本語: 'ja',
  chinese: 'zh-TW',
  'traditional chinese': 'zh-TW',
  中文: 'zh-TW',
  繁體中文: 'zh-TW',
  繁中: 'zh-TW',
  zh: 'zh-TW',
  'zh-hant': 'zh-TW',
  thai: 'th',
  ไทย: 'th',
  ภาษาไทย: 'th',
  indonesian: 'id',
  'bahasa indonesia': 'id',
}

const known = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

/** `JA`, `日本語` → `ja`. Undefined when it is no language, such as `jp`. */
export function languageOf(written: string): string | undefined {
  const plain = plainly(written).replaceAll('_', '-')
  const named = languageNames[plain]
  if (named !== undefined) return named
  // What a file's name can carry (offline/text.ts reads it from there).
  if (!/^[a-z]{2,3}(-[a-z]{2,4})?$/.test(plain)) return undefined
  const [tag] = Intl.getCanonicalLocales(plain)
  return tag !== undefined && known.of(tag) !== undefined ? tag : undefined
}
