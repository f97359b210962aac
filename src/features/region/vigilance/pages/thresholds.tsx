import { z } from 'zod'
import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { may } from '../../../../spaces/roles.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, InfoBox, PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, TextArea, TextField } from '../../../../ui/form.tsx'
import { startAct } from '../../../desks/two-people/index.ts'
import { mailedBeforeNoticed, type Threshold, thresholdOf, thresholds } from '../../../desks/vigilance/index.ts'
import { thresholdChange } from '../two-people.ts'
import { KIND_CODES, KINDS } from '../vigilance.ts'
import { countTyped, reasonTyped } from './fields.ts'

/** Past how many each kind is noticed, and told by mail. */
export const thresholdList = page(regionFor('vigilance.read'), places.region.thresholds, {
  title: 'Seuils de vigilance',
  said: { demande: 'C’est demandé : un autre administrateur doit l’accepter' },
  async view({ db, actor, said }) {
    const known = await thresholds(db)
    return (
      <>
        <Said>{said}</Said>
        <PageHeading>Seuils de vigilance</PageHeading>
        <InfoBox>
          <p>Un seuil protège : un administrateur demande à le changer, un autre accepte.</p>
        </InfoBox>
        <Panel>
          <DataTable
            caption="Ce que le site remarque"
            sentences
            columns={[{ label: 'Quoi' }, { label: 'Ce qui est compté' }, { label: 'Remarqué au-delà de' }, { label: 'Mail au-delà de' }]}
            rows={KIND_CODES.map((kind) => {
              const { title, counted } = KINDS[kind]
              const { noticed, mailed } = known.get(kind) as Threshold
              const words = may(actor, 'vigilance.set') ? (
                <a key="kind" href={places.region.threshold.to({ kind })}>
                  {title}
                </a>
              ) : (
                title
              )
              return [words, counted, String(noticed), String(mailed)]
            })}
          />
        </Panel>
        <Actions>
          <ButtonLink kind="quiet" href={places.region.alerts.to()}>
            Revenir à la vigilance
          </ButtonLink>
        </Actions>
      </>
    )
  },
})

/** Asks for another threshold. */
export const thresholdPage = page(regionFor('vigilance.set'), places.region.threshold, {
  find: ({ db, params }) => thresholdOf(db, params.kind),
  title: ({ kind }) => `Seuil : ${KINDS[kind].title}`,
  view({ form, params: { kind }, subject: { noticed, mailed } }) {
    const { title, counted } = KINDS[kind]
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{title}</PageHeading>
        <InfoBox>
          <p>{`Ce qui est compté : ${counted}.`}</p>
        </InfoBox>
        <Panel>
          <Form form={form}>
            <TextField form={form} name="noticed" label="Remarqué au-delà de" inputmode="numeric" width={10} known={String(noticed)} />
            <TextField form={form} name="mailed" label="Mail au-delà de" inputmode="numeric" width={10} known={String(mailed)} />
            <TextArea form={form} name="reason" label="Pourquoi" rows={3} />
            <Actions>
              <Button>Demander ce changement</Button>
              <ButtonLink kind="quiet" href={places.region.thresholds.to()}>
                Annuler
              </ButtonLink>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(
    z.object({
      noticed: countTyped(),
      mailed: countTyped(),
      reason: reasonTyped('Dites pourquoi : l’autre administrateur le lira.'),
    }),
    async ({ tx, actor, params: { kind }, input: { noticed, mailed, reason } }) => {
      if (mailed < noticed) throw mailedBeforeNoticed()
      await startAct(tx, actor, thresholdChange, { subject: kind, input: { kind, noticed, mailed }, reason })
      return see(places.region.thresholds.said('demande'))
    },
  ),
})
