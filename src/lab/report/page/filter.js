/** Shows fewer cases: by text, language, or only what went wrong. Without it the page shows them all. */
;(() => {
  const chooser = document.querySelector('[data-chooser]')
  /** A link to a case opens it, and the folded group around it. */
  const open = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (!target) return
    for (let at = target; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true
    target.scrollIntoView()
  }
  addEventListener('hashchange', open)
  open()
  if (!chooser) return

  const cases = [...document.querySelectorAll('[data-case]')]
  const groups = [...document.querySelectorAll('[data-group]')]
  const none = document.querySelector('[data-none]')
  const folded = new Map(groups.map((group) => [group, group.open]))
  const { text, language, wrong } = chooser.elements
  const shown = chooser.querySelector('[data-shown]')
  const plain = (words) => words.normalize('NFKC').toLowerCase()
  let texts

  const choose = () => {
    const words = plain(text.value).split(/\s+/).filter(Boolean)
    // Read once, and only when somebody searches: a page may hold thousands of replies.
    if (words.length > 0) texts ??= new Map(cases.map((one) => [one, plain(one.textContent)]))
    let many = 0
    for (const one of cases) {
      const fits =
        (language.value === '' || one.dataset.language === language.value) &&
        (!wrong.checked || one.dataset.worst !== 'right') &&
        words.every((word) => texts.get(one).includes(word))
      one.hidden = !fits
      if (fits) many++
    }
    const chosen = words.length > 0 || language.value !== '' || wrong.checked
    for (const group of groups) {
      group.hidden = !group.querySelector('[data-case]:not([hidden])')
      if (group.tagName === 'DETAILS') group.open = chosen || folded.get(group)
    }
    none.hidden = many > 0
    shown.value = chosen ? `${many} of ${cases.length} cases` : ''
  }
  chooser.addEventListener('input', choose)
  chooser.addEventListener('submit', (event) => event.preventDefault())
  chooser.hidden = false
  // A browser that comes back to the page has kept what was chosen.
  choose()
})()
