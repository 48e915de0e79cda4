/** Copies what stands on the page by its id. The button is there only where scripts run (conversation.css). */
const shown = 1_800

/** Over plain http browsers give no clipboard; a marked text can be copied still. */
async function copy(element) {
  try {
    await navigator.clipboard.writeText(element.textContent.trim())
  } catch {
    getSelection().selectAllChildren(element)
    const done = document.execCommand('copy')
    getSelection().removeAllRanges()
    if (!done) throw new Error('nothing was copied')
  }
}

document.addEventListener('click', async ({ target }) => {
  const button = target.closest?.('[data-copy]')
  const element = button && document.getElementById(button.dataset.copy)
  if (!element) return
  try {
    await copy(element)
  } catch {
    // Marked, it is copied by hand.
    getSelection().selectAllChildren(element)
    return
  }
  const { innerHTML } = button
  button.textContent = button.dataset.copied
  document.querySelector('#news').textContent = button.dataset.copied
  setTimeout(() => (button.innerHTML = innerHTML), shown)
})
