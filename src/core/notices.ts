/**
 * The fixed sentences kidoku says without a model: they must be true when nothing else works. A prompt's `notices` may
 * replace any of them.
 */
import type { NoticeLanguage } from './language.ts'

export interface Notices {
  /** A person has been given the conversation. */
  handoff: string
  /** The same, because of a picture, video, voice message or file that the assistant cannot look at. */
  cannot_see: string
  /** The same, because it is too big. */
  too_big: string
  /** The same, because it could not be opened. */
  cannot_open: string
  /** The same, because it is more than the assistant is shown at once. */
  too_much: string
  /** Behind an answer that was given a moment ago already. */
  offer_person: string
  /** The model failed for good: staff see the message, and nothing is promised beyond that. */
  no_judgement: string
  /** The assistant is paused for everybody: staff have the message. */
  paused: string
  /** Put behind a notice that promises a person, when nobody is there now: when one is. `{when}` is the time. */
  away: string
  /** To one who waits and writes again while nobody is there, once in that time. */
  not_forgotten: string
  /** Said once, before the first answer to a customer: a machine answers, and how to reach a person. */
  introduction: string
  /** To somebody who has just added the account; off unless the policy says so. */
  greeting: string
  /** The customer has gone back from staff to the assistant. */
  back: string
  /** The customer says that it is solved. */
  solved: string
  /** The customer asked for Read. */
  marked_read: string
  /** The answer is not ready and its reply token ends: a tap on the button under this brings it. */
  announcement: string
  /** What was asked for has been recorded; below it stands what. */
  recorded: string
  /** Above the button that opens the page on which to sign in. */
  link_account: string
  /** The customer's account in the shop's system is linked. LINE: they are told that they can undo it. */
  linked: string
  /** They have signed in, and the shop's system did not tell whose account that is. */
  not_linked: string
  /** They have undone it. */
  unlinked: string
}

export const notices: Record<NoticeLanguage, Notices> = {
  en: {
    handoff: 'Thank you. I have passed this on to our staff; a person will answer you here.',
    cannot_see:
      'Thank you. I cannot look at this kind of message myself, so I have passed it on to our staff; a person will answer you here.',
    no_judgement: 'Sorry, I cannot answer right now. Our staff can see your message and will get back to you here.',
    paused: 'Thank you. Your message is with our staff, who answer it themselves; they will get back to you here.',
    away: 'Nobody is here right now; our staff are back {when}.',
    not_forgotten: 'Your message is safe with our staff, and you are not forgotten: they are back {when}.',
    introduction: 'This is the shop’s automatic assistant. To reach a person, write “operator” at any time.',
    too_big:
      'Thank you. This is too big for me to look at, so I have passed it on to our staff; a person will answer you here.',
    cannot_open:
      'Thank you. I could not open this, so I have passed it on to our staff; a person will answer you here.',
    too_much:
      'Thank you. This is more than I can read at once, so I have passed it on to our staff; a person will answer you here.',
    offer_person: 'If this does not answer it, I can pass you to a person.',
    greeting:
      'Thank you for adding us. This is the shop’s automatic assistant: ask me anything, and write “operator” to reach a person.',
    back: 'The assistant is here again. What can I do for you?',
    solved: 'Thank you for telling us.',
    marked_read: 'Marked as read.',
    announcement: 'Your answer is nearly ready.',
    recorded: 'Your request has been recorded:',
    link_account: 'Please sign in to your account at our shop; then I can look it up for you.',
    linked: 'Your account is linked. To undo this, write “unlink” at any time.',
    not_linked:
      'Sorry, your account could not be linked. Please try again later, or write “operator” to reach a person.',
    unlinked: 'Your account is no longer linked.',
  },
  ja: {
    handoff: 'ありがとうございます。担当スタッフに引き継ぎました。このトークでスタッフからお返事いたします。',
    cannot_see:
      'ありがとうございます。この形式のメッセージは自動応答では確認できないため、担当スタッフに引き継ぎました。このトークでスタッフからお返事いたします。',
    no_judgement:
      '申し訳ございません。ただいま自動でお答えできません。メッセージはスタッフが確認できますので、このトークでのお返事をお待ちください。',
    paused: 'ありがとうございます。メッセージをお預かりしました。スタッフより直接、このトークでお返事いたします。',
    away: 'ただいま営業時間外のため、スタッフの対応は{when}からとなります。',
    not_forgotten:
      'メッセージは確かにスタッフがお預かりしています。{when}から順にお返事いたしますので、今しばらくお待ちください。',
    introduction: '自動アシスタントがお答えします。スタッフをご希望のときは、いつでも「担当者」と送ってください。',
    too_big:
      'ありがとうございます。サイズが大きく自動では確認できないため、担当スタッフに引き継ぎました。このトークでスタッフからお返事いたします。',
    cannot_open:
      'ありがとうございます。こちらを開くことができなかったため、担当スタッフに引き継ぎました。このトークでスタッフからお返事いたします。',
    too_much:
      'ありがとうございます。一度に自動で確認できる量を超えているため、担当スタッフに引き継ぎました。このトークでスタッフからお返事いたします。',
    offer_person: 'これで解決しない場合は、担当スタッフにおつなぎします。',
    greeting:
      '友だち追加ありがとうございます。自動アシスタントがお答えします。ご質問をお送りください。スタッフをご希望のときは「担当者」と送ってください。',
    back: '自動アシスタントに戻りました。ご用件をお聞かせください。',
    solved: 'お知らせいただき、ありがとうございます。',
    marked_read: '既読にしました。',
    announcement: 'まもなくお返事をご用意できます。',
    recorded: 'ご依頼を登録しました。',
    link_account: '当店のアカウントにログインしてください。ログイン後にお調べします。',
    linked: 'アカウントを連携しました。解除するときは、いつでも「連携解除」と送ってください。',
    not_linked:
      '申し訳ございません。アカウントを連携できませんでした。時間をおいてお試しいただくか、「担当者」と送ってください。',
    unlinked: 'アカウントの連携を解除しました。',
  },
  'zh-TW': {
    handoff: '謝謝您。已為您轉交給服務人員，稍後會由專人在此回覆您。',
    cannot_see: '謝謝您。自動助理無法查看這類訊息，已為您轉交給服務人員，稍後會由專人在此回覆您。',
    no_judgement: '很抱歉，目前無法自動回覆。服務人員看得到您的訊息，會在此與您聯絡。',
    paused: '謝謝您。您的訊息已交給店員，將由店員親自在此回覆您。',
    away: '目前非服務時間，店員將於{when}起為您服務。',
    not_forgotten: '您的訊息已妥善交給店員，我們沒有忘記您。店員將於{when}起回覆您。',
    introduction: '這裡由自動助理為您服務。若需要專人協助，隨時輸入「真人客服」即可。',
    too_big: '謝謝您。檔案太大，自動助理無法查看，已為您轉交給服務人員，稍後會由專人在此回覆您。',
    cannot_open: '謝謝您。自動助理無法開啟這個內容，已為您轉交給服務人員，稍後會由專人在此回覆您。',
    too_much: '謝謝您。內容較多，自動助理無法一次看完，已為您轉交給服務人員，稍後會由專人在此回覆您。',
    offer_person: '如果這樣還沒解決您的問題，可以為您轉接真人客服。',
    greeting: '感謝您加入好友！這裡由自動助理為您服務，歡迎直接提問；需要專人協助時，請輸入「真人客服」。',
    back: '自動助理回來為您服務了，請問需要什麼協助？',
    solved: '謝謝您告訴我們。',
    marked_read: '已標為已讀。',
    announcement: '回覆即將準備好。',
    recorded: '已為您記錄：',
    link_account: '請登入您在本店的帳號，登入後即可為您查詢。',
    linked: '您的帳號已連結。若要解除，隨時輸入「解除連結」即可。',
    not_linked: '很抱歉，帳號未能連結。請稍後再試，或輸入「真人客服」由專人協助。',
    unlinked: '已解除帳號連結。',
  },
  th: {
    handoff: 'ขอบคุณค่ะ ส่งเรื่องให้เจ้าหน้าที่แล้ว เจ้าหน้าที่จะตอบกลับในแชทนี้นะคะ',
    cannot_see: 'ขอบคุณค่ะ ระบบอัตโนมัติเปิดดูข้อความประเภทนี้ไม่ได้ จึงส่งต่อให้เจ้าหน้าที่แล้ว เจ้าหน้าที่จะตอบกลับในแชทนี้นะคะ',
    no_judgement: 'ขออภัยค่ะ ขณะนี้ระบบตอบอัตโนมัติไม่ได้ เจ้าหน้าที่เห็นข้อความของคุณแล้วและจะติดต่อกลับในแชทนี้ค่ะ',
    paused: 'ขอบคุณค่ะ ข้อความของคุณถึงเจ้าหน้าที่แล้ว เจ้าหน้าที่จะเป็นผู้ตอบกลับเองในแชทนี้นะคะ',
    away: 'ขณะนี้อยู่นอกเวลาทำการ เจ้าหน้าที่จะกลับมา{when} ค่ะ',
    not_forgotten: 'ข้อความของคุณอยู่กับเจ้าหน้าที่แล้ว เราไม่ลืมคุณนะคะ เจ้าหน้าที่จะกลับมา{when} ค่ะ',
    introduction: 'ผู้ช่วยอัตโนมัติของร้านเป็นผู้ตอบค่ะ หากต้องการคุยกับพนักงาน พิมพ์ “เจ้าหน้าที่” ได้ทุกเมื่อ',
    too_big: 'ขอบคุณค่ะ ไฟล์นี้ใหญ่เกินกว่าที่ระบบอัตโนมัติจะเปิดดูได้ จึงส่งต่อให้เจ้าหน้าที่แล้ว เจ้าหน้าที่จะตอบกลับในแชทนี้นะคะ',
    cannot_open: 'ขอบคุณค่ะ ระบบอัตโนมัติเปิดข้อความนี้ไม่ได้ จึงส่งต่อให้เจ้าหน้าที่แล้ว เจ้าหน้าที่จะตอบกลับในแชทนี้นะคะ',
    too_much: 'ขอบคุณค่ะ ข้อความมีมากเกินกว่าที่ระบบอัตโนมัติจะอ่านได้ในครั้งเดียว จึงส่งต่อให้เจ้าหน้าที่แล้ว เจ้าหน้าที่จะตอบกลับในแชทนี้นะคะ',
    offer_person: 'หากยังไม่ตรงกับที่ถาม ให้เจ้าหน้าที่ช่วยตอบได้นะคะ',
    greeting: 'ขอบคุณที่เพิ่มเราเป็นเพื่อนค่ะ ผู้ช่วยอัตโนมัติของร้านยินดีตอบคำถาม หากต้องการคุยกับพนักงาน พิมพ์ “เจ้าหน้าที่” ได้เลยค่ะ',
    back: 'ผู้ช่วยอัตโนมัติกลับมาแล้วค่ะ มีอะไรให้ช่วยไหมคะ',
    solved: 'ขอบคุณที่แจ้งให้เราทราบค่ะ',
    marked_read: 'ทำเครื่องหมายว่าอ่านแล้วค่ะ',
    announcement: 'คำตอบใกล้พร้อมแล้วค่ะ',
    recorded: 'บันทึกคำขอของคุณแล้วค่ะ:',
    link_account: 'กรุณาเข้าสู่ระบบด้วยบัญชีของร้าน แล้วระบบจะค้นหาให้ค่ะ',
    linked: 'เชื่อมบัญชีเรียบร้อยแล้วค่ะ หากต้องการยกเลิก พิมพ์ “ยกเลิกการเชื่อม” ได้ทุกเมื่อ',
    not_linked: 'ขออภัยค่ะ เชื่อมบัญชีไม่สำเร็จ กรุณาลองใหม่ภายหลัง หรือพิมพ์ “เจ้าหน้าที่” เพื่อคุยกับพนักงานค่ะ',
    unlinked: 'ยกเลิกการเชื่อมบัญชีแล้วค่ะ',
  },
  id: {
    handoff: 'Terima kasih. Pesan Anda sudah kami teruskan ke staf; staf kami akan membalas di sini.',
    cannot_see:
      'Terima kasih. Asisten otomatis tidak dapat melihat jenis pesan ini, jadi sudah kami teruskan ke staf; staf kami akan membalas di sini.',
    no_judgement:
      'Maaf, saat ini kami tidak dapat menjawab secara otomatis. Staf kami dapat melihat pesan Anda dan akan menghubungi Anda di sini.',
    paused: 'Terima kasih. Pesan Anda sudah ada pada staf kami; staf kami sendiri yang akan membalas Anda di sini.',
    away: 'Saat ini di luar jam layanan; staf kami kembali {when}.',
    not_forgotten: 'Pesan Anda aman bersama staf kami dan tidak dilupakan: staf kembali {when}.',
    introduction: 'Ini asisten otomatis toko. Untuk berbicara dengan staf, tulis “operator” kapan saja.',
    too_big:
      'Terima kasih. Ukurannya terlalu besar untuk dilihat asisten otomatis, jadi sudah kami teruskan ke staf; staf kami akan membalas di sini.',
    cannot_open:
      'Terima kasih. Asisten otomatis tidak dapat membukanya, jadi sudah kami teruskan ke staf; staf kami akan membalas di sini.',
    too_much:
      'Terima kasih. Pesannya terlalu banyak untuk dibaca asisten otomatis sekaligus, jadi sudah kami teruskan ke staf; staf kami akan membalas di sini.',
    offer_person: 'Jika ini belum menjawab, saya dapat meneruskan Anda ke staf.',
    greeting:
      'Terima kasih telah menambahkan kami. Ini asisten otomatis toko: silakan bertanya, dan tulis “operator” untuk berbicara dengan staf.',
    back: 'Asisten kembali melayani Anda. Ada yang bisa dibantu?',
    solved: 'Terima kasih atas kabarnya.',
    marked_read: 'Sudah ditandai dibaca.',
    announcement: 'Jawaban Anda hampir siap.',
    recorded: 'Permintaan Anda sudah dicatat:',
    link_account: 'Silakan masuk ke akun Anda di toko kami, lalu saya dapat mencarikannya.',
    linked: 'Akun Anda sudah tertaut. Untuk membatalkannya, tulis “putuskan tautan” kapan saja.',
    not_linked:
      'Maaf, akun Anda belum dapat ditautkan. Silakan coba lagi nanti, atau tulis “operator” untuk berbicara dengan staf.',
    unlinked: 'Akun Anda tidak lagi tertaut.',
  },
}
