/** Keys 1 and 2 grade the turn that is shown, unless somebody is writing. */
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
  if (event.target instanceof HTMLElement && event.target.matches('input, select, textarea')) return
  document.querySelector(`button[data-key="${CSS.escape(event.key)}"]`)?.click()
})
