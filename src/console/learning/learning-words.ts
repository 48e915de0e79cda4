/** What the pages say on which staff teach the assistant: what was the answer, make this a case, the shop's knowledge. */
import type { DecisionWord } from '../../core/judgement.ts'
import type { ConsoleLanguage } from '../language.ts'

export interface LearningWords {
  learn: {
    title: string
    lead: string
    gone: string
    question: string
    answer: string
    answerHint: string
    passageTitle: string
    titleHint: string
    also: string
    alsoHint: string
    withCase: string
    draft: string
    later: string
  }
  makeCase: {
    title: string
    lead: string
    said: string
    customer: string
    assistant: string
    use: { judge: string; before: string; out: string }
    expect: string
    decisions: Record<DecisionWord, string>
    source: string
    sourceHint: string
    smallTalk: string
    draft: string
    nothing: string
  }
  language: string
  redacted: string
  back: string
  knowledge: {
    drafts: string
    noDrafts: string
    from: (who: string) => string
    passage: string
    aCase: string
    save: string
    accept: string
    acceptAsOwner: string
    discard: string
    files: string
    noFiles: string
    file: string
    passages: string
    broken: string
    allGood: string
    learnedHint: string
  }
  said: {
    drafted: string
    saved: string
    accepted: (files: string) => string
    discarded: string
    gone: string
    incomplete: string
    notWritten: (file: string, why: string) => string
    empty: string
  }
}

export const learningWords: Record<ConsoleLanguage, LearningWords> = {
  en: {
    learn: {
      title: 'What was the answer?',
      lead: 'Write what you told the customer, as every customer may read it. It becomes a draft; an owner accepts it, and from then on the assistant knows it.',
      gone: 'The words of this question are gone: they were taken back or erased. You can still write the answer down.',
      question: 'The customer asked',
      answer: 'The answer',
      answerHint: 'Whole sentences, true for everybody who asks. Nothing about this customer.',
      passageTitle: 'What it is about',
      titleHint: 'A short heading, such as “Parking”',
      also: 'Other words customers use for it',
      alsoHint: 'With commas between them',
      withCase: 'Also make a case of the question, to test prompts with',
      draft: 'Make a draft',
      later: 'Not now',
    },
    makeCase: {
      title: 'Make this a case',
      lead: 'A case says what a customer writes and which decision is right. Prompts are tested with it. Choose what belongs to it and look at every line: names and numbers must be gone.',
      said: 'What was said',
      customer: 'Customer',
      assistant: 'Assistant',
      use: { judge: 'To be judged', before: 'Said before', out: 'Leave out' },
      expect: 'The right decision',
      decisions: {
        resolved: 'Resolved: the assistant can answer it',
        needs_info: 'Ask back: something is missing',
        handoff: 'Hand-off: a person must take it',
      },
      source: 'Passage the answer rests on',
      sourceHint: 'For “resolved”, such as hours.en#weekend',
      smallTalk: 'It is only a greeting or thanks, and needs no passage',
      draft: 'Make a draft',
      nothing: 'There are no words left in this conversation to make a case of.',
    },
    language: 'Language',
    redacted: 'Names, numbers and addresses were replaced as far as they could be recognised. Please check.',
    back: 'Back to the conversation',
    knowledge: {
      drafts: 'Drafts',
      noDrafts:
        'No drafts. When you press Done after helping a customer, kidoku asks what the answer was and keeps a draft here.',
      from: (who) => `by ${who}`,
      passage: 'Passage',
      aCase: 'Case',
      save: 'Save',
      accept: 'Accept',
      acceptAsOwner: 'An owner accepts drafts.',
      discard: 'Discard',
      files: 'Files the assistant knows',
      noFiles: 'No knowledge files are read.',
      file: 'File',
      passages: 'Passages',
      broken: 'Broken files: the last good version is used',
      allGood: 'All files are in order.',
      learnedHint: 'Accepted drafts stand in files named learned. Anybody may edit these files by hand.',
    },
    said: {
      drafted: 'The draft is kept. An owner can accept it here.',
      saved: 'Saved.',
      accepted: (files) => `Accepted. Written to ${files}.`,
      discarded: 'Discarded.',
      gone: 'This draft is not there any more: somebody accepted or discarded it.',
      incomplete: 'A “resolved” case needs the passage it rests on, or the small-talk mark. The draft is kept.',
      notWritten: (file, why) =>
        `${file} cannot be written (${why}). The draft is kept. Give kidoku write access to that folder, or copy the text there by hand.`,
      empty: 'Something is missing: a passage needs a heading and a text, a case needs a message to be judged.',
    },
  },
  ja: {
    learn: {
      title: '答えは何でしたか？',
      lead: 'お客様にお伝えした内容を、どのお客様が読んでもよい形でご記入ください。下書きになり、オーナーが承認するとアシスタントが答えられるようになります。',
      gone: 'この質問の文面は取り消し・消去されたため残っていません。答えだけでも記入できます。',
      question: 'お客様のご質問',
      answer: '答え',
      answerHint: '誰に聞かれても正しい文章で。このお客様個人のことは書かないでください。',
      passageTitle: '何についてか',
      titleHint: '短い見出し（例：駐車場）',
      also: 'お客様が使うほかの言い方',
      alsoHint: 'カンマで区切ってください',
      withCase: 'プロンプトのテスト用に、この質問をケースとしても残す',
      draft: '下書きを作る',
      later: '今はしない',
    },
    makeCase: {
      title: 'ケースにする',
      lead: 'ケースは、お客様の文面と正しい判定の組です。プロンプトのテストに使います。含める行を選び、名前や番号が残っていないか1行ずつご確認ください。',
      said: 'やり取り',
      customer: 'お客様',
      assistant: 'アシスタント',
      use: { judge: '判定する', before: '前のやり取り', out: '含めない' },
      expect: '正しい判定',
      decisions: {
        resolved: '解決：アシスタントが答えられる',
        needs_info: '聞き返し：情報が足りない',
        handoff: '引き継ぎ：人が対応すべき',
      },
      source: '答えの根拠になる知識',
      sourceHint: '「解決」の場合のみ（例：hours.ja#weekend）',
      smallTalk: 'あいさつ・お礼だけで、知識は不要',
      draft: '下書きを作る',
      nothing: 'この会話には、ケースにできる文面が残っていません。',
    },
    language: '言語',
    redacted: '名前・番号・住所などは、認識できたものを置き換えています。念のためご確認ください。',
    back: '会話に戻る',
    knowledge: {
      drafts: '下書き',
      noDrafts: '下書きはありません。対応後に「完了」を押すと、答えの内容をお尋ねし、下書きをここに保管します。',
      from: (who) => `${who}さん`,
      passage: '知識',
      aCase: 'ケース',
      save: '保存',
      accept: '承認する',
      acceptAsOwner: '承認はオーナーが行います。',
      discard: '破棄',
      files: 'アシスタントが読んでいるファイル',
      noFiles: '知識ファイルが読み込まれていません。',
      file: 'ファイル',
      passages: '項目数',
      broken: '壊れているファイル（直前の正しい版を使用中）',
      allGood: 'すべてのファイルに問題はありません。',
      learnedHint: '承認した下書きは learned という名前のファイルに入ります。手で編集してもかまいません。',
    },
    said: {
      drafted: '下書きを保存しました。オーナーがここで承認できます。',
      saved: '保存しました。',
      accepted: (files) => `承認しました。${files} に書き込みました。`,
      discarded: '破棄しました。',
      gone: 'この下書きはもうありません。ほかの方が承認または破棄しました。',
      incomplete: '「解決」のケースには、根拠になる知識か、あいさつの印が必要です。下書きは残っています。',
      notWritten: (file, why) =>
        `${file} に書き込めません（${why}）。下書きは残っています。フォルダーへの書き込みを許可するか、手で書き写してください。`,
      empty: '足りない項目があります。知識には見出しと文章、ケースには判定する文面が必要です。',
    },
  },
  'zh-TW': {
    learn: {
      title: '答案是什麼？',
      lead: '請寫下您告訴顧客的內容，並以任何顧客都能閱讀的方式表達。它會成為草稿；負責人核准後，助理就會了。',
      gone: '這個問題的文字已被收回或刪除，但您仍可寫下答案。',
      question: '顧客的問題',
      answer: '答案',
      answerHint: '完整的句子，對每位詢問者都成立。請勿寫到這位顧客的個人資料。',
      passageTitle: '關於什麼',
      titleHint: '簡短的標題，例如「停車」',
      also: '顧客的其他說法',
      alsoHint: '以逗號分隔',
      withCase: '也把問題做成案例，用來測試提示詞',
      draft: '建立草稿',
      later: '先不要',
    },
    makeCase: {
      title: '做成案例',
      lead: '案例記錄顧客寫了什麼、正確的判斷是什麼，用來測試提示詞。請選擇要放進去的內容，並逐行確認姓名與號碼都已去除。',
      said: '對話內容',
      customer: '顧客',
      assistant: '助理',
      use: { judge: '要判斷的', before: '先前的對話', out: '不放入' },
      expect: '正確的判斷',
      decisions: {
        resolved: '已解決：助理能回答',
        needs_info: '反問：資訊不足',
        handoff: '轉專人：必須由人處理',
      },
      source: '答案依據的知識',
      sourceHint: '僅「已解決」需要，例如 hours.zh-TW#weekend',
      smallTalk: '只是問候或道謝，不需要知識',
      draft: '建立草稿',
      nothing: '這個對話已沒有可做成案例的文字。',
    },
    language: '語言',
    redacted: '能辨識的姓名、號碼與地址已替換，請再確認一次。',
    back: '回到對話',
    knowledge: {
      drafts: '草稿',
      noDrafts: '沒有草稿。您協助顧客後按「完成」，kidoku 會詢問答案，並把草稿存放在這裡。',
      from: (who) => `由 ${who} 建立`,
      passage: '知識',
      aCase: '案例',
      save: '儲存',
      accept: '核准',
      acceptAsOwner: '草稿由負責人核准。',
      discard: '捨棄',
      files: '助理讀取的檔案',
      noFiles: '沒有讀取任何知識檔案。',
      file: '檔案',
      passages: '則數',
      broken: '損壞的檔案（沿用最後一個正確版本）',
      allGood: '所有檔案都正常。',
      learnedHint: '核准的草稿會寫入名為 learned 的檔案，也可以手動編輯。',
    },
    said: {
      drafted: '草稿已儲存，負責人可以在這裡核准。',
      saved: '已儲存。',
      accepted: (files) => `已核准，寫入 ${files}。`,
      discarded: '已捨棄。',
      gone: '這份草稿已不在：有人核准或捨棄了它。',
      incomplete: '「已解決」的案例需要所依據的知識，或標示為問候。草稿仍保留。',
      notWritten: (file, why) => `無法寫入 ${file}（${why}）。草稿仍保留。請讓 kidoku 能寫入該資料夾，或手動複製過去。`,
      empty: '缺少內容：知識需要標題與文字，案例需要一則要判斷的訊息。',
    },
  },
  th: {
    learn: {
      title: 'คำตอบคืออะไร',
      lead: 'โปรดเขียนสิ่งที่คุณตอบลูกค้า ในแบบที่ลูกค้าทุกคนอ่านได้ ระบบจะเก็บเป็นฉบับร่าง เมื่อเจ้าของอนุมัติแล้ว ผู้ช่วยจะตอบเรื่องนี้ได้',
      gone: 'ข้อความของคำถามนี้ถูกยกเลิกหรือลบไปแล้ว แต่ยังเขียนคำตอบไว้ได้',
      question: 'ลูกค้าถามว่า',
      answer: 'คำตอบ',
      answerHint: 'เขียนเป็นประโยคเต็ม ที่ถูกต้องสำหรับทุกคนที่ถาม และไม่มีเรื่องส่วนตัวของลูกค้ารายนี้',
      passageTitle: 'เกี่ยวกับเรื่องอะไร',
      titleHint: 'หัวข้อสั้น ๆ เช่น “ที่จอดรถ”',
      also: 'คำอื่นที่ลูกค้าใช้เรียก',
      alsoHint: 'คั่นด้วยเครื่องหมายจุลภาค',
      withCase: 'ทำคำถามนี้เป็นกรณีทดสอบพรอมต์ด้วย',
      draft: 'สร้างฉบับร่าง',
      later: 'ไว้ทีหลัง',
    },
    makeCase: {
      title: 'ทำเป็นกรณีทดสอบ',
      lead: 'กรณีทดสอบบอกว่าลูกค้าเขียนอะไร และการตัดสินใดถูกต้อง ใช้ทดสอบพรอมต์ โปรดเลือกบรรทัดที่ต้องใช้ และตรวจทุกบรรทัดว่าไม่มีชื่อหรือหมายเลขเหลืออยู่',
      said: 'บทสนทนา',
      customer: 'ลูกค้า',
      assistant: 'ผู้ช่วย',
      use: { judge: 'ให้ตัดสิน', before: 'คุยก่อนหน้า', out: 'ไม่ใช้' },
      expect: 'การตัดสินที่ถูกต้อง',
      decisions: {
        resolved: 'แก้แล้ว: ผู้ช่วยตอบได้',
        needs_info: 'ถามกลับ: ข้อมูลยังไม่พอ',
        handoff: 'ส่งต่อ: ต้องให้คนดูแล',
      },
      source: 'ความรู้ที่ใช้ตอบ',
      sourceHint: 'เฉพาะ “แก้แล้ว” เช่น hours.th#weekend',
      smallTalk: 'เป็นเพียงคำทักทายหรือขอบคุณ ไม่ต้องใช้ความรู้',
      draft: 'สร้างฉบับร่าง',
      nothing: 'การสนทนานี้ไม่มีข้อความเหลือให้ทำเป็นกรณีทดสอบ',
    },
    language: 'ภาษา',
    redacted: 'ชื่อ หมายเลข และที่อยู่ที่ระบบรู้จักถูกแทนที่แล้ว โปรดตรวจอีกครั้ง',
    back: 'กลับไปที่การสนทนา',
    knowledge: {
      drafts: 'ฉบับร่าง',
      noDrafts: 'ยังไม่มีฉบับร่าง เมื่อคุณช่วยลูกค้าแล้วกด “เสร็จสิ้น” kidoku จะถามว่าคำตอบคืออะไร และเก็บฉบับร่างไว้ที่นี่',
      from: (who) => `โดย ${who}`,
      passage: 'ความรู้',
      aCase: 'กรณีทดสอบ',
      save: 'บันทึก',
      accept: 'อนุมัติ',
      acceptAsOwner: 'เจ้าของเป็นผู้อนุมัติฉบับร่าง',
      discard: 'ทิ้ง',
      files: 'ไฟล์ที่ผู้ช่วยอ่าน',
      noFiles: 'ยังไม่มีไฟล์ความรู้',
      file: 'ไฟล์',
      passages: 'จำนวนหัวข้อ',
      broken: 'ไฟล์ที่เสีย (ยังใช้ฉบับดีล่าสุดอยู่)',
      allGood: 'ทุกไฟล์เรียบร้อยดี',
      learnedHint: 'ฉบับร่างที่อนุมัติแล้วจะอยู่ในไฟล์ชื่อ learned และแก้ด้วยมือได้',
    },
    said: {
      drafted: 'เก็บฉบับร่างแล้ว เจ้าของอนุมัติได้ที่นี่',
      saved: 'บันทึกแล้ว',
      accepted: (files) => `อนุมัติแล้ว เขียนลงใน ${files}`,
      discarded: 'ทิ้งแล้ว',
      gone: 'ฉบับร่างนี้ไม่อยู่แล้ว มีคนอนุมัติหรือทิ้งไปก่อน',
      incomplete: 'กรณี “แก้แล้ว” ต้องมีความรู้ที่ใช้ตอบ หรือเครื่องหมายว่าเป็นคำทักทาย ฉบับร่างยังอยู่',
      notWritten: (file, why) => `เขียน ${file} ไม่ได้ (${why}) ฉบับร่างยังอยู่ โปรดให้ kidoku เขียนในโฟลเดอร์นั้นได้ หรือคัดลอกไปเอง`,
      empty: 'ข้อมูลไม่ครบ: ความรู้ต้องมีหัวข้อและข้อความ กรณีทดสอบต้องมีข้อความที่ให้ตัดสิน',
    },
  },
}
