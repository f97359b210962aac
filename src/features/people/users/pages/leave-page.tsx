import { z } from 'zod'
import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { AtWorkplaces } from '../../../../spaces/actors.ts'
import { workplacesSpace } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { leave, ownWorkplace, whyMayNotLeave } from '../leave.ts'

const WORDS = {
  partner: {
    ends: 'Votre accès se ferme aussitôt, sur tous vos appareils et sur les caisses que vous y avez ouvertes.',
    told: 'Ses gestionnaires sont prévenus par mail : eux seuls peuvent vous le rouvrir.',
  },
  school: {
    ends: 'Votre accès se ferme aussitôt, sur tous vos appareils.',
    told: 'Ses chefs d’établissement sont prévenus par mail : eux seuls, ou la Région, peuvent vous le rouvrir.',
  },
} as const

const elsewhere = ({ now }: AtWorkplaces): string =>
  now && !now.has_other_workplaces
    ? 'Vous n’avez pas d’autre lieu de travail sur ce site : votre compte n’ouvrira plus rien.'
    : 'Rien ne change dans vos autres lieux de travail.'

/** Somebody is about to say that they do not work at one of their shops or schools. */
export const leavePage = page(workplacesSpace, places.staff.leaving, {
  find: ({ db, actor, params }) => ownWorkplace(db, actor, params.workplace),
  title: (_, { name }) => `Je ne travaille pas pour ${name}`,
  async view({ db, actor, form, subject: place }) {
    const why = await whyMayNotLeave(db, place, actor)
    const back = (
      <ButtonLink kind="quiet" href={places.staff.workplaces.to()}>
        Retour
      </ButtonLink>
    )
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{`Je ne travaille pas pour ${place.name}`}</PageHeading>
        {why ? (
          <>
            <InfoBox title="Pas encore possible">
              <p>{why}</p>
            </InfoBox>
            <Actions>{back}</Actions>
          </>
        ) : (
          <Panel>
            <p>{`${WORDS[actor.of].ends} ${WORDS[actor.of].told}`}</p>
            <p>{elsewhere(actor)}</p>
            <Form form={form}>
              <Actions>
                {back}
                <Button kind="red">Je ne travaille pas ici</Button>
              </Actions>
            </Form>
          </Panel>
        )}
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, actor, params: { workplace }, visit }) => {
    if (!visit.sessionToken) return see(places.public.staffSignIn.to())
    visit.setSession(await leave(tx, actor, { workplace, token: visit.sessionToken }))
    return see(places.staff.workplaces.said('depart'))
  }),
})
