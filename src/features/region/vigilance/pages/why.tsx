import { z } from 'zod'
import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionSpace } from '../../../../spaces/staff.tsx'
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
export const why = page(regionSpace, places.region.why, {
  title: ({ about }) => WORDS[about].title,
  said: { note: 'Votre réponse est notée' },
  view({ form, params: { about }, query, said }) {
    const to = wayIn(query)
    if (said && to) {
      return (
        <>
          <PageHeading>{WORDS[about].title}</PageHeading>
          <Success title={said} level={2} />
          <Actions>
            <ButtonLink href={to}>Télécharger le fichier</ButtonLink>
            <ButtonLink kind="quiet" href={places.region.home.to()}>
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
              <ButtonLink kind="quiet" href={places.region.home.to()}>
                Annuler
              </ButtonLink>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(z.object({ reason: reasonTyped('Dites pourquoi, en quelques mots.') }), async ({ tx, actor, params, input, visit }) => {
    const to = wayIn(visit.url.searchParams)
    await giveReason(tx, actor, { kind: params.about, about: to ?? '', reason: input.reason })
    if (!to) return see(places.region.home.to())
    // A download leaves the page as it is: the link to it is shown first.
    return see(params.about === 'files-opened' ? to : places.region.why.said('note', { about: params.about }, { vers: to }))
  }),
})

/** Where the agent was going: in the Region's space only. */
const wayIn = (query: URLSearchParams): string | null => {
  const to = query.get('vers') ?? ''
  return to.startsWith(`${places.region.home.to()}/`) && /^[a-z0-9/.-]+$/.test(to) && !to.includes('..') ? to : null
}
