/** What is said of a picture or file that is kept. */
import type { ConsoleLanguage } from './language.ts'

interface ThingWords {
  openPicture: string
  download: (name: string) => string
}

export const thingWords: Record<ConsoleLanguage, ThingWords> = {
  en: { openPicture: 'A picture: open it in full size', download: (name) => `${name}: download` },
  ja: { openPicture: '画像：原寸で開く', download: (name) => `${name}：ダウンロード` },
  'zh-TW': { openPicture: '圖片：開啟原尺寸', download: (name) => `${name}：下載` },
  th: { openPicture: 'รูปภาพ: เปิดขนาดเต็ม', download: (name) => `${name}: ดาวน์โหลด` },
}
