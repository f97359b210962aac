import { z } from 'zod'
import { places } from '../../../../places.ts'
import { form, page, type Space, see } from '../../../../platform/http/page.ts'
import type { Agent, SchoolUser } from '../../../../spaces/actors.ts'
import { regionSpace, schoolSpace } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading, Panel, Success } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, TextArea } from '../../../../ui/form.tsx'
import { type AskedAbout, giveReason } from '../../../desks/vigilance/index.ts'
import { reasonTyped } from './fields.ts'

const WORDS: Record<AskedAbout, { title: string; why: string }> = {
  'files-opened': {
    title: 'Vous ouvrez beaucoup de dossiers',
    why: 'En dix minutes, vous avez ouvert plus de dossiers que d’habitude. Dites pourquoi, puis continuez : un administrateur lira votre réponse.',
  },
  'people-exported': {
    title: 'Ce fichier contient beaucoup de personnes',
    why: 'Dites à quoi il servira avant de le télécharger : un administrateur et le délégué à la protection des données liront votre réponse.',
  },
}

/** Why an agent goes on, asked where they were going. */
export const why = whyPage(regionSpace, places.region.why, places.region.home.to())

/** Likewise of somebody of a school. */
export const whyAtSchool = whyPage(schoolSpace, places.school.why, places.school.requests.to())

function whyPage<Actor extends Agent | SchoolUser>(space: Space<Actor>, place: typeof places.region.why, home: string) {
  return page(space, place, {
    title: ({ about }) => WORDS[about].title,
    said: { note: 'Votre réponse est notée' },
    view({ form, params: { about }, query, said }) {
      const to = wayIn(home, query)
      if (said && to) {
        return (
          <>
            <PageHeading>{WORDS[about].title}</PageHeading>
            <Success title={said} level={2} />
            <Actions>
              <ButtonLink href={to}>Télécharger le fichier</ButtonLink>
              <ButtonLink kind="quiet" href={home}>
                Revenir à l’accueil
              </ButtonLink>
            </Actions>
          </>
        )
      }
      return (
        <>
          <ErrorSummary form={form} />
          <PageHeading>{WORDS[about].title}</PageHeading>
          <InfoBox>
            <p>{WORDS[about].why}</p>
          </InfoBox>
          <Panel>
            <Form form={form}>
              <TextArea form={form} name="reason" label="Pourquoi" rows={3} />
              <Actions>
                <Button>Continuer</Button>
                <ButtonLink kind="quiet" href={home}>
                  Annuler
                </ButtonLink>
              </Actions>
            </Form>
          </Panel>
        </>
      )
    },
    submit: form(z.object({ reason: reasonTyped('Dites pourquoi, en quelques mots.') }), async ({ tx, actor, params, input, visit }) => {
      const to = wayIn(home, visit.url.searchParams)
      await giveReason(tx, actor, { kind: params.about, about: to?.replace(/\?.*/, '') ?? '', reason: input.reason })
      if (!to) return see(home)
      // A download leaves the page as it is: the link to it is shown first.
      return see(params.about === 'files-opened' ? to : place.said('note', { about: params.about }, { vers: to }))
    }),
  })
}

/** Where they were going: in their own space only, with what was asked there. */
const wayIn = (home: string, query: URLSearchParams): string | null => {
  const to = query.get('vers') ?? ''
  return to.startsWith(`${home}/`) && /^[a-z0-9/.-]+(\?[\w.~*%&=+-]*)?$/.test(to) && !to.includes('..') ? to : null
}
