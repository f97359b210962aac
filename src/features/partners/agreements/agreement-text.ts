import { hash } from 'node:crypto'
import { z } from 'zod'
import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import { countFrom, paragraphs } from '../../../platform/forms/fields.ts'
import { takesTwo } from '../../desks/two-people/index.ts'
import { facts } from './facts.ts'
import { textInForce } from './queries.ts'

/** What texts gave before each said how many days. */
export const DAYS_TO_ACCEPT = 60

/** A text, as it is typed. */
export const agreementForm = z.object({
  body: paragraphs('Saisissez le texte de la convention.', 60_000),
  daysToAccept: countFrom(7, 365, 'de jours'),
})

/** By which a text is known again: SHA-256, in hexadecimal. */
export const hashOfText = (body: string): string => hash('sha256', body, 'hex')

/** There is one agreement: one new text of it waits at a time. */
export const AGREEMENT = 'agreement'

/** A text is in force once somebody else than who wrote it has read it: shops are bound by it, and so is the Region. */
export const agreementText = takesTwo({
  kind: 'agreement.text',
  title: 'Changer le texte de la convention des partenaires',
  starts: 'partners.manage',
  finishes: 'partners.manage',
  // Acts that were started before the days were asked for are without them.
  schema: z.object({ body: z.string(), daysToAccept: z.number().int().default(DAYS_TO_ACCEPT) }),
  async shown(db, { body, daysToAccept }) {
    const before = await textInForce(db)
    return {
      about: 'Convention des partenaires',
      href: places.region.agreementText.to(),
      items: [
        { label: 'Empreinte du nouveau texte (SHA-256)', value: hashOfText(body) },
        { label: 'À accepter par les partenaires', value: `Dans les ${daysToAccept} jours` },
      ],
      changes: [{ label: 'Texte', before: before?.body ?? 'Aucun', after: body }],
      effects: [
        'Dès maintenant, qui demande à devenir partenaire accepte ce texte.',
        'Qui a accepté un texte d’avant reste lié par celui-là. Les gestionnaires des partenaires sont priés d’accepter celui-ci, par mail et sur leur page d’accueil, avec un rappel.',
        'Aucun commerce ne se ferme tout seul : passé ces jours, la Région voit qui n’a pas répondu, et décide.',
        'Un texte accepté ne change plus : pour le corriger, on en propose un autre.',
      ],
    }
  },
  async perform(tx, agent, { input: { body, daysToAccept }, startedBy }) {
    const { version } = await tx
      .insertInto('agreement_texts')
      .values({
        body,
        sha256: hashOfText(body),
        days_to_accept: daysToAccept,
        written_by: startedBy,
        agreed_by: agent.id,
        agreed_at: tx.now,
      })
      .returning('version')
      .executeTakeFirstOrThrow()
    await record(tx, { at: tx.now, fact: facts['agreement.text-in-force'], staff_id: agent.id, details: { version } })
  },
})
