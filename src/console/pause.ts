/** The one switch that pauses the assistant for everybody: a page that says what it means, and the way back. */
import type { Router } from '@koa/router'
import { z } from 'zod'
import type { Clock } from '../ports/clock.ts'
import type { ServiceSwitch } from '../ports/service.ts'
import { ownPauses } from './channels-banner.ts'
import { isWhole, type ConsoleChannels } from './channels.ts'
import { channelsWords } from './channels-words.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'
import type { Pages } from './pages.ts'
import { pauseWords } from './pause-words.ts'
import { time } from './time.ts'

export interface PauseParts {
  service: ServiceSwitch
  clock: Pick<Clock, 'now'>
  /** Missing: there is one. */
  channels?: ConsoleChannels
}

const form = z.object({})

export function addPause(router: Router, pages: Pages, { service, clock, channels }: PauseParts): void {
  router.get('/pause', async (ctx) => {
    const language = pages.language(ctx)
    const words = pauseWords[language]
    const { paused } = service.current()
    const main = paused
      ? pausedMain(paused, clock.now(), language, pages.token(ctx), channels)
      : pauseMain(language, pages.token(ctx), channels)
    await pages.show(ctx, { title: paused ? words.pausedTitle : words.title, main })
  })

  router.post('/pause', async (ctx) => {
    if (!(await pages.form(ctx, form))) return
    const words = pauseWords[pages.language(ctx)]
    if (service.current().paused) return pages.goOn(ctx, '/console', { tone: 'asked', text: words.pausedAlready })
    await service.change({ paused: { by: pages.member(ctx).name, at: clock.now() } })
    await pages.audit(ctx, 'pause')
    // The banner says it.
    pages.goOn(ctx, '/console')
  })

  router.post('/resume', async (ctx) => {
    if (!(await pages.form(ctx, form))) return
    const words = pauseWords[pages.language(ctx)]
    const ending = isWhole(channels) ? channels.pauses().ending : service.current().paused
    if (!ending) return pages.goOn(ctx, '/console', { tone: 'asked', text: words.runsAlready })
    await service.change({ paused: undefined })
    await pages.audit(ctx, 'resume')
    // The banner says who is still paused.
    pages.goOn(ctx, '/console', { tone: 'good', text: words.resumed })
  })
}

/** For whom it is, where there are several; and for all of them, who goes on being paused afterwards. */
function scope(channels: ConsoleChannels, language: ConsoleLanguage, begins: boolean): Html {
  const { pausesAll, pausesOne } = channelsWords[language]
  if (channels.here) return html`<p><b>${pausesOne(html`<bdi>${channels.here.title}</bdi>`)}</b></p>`
  return html`<p><b>${pausesAll}</b> ${ownPauses(channels, language, begins)}</p>`
}

function pauseMain(language: ConsoleLanguage, token: Html, channels: ConsoleChannels | undefined): Html {
  const words = pauseWords[language]
  return html`<div class="door asking">
    <h1>${words.title}</h1>
    ${channels && scope(channels, language, true)}
    <ul>
      ${words.means.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>
    <div class="buttons">
      <form method="post" action="/console/pause">${token}<button class="danger">${words.pause}</button></form>
      <a href="/console">${words.keep}</a>
    </div>
  </div>`
}

function pausedMain(
  paused: { by: string; at: number },
  now: number,
  language: ConsoleLanguage,
  token: Html,
  channels: ConsoleChannels | undefined,
): Html {
  const words = pauseWords[language]
  return html`<div class="door asking">
    <h1>${words.pausedTitle}</h1>
    ${channels && scope(channels, language, false)}
    <p>${words.pausedBy(html`<bdi>${paused.by}</bdi>`, time(paused.at, now, 'minutes', language))}</p>
    <p>${words.resumes}</p>
    <div class="buttons">
      <form method="post" action="/console/resume">${token}<button class="main">${words.resume}</button></form>
    </div>
  </div>`
}
