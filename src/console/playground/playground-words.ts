/** What the playground says around its results: what is written, tried and saved. */
import { html, type Html } from '../html.ts'
import type { ConsoleLanguage } from '../language.ts'

export interface PlaygroundWords {
  title: string
  lead: string
  /** Between two sentences. */
  between: string
  /** By which model, as it is called. */
  model: (name: string) => string
  /** The offline model answers. */
  offline: string
  opened: {
    /** Around the customer's name. */
    from: [string, string]
    media: string
    several: string
    gone: string
  }
  writes: {
    heading: string
    message: (number: number) => string
    another: string
    before: string
    beforeHint: string
    line: (number: number) => string
    who: string
    customer: string
    assistant: string
    anotherLine: string
    name: string
    language: string
    unknown: string
  }
  prompt: {
    heading: (side: string) => string
    file: string
    load: string
    /** A file's name, whose text was changed here. */
    edited: (name: string) => string
    edit: string
    text: (side: string) => string
    mistakes: string
    line: (number: number) => string
    missing: string
    tooBig: string
    loseEdits: string
  }
  save: {
    heading: string
    name: string
    hint: string
    button: string
    ownersOnly: string
    done: (file: string) => string
    notLive: (name: string) => string
    taken: (name: string) => string
    badName: string
    mistaken: string
    notWritten: (file: string, why: string) => string
  }
  try: string
  underWay: string
  problems: {
    noMessage: string
    tooMany: string
    tooLong: (what: string) => string
    media: (what: string) => string
    tooOften: (seconds: number) => string
    /** @param until when it can be tried again */
    spent: (until: Html) => Html
  }
  caseOf: {
    heading: string
    button: string
    language: string
    done: (files: string) => string
    forOwner: string
    incomplete: string
    /** What was sent can be no case at all. */
    none: string
    unknownSource: (source: string) => string
    drafts: string
    notWritten: (file: string, why: string) => string
    redacted: string
  }
}

export const playgroundWords: Record<ConsoleLanguage, PlaygroundWords> = {
  en: {
    title: 'Playground',
    between: ' ',
    lead: 'Write as a customer and see what two prompts make of it. Nothing here is sent to anybody, nothing is recorded, and nothing is marked Read.',
    model: (name) => `The model asked is ${name}.`,
    offline:
      'It reads the front matter of a prompt and none of its words: without a model, a change of words does not show here.',
    opened: {
      from: ['From the conversation with ', ', as it was before this turn was judged.'],
      media: 'Pictures, recordings and files cannot be tried. Write what they show instead of the words in brackets.',
      several: 'Several people write there. Here it is tried as if one customer wrote it all.',
      gone: 'The words of this turn are gone: they were taken back or erased, or nothing is kept of them any more.',
    },
    writes: {
      heading: 'The customer writes',
      message: (number) => `Message ${number}`,
      another: 'Another message',
      before: 'What was said before',
      beforeHint: 'Oldest first. Empty lines are left out.',
      line: (number) => `Line ${number}`,
      who: 'who says it',
      customer: 'Customer',
      assistant: 'Assistant',
      anotherLine: 'Another line',
      name: 'Customer’s name',
      language: 'Language of their profile',
      unknown: 'not known',
    },
    prompt: {
      heading: (side) => `Prompt ${side}`,
      file: 'Prompt file',
      load: 'Load',
      edited: (name) => `${name}, edited here`,
      edit: 'Show and edit the text',
      text: (side) => `Text of prompt ${side}`,
      mistakes: 'This text cannot be tried yet',
      line: (number) => `Line ${number}`,
      missing: 'There is no file of this name any more.',
      tooBig: 'A prompt has at most 100 KB. This text is longer; shorten it.',
      loseEdits: 'Your changes to this text will be lost. Load the file all the same?',
    },
    save: {
      heading: 'Save as a new prompt',
      name: 'Name of the new file',
      hint: 'Letters, digits, - and _',
      button: 'Save the prompt',
      ownersOnly: 'Owners can save this text as a new prompt file.',
      done: (file) => `Saved as ${file}.`,
      notLive: (name) =>
        `No customer is answered by it yet. For everybody, start kidoku with PROFILE=${name}; for a part of them, name it in experiments.yaml in the folder of your prompts.`,
      taken: (name) => `There is a prompt called ${name} already, and it stays as it is. Choose another name.`,
      badName: 'Not saved: a name has up to 60 letters, digits, - and _.',
      mistaken: 'Not saved: the text has a mistake, which is named below it.',
      notWritten: (file, why) =>
        `${file} could not be written (${why}). Your text is still here. Give kidoku write access to that folder, or copy the text there by hand.`,
    },
    try: 'Try',
    underWay: 'Both prompts are being asked. It takes 15 seconds at most, 25 where something is looked up.',
    problems: {
      noMessage: 'Write at least one message of the customer’s.',
      tooMany: 'At most 20 messages and 40 lines before them are tried.',
      tooLong: (what) => `${what}: at most 5,000 characters are tried.`,
      media: (what) => `${what} cannot be tried: write what it shows, or leave the box empty.`,
      tooOften: (seconds) =>
        `That was 20 tries within a minute. You can go on in ${seconds} s; all you wrote is still here.`,
      spent: (until) =>
        html`The day’s limit for the model is reached; tries count towards it. You can go on at about ${until}; all you
        wrote is still here.`,
    },
    caseOf: {
      heading: 'Save as a case',
      button: 'Save the case',
      language: 'Filed under',
      done: (files) => `Saved as a case in ${files}. Prompts are tested with it from now on.`,
      forOwner: 'Kept as a draft: an owner accepts it on the Knowledge page.',
      none: 'This cannot be a case: it is too long, or something is missing. Nothing was kept.',
      incomplete: 'Kept as a draft: “resolved” needs the passage the answer rests on, or the small-talk mark.',
      unknownSource: (source) => `Kept as a draft: there is no passage called ${source}.`,
      drafts: 'To the drafts',
      notWritten: (file, why) => `Kept as a draft: ${file} cannot be written (${why}).`,
      redacted: 'Names, numbers and addresses are replaced in the case as far as they can be recognised.',
    },
  },
  ja: {
    title: 'プレイグラウンド',
    between: '',
    lead: 'お客様になったつもりで書くと、2つのプロンプトの結果を並べて確認できます。誰にも送信されず、何も登録されず、既読も付きません。',
    model: (name) => `使用モデル：${name}`,
    offline:
      'オフラインモデルはプロンプトの設定部分だけを使い、本文は読みません。文章の変更はモデルを設定するまで反映されません。',
    opened: {
      from: ['', 'さんとの会話から（この判定が行われる前の状態）'],
      media: '画像・音声・ファイルは試せません。角括弧の部分を、写っている内容の説明に書き換えてください。',
      several: '複数人の会話です。ここでは1人のお客様が書いたものとして試します。',
      gone: 'この部分の文面は残っていません。送信の取り消し・消去、または保存期間の終了によるものです。',
    },
    writes: {
      heading: 'お客様のメッセージ',
      message: (number) => `メッセージ${number}`,
      another: 'メッセージを追加',
      before: '前のやり取り',
      beforeHint: '古い順に入力してください。空欄は無視されます。',
      line: (number) => `${number}行目`,
      who: '発言者',
      customer: 'お客様',
      assistant: 'アシスタント',
      anotherLine: '行を追加',
      name: 'お客様の名前',
      language: 'プロフィールの言語',
      unknown: '不明',
    },
    prompt: {
      heading: (side) => `プロンプト${side}`,
      file: 'プロンプトのファイル',
      load: '読み込む',
      edited: (name) => `${name}（編集中）`,
      edit: '本文を表示・編集',
      text: (side) => `プロンプト${side}の本文`,
      mistakes: 'この本文はまだ試せません',
      line: (number) => `${number}行目`,
      missing: 'この名前のファイルはもうありません。',
      tooBig: 'プロンプトは100KBまでです。本文を短くしてください。',
      loseEdits: '編集した内容が失われます。ファイルを読み込みますか？',
    },
    save: {
      heading: '新しいプロンプトとして保存',
      name: '新しいファイルの名前',
      hint: '文字・数字・「-」「_」',
      button: 'プロンプトを保存',
      ownersOnly: 'この本文を新しいプロンプトとして保存できるのはオーナーです。',
      done: (file) => `${file} に保存しました。`,
      notLive: (name) =>
        `まだお客様への応答には使われません。全員に使う場合は PROFILE=${name} で kidoku を起動し、一部のお客様に使う場合はプロンプトのフォルダーの experiments.yaml に名前を書いてください。`,
      taken: (name) => `「${name}」というプロンプトがすでにあり、そのまま残しています。別の名前にしてください。`,
      badName: '保存していません。名前に使えるのは文字・数字・「-」「_」で60字までです。',
      mistaken: '保存していません。本文の下に示した誤りを直してください。',
      notWritten: (file, why) =>
        `${file} に書き込めませんでした（${why}）。本文は残っています。フォルダーへの書き込みを許可するか、手で書き写してください。`,
    },
    try: '試す',
    underWay: '両方のプロンプトで試しています。最長15秒（照会があるときは25秒）かかります。',
    problems: {
      noMessage: 'お客様のメッセージを1つ以上入力してください。',
      tooMany: '試せるのは、メッセージ20件と前のやり取り40行までです。',
      tooLong: (what) => `${what}：試せるのは5,000字までです。`,
      media: (what) => `${what} は試せません。内容を言葉で書くか、空欄にしてください。`,
      tooOften: (seconds) => `1分間に20回試しました。${seconds}秒後に再開できます。入力した内容は残っています。`,
      spent: (until) =>
        html`モデルの1日の利用上限に達しました（ここでの試行も含まれます）。${until}ごろに再開できます。入力した内容は残っています。`,
    },
    caseOf: {
      heading: 'ケースとして保存',
      button: 'ケースを保存',
      language: '保存先の言語',
      done: (files) => `${files} にケースとして保存しました。今後のプロンプトのテストに使われます。`,
      forOwner: '下書きとして保存しました。オーナーが「知識」のページで承認します。',
      none: 'ケースにできません。長すぎるか、不足があります。何も保存していません。',
      incomplete: '下書きとして保存しました。「解決」には、根拠になる知識か、あいさつの印が必要です。',
      unknownSource: (source) => `下書きとして保存しました。「${source}」という知識はありません。`,
      drafts: '下書きを見る',
      notWritten: (file, why) => `下書きとして保存しました。${file} に書き込めません（${why}）。`,
      redacted: '名前・番号・住所などは、認識できるものをケースの中で置き換えます。',
    },
  },
  'zh-TW': {
    title: '試驗場',
    between: '',
    lead: '以顧客的身分寫訊息，並排比較兩份提示詞的結果。這裡的內容不會傳給任何人，不會被記錄，也不會標示已讀。',
    model: (name) => `使用的模型：${name}`,
    offline: '離線模型只使用提示詞開頭的設定，不讀內文；未設定模型時，修改文字不會反映在這裡。',
    opened: {
      from: ['取自與 ', ' 的對話，為這次判斷之前的狀態。'],
      media: '圖片、錄音與檔案無法在此測試。請把方括號的部分改寫成內容的描述。',
      several: '這個對話有多人發言，在此視為同一位顧客所寫。',
      gone: '這段文字已不在：可能已被收回、清除，或已超過保存範圍。',
    },
    writes: {
      heading: '顧客的訊息',
      message: (number) => `訊息 ${number}`,
      another: '新增訊息',
      before: '先前的對話',
      beforeHint: '由舊到新。空白的行會略過。',
      line: (number) => `第 ${number} 行`,
      who: '發言者',
      customer: '顧客',
      assistant: '助理',
      anotherLine: '新增一行',
      name: '顧客的名稱',
      language: '個人檔案的語言',
      unknown: '不明',
    },
    prompt: {
      heading: (side) => `提示詞 ${side}`,
      file: '提示詞檔案',
      load: '載入',
      edited: (name) => `${name}（編輯中）`,
      edit: '顯示並編輯內容',
      text: (side) => `提示詞 ${side} 的內容`,
      mistakes: '這份內容還不能測試',
      line: (number) => `第 ${number} 行`,
      missing: '這個名稱的檔案已不存在。',
      tooBig: '提示詞上限為 100 KB，請縮短內容。',
      loseEdits: '您的修改將會遺失。仍要載入檔案嗎？',
    },
    save: {
      heading: '另存為新的提示詞',
      name: '新檔案的名稱',
      hint: '文字、數字、- 與 _',
      button: '儲存提示詞',
      ownersOnly: '負責人可以將這份內容存成新的提示詞檔案。',
      done: (file) => `已儲存為 ${file}。`,
      notLive: (name) =>
        `目前還不會用來回覆顧客。若要用於所有顧客，請以 PROFILE=${name} 啟動 kidoku；若只用於部分顧客，請寫進提示詞資料夾的 experiments.yaml。`,
      taken: (name) => `已有名為 ${name} 的提示詞，原檔維持不變。請換一個名稱。`,
      badName: '未儲存：名稱最多 60 個字，只能用文字、數字、- 與 _。',
      mistaken: '未儲存：內容有誤，請見下方說明。',
      notWritten: (file, why) =>
        `無法寫入 ${file}（${why}）。您的內容還在。請讓 kidoku 能寫入該資料夾，或手動複製過去。`,
    },
    try: '測試',
    underWay: '正在測試兩份提示詞，最多需要 15 秒；需要查詢時最多 25 秒。',
    problems: {
      noMessage: '請至少寫一則顧客的訊息。',
      tooMany: '最多可測試 20 則訊息與先前的 40 行對話。',
      tooLong: (what) => `${what}：最多可測試 5,000 字。`,
      media: (what) => `${what} 無法測試：請寫出它的內容，或將欄位留空。`,
      tooOften: (seconds) => `一分鐘內已測試 20 次，請於 ${seconds} 秒後繼續。您寫的內容都還在。`,
      spent: (until) =>
        html`模型今天的用量已達上限，這裡的測試也計算在內。請於約 ${until} 之後繼續。您寫的內容都還在。`,
    },
    caseOf: {
      heading: '存成測試案例',
      button: '儲存案例',
      language: '歸檔語言',
      done: (files) => `已存成案例，寫入 ${files}，之後會用來測試提示詞。`,
      forOwner: '已存為草稿，由負責人在「知識庫」頁面核准。',
      none: '無法存為案例：內容太長或有缺漏。未儲存任何內容。',
      incomplete: '已存為草稿：「已解決」需要所依據的知識，或標示為問候。',
      unknownSource: (source) => `已存為草稿：沒有名為 ${source} 的知識。`,
      drafts: '查看草稿',
      notWritten: (file, why) => `已存為草稿：無法寫入 ${file}（${why}）。`,
      redacted: '案例中能辨識的姓名、號碼與地址會被替換。',
    },
  },
  th: {
    title: 'สนามทดลอง',
    between: ' ',
    lead: 'ลองเขียนแบบลูกค้า แล้วดูว่าพรอมต์สองแบบจะทำอย่างไร ไม่มีอะไรถูกส่งถึงใคร ไม่มีอะไรถูกบันทึก และไม่มีข้อความใดถูกทำเป็นอ่านแล้ว',
    model: (name) => `โมเดลที่ใช้: ${name}`,
    offline: 'โมเดลออฟไลน์ใช้เฉพาะส่วนตั้งค่าด้านบนของพรอมต์ ไม่อ่านเนื้อความ การแก้ถ้อยคำจึงยังไม่มีผลจนกว่าจะตั้งค่าโมเดล',
    opened: {
      from: ['จากการสนทนากับ ', ' ตามที่เป็นก่อนการตัดสินครั้งนี้'],
      media: 'รูปภาพ เสียง และไฟล์ทดลองที่นี่ไม่ได้ โปรดเขียนสิ่งที่เห็นแทนคำในวงเล็บเหลี่ยม',
      several: 'มีหลายคนเขียนในการสนทนานี้ ที่นี่จะทดลองเหมือนลูกค้าคนเดียวเขียนทั้งหมด',
      gone: 'ข้อความส่วนนี้ไม่มีแล้ว: ถูกยกเลิก ถูกลบ หรือเก่าเกินกว่าที่เก็บไว้',
    },
    writes: {
      heading: 'ข้อความของลูกค้า',
      message: (number) => `ข้อความที่ ${number}`,
      another: 'เพิ่มข้อความ',
      before: 'คุยกันก่อนหน้านี้',
      beforeHint: 'เรียงจากเก่าไปใหม่ บรรทัดว่างจะถูกข้าม',
      line: (number) => `บรรทัดที่ ${number}`,
      who: 'ผู้พูด',
      customer: 'ลูกค้า',
      assistant: 'ผู้ช่วย',
      anotherLine: 'เพิ่มบรรทัด',
      name: 'ชื่อลูกค้า',
      language: 'ภาษาในโปรไฟล์',
      unknown: 'ไม่ทราบ',
    },
    prompt: {
      heading: (side) => `พรอมต์ ${side}`,
      file: 'ไฟล์พรอมต์',
      load: 'โหลด',
      edited: (name) => `${name} (แก้ไขที่นี่)`,
      edit: 'แสดงและแก้ไขข้อความ',
      text: (side) => `ข้อความของพรอมต์ ${side}`,
      mistakes: 'ข้อความนี้ยังทดลองไม่ได้',
      line: (number) => `บรรทัด ${number}`,
      missing: 'ไม่มีไฟล์ชื่อนี้แล้ว',
      tooBig: 'พรอมต์ยาวได้ไม่เกิน 100 KB โปรดทำให้สั้นลง',
      loseEdits: 'สิ่งที่คุณแก้ไขจะหายไป ต้องการโหลดไฟล์หรือไม่',
    },
    save: {
      heading: 'บันทึกเป็นพรอมต์ใหม่',
      name: 'ชื่อไฟล์ใหม่',
      hint: 'ตัวอักษร ตัวเลข - และ _',
      button: 'บันทึกพรอมต์',
      ownersOnly: 'เจ้าของบันทึกข้อความนี้เป็นไฟล์พรอมต์ใหม่ได้',
      done: (file) => `บันทึกเป็น ${file} แล้ว`,
      notLive: (name) =>
        `ยังไม่มีลูกค้าคนใดได้รับคำตอบจากพรอมต์นี้ หากต้องการใช้กับทุกคน ให้เริ่ม kidoku ด้วย PROFILE=${name} หากต้องการใช้กับบางส่วน ให้ใส่ชื่อไว้ใน experiments.yaml ในโฟลเดอร์พรอมต์`,
      taken: (name) => `มีพรอมต์ชื่อ ${name} อยู่แล้ว และยังคงเดิม โปรดใช้ชื่ออื่น`,
      badName: 'ยังไม่ได้บันทึก: ชื่อยาวได้ 60 ตัว ใช้ตัวอักษร ตัวเลข - และ _ ได้',
      mistaken: 'ยังไม่ได้บันทึก: ข้อความมีข้อผิดพลาดตามที่ระบุด้านล่าง',
      notWritten: (file, why) =>
        `เขียน ${file} ไม่ได้ (${why}) ข้อความของคุณยังอยู่ โปรดให้ kidoku เขียนในโฟลเดอร์นั้นได้ หรือคัดลอกไปเอง`,
    },
    try: 'ทดลอง',
    underWay: 'กำลังทดลองพรอมต์ทั้งสอง ใช้เวลาไม่เกิน 15 วินาที หรือ 25 วินาทีเมื่อต้องค้นดู',
    problems: {
      noMessage: 'โปรดเขียนข้อความของลูกค้าอย่างน้อยหนึ่งข้อความ',
      tooMany: 'ทดลองได้ไม่เกิน 20 ข้อความ และ 40 บรรทัดก่อนหน้า',
      tooLong: (what) => `${what}: ทดลองได้ไม่เกิน 5,000 ตัวอักษร`,
      media: (what) => `${what} ทดลองไม่ได้ โปรดเขียนสิ่งที่เห็น หรือเว้นว่างไว้`,
      tooOften: (seconds) => `ทดลองครบ 20 ครั้งในหนึ่งนาทีแล้ว ทดลองต่อได้ใน ${seconds} วินาที สิ่งที่คุณเขียนยังอยู่ครบ`,
      spent: (until) =>
        html`การใช้โมเดลถึงขีดจำกัดต่อวันแล้ว และการทดลองที่นี่ก็นับรวมด้วย ทดลองต่อได้ประมาณ ${until} สิ่งที่คุณเขียนยังอยู่ครบ`,
    },
    caseOf: {
      heading: 'บันทึกเป็นกรณีทดสอบ',
      button: 'บันทึกกรณีทดสอบ',
      language: 'เก็บไว้ในภาษา',
      done: (files) => `บันทึกเป็นกรณีทดสอบใน ${files} แล้ว จากนี้จะใช้ทดสอบพรอมต์`,
      forOwner: 'เก็บเป็นฉบับร่างแล้ว เจ้าของอนุมัติได้ที่หน้าคลังความรู้',
      none: 'บันทึกเป็นกรณีทดสอบไม่ได้ ยาวเกินไปหรือข้อมูลไม่ครบ ไม่มีอะไรถูกบันทึก',
      incomplete: 'เก็บเป็นฉบับร่างแล้ว: “แก้แล้ว” ต้องมีความรู้ที่ใช้ตอบ หรือเครื่องหมายว่าเป็นคำทักทาย',
      unknownSource: (source) => `เก็บเป็นฉบับร่างแล้ว: ไม่มีความรู้ชื่อ ${source}`,
      drafts: 'ไปที่ฉบับร่าง',
      notWritten: (file, why) => `เก็บเป็นฉบับร่างแล้ว: เขียน ${file} ไม่ได้ (${why})`,
      redacted: 'ชื่อ หมายเลข และที่อยู่ที่ระบบรู้จักจะถูกแทนที่ในกรณีทดสอบ',
    },
  },
}
