import { places } from '../../../../places.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { schoolRoleOptions, schoolRolesInWords } from '../../../../spaces/school-roles.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading, Panel, Said, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, CheckboxGroup, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { waitingAbout } from '../../../desks/two-people/index.ts'
import { changePlace, placeAtSchoolChange, placeForm, placeOf } from '../place-at-school.ts'

/** What somebody is at one school, as the Region changes it when its head cannot. */
export const placeAtSchool = page(regionFor('school-accounts.manage'), places.region.placeAtSchool, {
  find: ({ db, params }) => placeOf(db, params),
  title: (_params, { member, place }) => `${member.name}, ${place.name}`,
  said: {
    fermeture: 'L’accès à cet établissement est fermé',
    demande: 'C’est demandé : une autre personne de la Région doit l’accepter',
  },
  async view({ db, now, form, params, said, subject: { member, place } }) {
    const waits = await waitingAbout(db, now, placeAtSchoolChange, `${params.id}-${params.school}`)
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>{member.name}</PageHeading>
        <Panel>
          <SummaryList
            items={[
              { label: 'Établissement', value: <a href={places.region.school.to({ id: place.school_id })}>{place.name}</a> },
              { label: 'Rôles', value: schoolRolesInWords(place.roles) },
              ...(place.closed_at ? [{ label: 'Accès fermé le', value: frenchDayOf(place.closed_at) }] : []),
            ]}
          />
        </Panel>
        {waits && (
          <InfoBox>
            <p>
              Un changement attend une seconde personne :{' '}
              <a href={places.region.actOfTwo.to({ id: waits.id })}>{`demande n° ${waits.id}`}</a>.
            </p>
          </InfoBox>
        )}
        {member.closed_at && (
          <InfoBox title="Compte fermé">
            <p>Ce compte est fermé partout : rouvrez-le d’abord depuis sa fiche.</p>
          </InfoBox>
        )}
        {!waits && !member.closed_at && <Changes form={form} place={place} />}
        <Actions>
          <ButtonLink kind="quiet" href={places.region.staffMember.to({ id: params.id })}>
            Retour au compte
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(placeForm, async ({ tx, actor, params, input }) => {
    const waits = await changePlace(tx, actor, params, input)
    return see(places.region.placeAtSchool.said(waits ? 'demande' : 'fermeture', params))
  }),
})

type Place = Awaited<ReturnType<typeof placeOf>>['place']

const Changes = ({ form, place }: { form: FormState; place: Place }) => (
  <Panel title="Changer">
    <p>
      D’ordinaire c’est le chef d’établissement qui le fait. D’autres rôles, ou un accès rouvert, attendent l’accord d’une autre personne de
      la Région ; fermer l’accès se fait aussitôt.
    </p>
    {place.closed_at ? (
      <Form form={form}>
        <Actions>
          <Button name="action" value="reopen">
            Demander la réouverture
          </Button>
        </Actions>
      </Form>
    ) : (
      <>
        <Form form={form}>
          <CheckboxGroup form={form} name="roles" legend="Rôles dans cet établissement" known={place.roles} options={schoolRoleOptions} />
          <Actions>
            <Button kind="quiet" name="action" value="roles">
              Demander ces rôles
            </Button>
          </Actions>
        </Form>
        <Form form={form}>
          <Actions>
            <Button kind="quiet-red" name="action" value="close">
              Fermer l’accès à cet établissement
            </Button>
          </Actions>
        </Form>
      </>
    )}
  </Panel>
)
