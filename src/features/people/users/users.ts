import { z } from 'zod'
import type { Reader } from '../../../platform/database/index.ts'
import { across, email, rowId, text } from '../../../platform/forms/fields.ts'
import { takeTry } from '../../../platform/limits.ts'
import { NAME_AT_MOST } from '../staff/index.ts'

/** How many people may be invited to one place in a day: who gets hold of the account of a manager or of a head fills no letter boxes by it. */
export const INVITED_A_DAY = 20

/** How often one account may be changed in a day, all changes but its closing together: each is told by a mail. */
export const CHANGED_A_DAY = 20

/** Counted before it is done, those that are refused too: whether an address has an account is not for whoever tries them all. `places`: where. */
export const countInvitation = (db: Reader, places: string[], now: Date): Promise<void> =>
  takeTry(
    db,
    places.map((place) => ({ bucket: `users:invited:${place}`, max: INVITED_A_DAY, minutes: 24 * 60 })),
    now,
  )

/** Likewise of what is done to one user: a link sent again and again, or an account closed and opened, fills a letter box as well. Not of closing it: nobody keeps an account open by using up what is counted. */
export const countChange = (db: Reader, place: string, { id, now }: { id: number; now: Date }): Promise<void> =>
  takeTry(db, { bucket: `users:changed:${place}:${id}`, max: CHANGED_A_DAY, minutes: 24 * 60 }, now)

/** A dot with a letter or a figure after it, or what a browser begins an address with: our mails would carry it, to whoever is invited. */
const SITE = /[.\u3002\uff0e\uff61](?=[\p{L}\p{M}\p{N}])|:\/\/|@|\bwww\b/iu

/** Who is invited. */
export const whoFields = (missing: string) => ({
  name: text(missing, NAME_AT_MOST).refine((name) => !SITE.test(name), 'Saisissez un nom sans adresse de site, par exemple : Anne D.'),
  email: email(),
})

export const oneRole = across(['roles'], ({ roles }: { roles?: readonly string[] }) => roles && roles.length > 0, {
  field: 'roles',
  message: 'Choisissez au moins un rôle.',
})

export const ownWorkplaceForm = z.object({ workplace: rowId('Choisissez où vous travaillez.') })

/** What is done to an account, besides changing its roles. */
export const OTHER_ACTIONS = [
  z.object({ action: z.literal('link') }),
  z.object({ action: z.literal('close') }),
  z.object({ action: z.literal('reopen') }),
  z.object({ action: z.literal('reset') }),
  z.object({ action: z.literal('keep') }),
] as const
export type OtherAction = z.output<(typeof OTHER_ACTIONS)[number]>['action']
