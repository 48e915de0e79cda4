/** What a long press, a right click or the button at a message opens. */
import { html } from 'htm/preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

const LONG_PRESS_MS = 450

/** Handlers for an element that opens a menu on a long press or a right click. */
export function useLongPress(openMenu) {
  const timer = useRef()
  const cancel = () => clearTimeout(timer.current)
  return {
    onPointerDown: (event) => {
      if (event.pointerType === 'touch') timer.current = setTimeout(() => openMenu(), LONG_PRESS_MS)
    },
    onPointerUp: cancel,
    onPointerMove: cancel,
    onPointerCancel: cancel,
    onContextMenu: (event) => {
      event.preventDefault()
      cancel()
      openMenu()
    },
  }
}

export function MessageMenu({ items, close }) {
  const menu = useRef()
  useLayoutEffect(() => {
    const before = document.activeElement
    menu.current.querySelector('button').focus()
    // The list cuts off what does not fit: the first messages have no room above.
    const room =
      menu.current.getBoundingClientRect().top - menu.current.closest('.messages').getBoundingClientRect().top
    menu.current.dataset.below = String(room < 0)
    const outside = (event) => {
      // The button that opens the menu closes it by itself.
      if (!menu.current?.closest('li').contains(event.target)) close()
    }
    document.addEventListener('pointerdown', outside)
    return () => {
      document.removeEventListener('pointerdown', outside)
      if (before?.isConnected) before.focus()
    }
  }, [])

  const choose = (onChoose) => () => {
    close()
    void onChoose()
  }
  const onKeyDown = (event) => {
    if (event.key === 'Escape') close()
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    const buttons = [...menu.current.querySelectorAll('button')]
    const step = event.key === 'ArrowDown' ? 1 : -1
    buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length).focus()
  }
  return html`
    <div class="menu" role="menu" ref=${menu} onKeyDown=${onKeyDown}>
      ${items.map(
        ({ label, onChoose }) => html`
          <button type="button" role="menuitem" onClick=${choose(onChoose)}>${label}</button>
        `,
      )}
    </div>
  `
}
