/** A dozen stickers; an emoji stands for the picture. LINE gives the bot only the keywords. */
export const STICKERS = [
  { face: '👋', name: 'Hello', keywords: ['hello', 'hi', 'greeting'] },
  { face: '🙏', name: 'Thank you', keywords: ['thanks', 'thank you', 'please'] },
  { face: '👌', name: 'OK', keywords: ['ok', 'okay', 'got it'] },
  { face: '👍', name: 'Good', keywords: ['good', 'great', 'nice'] },
  { face: '😄', name: 'Happy', keywords: ['happy', 'smile', 'yay'] },
  { face: '😍', name: 'Love it', keywords: ['love', 'like', 'heart'] },
  { face: '🤔', name: 'Hmm', keywords: ['hmm', 'thinking', 'question'] },
  { face: '😭', name: 'Crying', keywords: ['sad', 'crying', 'sorry'] },
  { face: '😡', name: 'Angry', keywords: ['angry', 'mad', 'upset'] },
  { face: '🙇', name: 'Sorry', keywords: ['sorry', 'apology', 'bow'] },
  { face: '🎂', name: 'Cake', keywords: ['cake', 'birthday', 'celebrate'] },
  { face: '🥐', name: 'Croissant', keywords: ['bread', 'croissant', 'hungry'] },
]
