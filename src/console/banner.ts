/**
 * What whoever looks should know before anything else, above every page: the assistant is paused, the model does not
 * answer, staff could not be told, a file is broken, not everybody is answered. Of several channels together: in how many.
 */
import type { Member } from '../ports/accounts.ts'
import type { Clock } from '../ports/clock.ts'
import type { ModelHealth } from '../ports/model.ts'
import type { Telling } from '../ports/notifier.ts'
import type { ServiceSwitch } from '../ports/service.ts'
import type { Sources } from '../ports/sources.ts'
import type { Spending } from '../ports/spending.ts'
import { bannerWords } from './banner-words.ts'
import { needALook, somePaused, ownPauses } from './channels-banner.ts'
import { isWhole, type ConsoleChannels } from './channels.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'
import { time } from './time.ts'

/** For whom a page is made. */
export interface Reader {
  language: ConsoleLanguage
  member: Member
  /** The hidden field of a form of theirs. */
  token: Html
  /** The page they look at. */
  path: string
}

export interface BannersParts {
  clock: Pick<Clock, 'now'>
  service?: ServiceSwitch
  /** How telling goes, by each way there is; none: staff are told nowhere. */
  telling?: () => Telling[]
  sources?: Sources
  /** What the model may take in a day, and has. */
  spending?: Pick<Spending, 'state'>
  /** Whether the model is asked; missing: always. */
  modelHealth?: () => ModelHealth
  /** Missing: there is one. */
  channels?: ConsoleChannels
  /** Who is answered, when that is not everybody. */
  answering(language: ConsoleLanguage): Promise<Html | undefined>
}

export function createBanners(parts: BannersParts) {
  const { clock, service, telling, sources, spending, modelHealth, channels, answering } = parts
  const whole = isWhole(channels) ? channels : undefined
  return async ({ language, member, token, path }: Reader): Promise<Html[]> => {
    const words = bannerWords[language]
    const now = clock.now()
    const banners: Html[] = []
    const say = (text: Html, tone: 'asked' | 'bad'): unknown =>
      banners.push(html`<div class="banner ${tone}">${text}</div>`)

    const paused = service?.current().paused
    const some = whole && somePaused(whole, now, language)
    if (paused || some) {
      const resume = html`<form method="post" action="/console/resume">
        ${token}<button id="resume" class="plain">${words.resume}</button>
      </form>`
      const text = paused
        ? html`${words.paused(html`<bdi>${paused.by}</bdi>`, time(paused.at, now, 'minutes', language))}
          ${whole && ownPauses(whole, language)}`
        : some
      say(
        html`<p>${text}</p>
          ${(paused ?? whole?.pauses().ending) && resume}`,
        'asked',
      )
    }
    const stopped = spending?.state().stopped
    if (stopped) {
      const [since, until] = [stopped.since, stopped.until].map((at) => time(at, now, 'minutes', language))
      const setting = html`<code>${stopped.limit === 'tokens' ? 'TOKENS_PER_DAY' : 'SPEND_PER_DAY'}</code>`
      // Only an owner is likely to have a hand in the settings.
      const more = member.role === 'owner' && html` ${words.spendMore}`
      say(html`<p>${words.spent(setting, since!, until!)}${more}</p>`, 'bad')
    }
    const model = modelHealth?.()
    if (model && model.state !== 'closed') {
      const reason = model.why === undefined ? undefined : html`<bdi>${model.why}</bdi>`
      say(html`<p>${words.unjudged(time(model.since, now, 'minutes', language), reason)}</p>`, 'bad')
    }
    const ways = telling?.() ?? []
    const others = stillTold(ways, language)
    for (const { where, failsSince, why } of ways) {
      if (failsSince === undefined) continue
      const reason = why === undefined || why === '' ? undefined : html`<bdi>${why}</bdi>`
      say(
        html`<p>${words.untold(words.where[where], time(failsSince, now, 'minutes', language), reason, others)}</p>`,
        'bad',
      )
    }
    for (const { file, why, since } of sources?.broken() ?? []) {
      say(
        html`<p>${words.broken(file, time(since, now, 'minutes', language), /[.。]$/.test(why) ? why : `${why}.`)}</p>`,
        'bad',
      )
    }
    // That page says it of each.
    const look = whole && path !== '/console/channels' ? needALook(whole, language) : undefined
    if (look) say(html`<p>${look.text}</p>`, look.tone)
    const few = await answering(language)
    if (few) say(html`<p>${few}</p>`, 'asked')
    // It is how they chose it: a word where they look for who waits, to whoever can change it.
    if (telling && ways.length === 0 && member.role === 'owner' && path === '/console') {
      const where = html`<a href="/console/telling">${words.howTold}</a>`
      banners.push(html`<div class="banner hint"><p>${words.toldNowhere} ${where}</p></div>`)
    }
    return banners
  }
}

/** The ways that do not fail: Read waits only while there is none. */
export function stillTold(ways: readonly Telling[], language: ConsoleLanguage): string | undefined {
  const names = ways.flatMap(({ where, failsSince }) =>
    failsSince === undefined ? [bannerWords[language].where[where]] : [],
  )
  return names.length === 0 ? undefined : names.join(bannerWords[language].and)
}
