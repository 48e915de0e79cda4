/** Whether this account's settings leave Read to us. Asked by the doctor and at every start. */
import type { ReadApi } from '../config.ts'
import type { BotInfo } from '../ports/line.ts'
import { ok, type Finding } from './finding.ts'

const responseSettings = 'In LINE Official Account Manager open Settings, Response settings, and switch'

/**
 * LINE: with Chat Off (`chatMode: bot`), or `markAsReadMode: auto`, LINE marks messages read by itself, and no token of
 * ours says anything. The old read endpoint is the other way round: it cannot be used together with Chat.
 * @param readApi which endpoint marks messages as read: by token, or the old one for corporate accounts
 */
export function botSettings({ chatMode, markAsReadMode }: BotInfo, readApi: ReadApi): Finding {
  const [topic, level] = ['Read', 'problem'] as const
  if (readApi === 'partner') {
    if (chatMode === 'bot') {
      return ok(
        topic,
        'Chat is Off, as the old read endpoint (READ_API=partner) needs it',
        'If customers see Read at once all the same, ask your contact at LINE whether the endpoint is switched on for this account',
      )
    }
    return {
      level,
      topic,
      shout: 'READ CANNOT BE GIVEN',
      found: 'Chat is On for this account, and READ_API=partner is set',
      why: 'The old read endpoint cannot be used together with Chat: LINE refuses to mark anything as read',
      remedy: `Remove READ_API, which is right for nearly every account. Or, if LINE has given you the old endpoint: ${responseSettings.replace('In', 'in')} Chat off`,
    }
  }
  if (chatMode === 'bot') {
    return {
      level,
      topic,
      shout: 'READ CANNOT BE TIMED',
      found: 'Chat is Off for this account',
      why: 'LINE then marks every message as read by itself, and staff cannot answer in LINE’s chat',
      remedy: `${responseSettings} Chat on`,
    }
  }
  if (markAsReadMode === 'auto') {
    return {
      level,
      topic,
      shout: 'READ CANNOT BE TIMED',
      found: 'this account marks messages as read automatically',
      why: 'Read then means nothing: it shows before anybody has looked',
      remedy: `${responseSettings} Chat on with manual responses`,
    }
  }
  return ok(topic, 'Chat is On, and LINE marks nothing by itself: Read is ours to give')
}
