import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { schoolRolesInWords } from '../../../../spaces/school-roles.ts'
import { ownSchoolsSpace, wayOf } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading, Panel, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { ownSchools } from '../queries.ts'
import { ownSchoolForm } from '../users.ts'
import { workAt } from '../work-at.ts'

/** Whoever works at several schools says for which of them they work now. */
export const ownSchoolsPage = page(ownSchoolsSpace, places.staff.schools, {
  title: 'Choisir un établissement',
  async view({ db, form, actor }) {
    const schools = await ownSchools(db, actor)
    if (schools.length === 0)
      return (
        <>
          <PageHeading>Aucun établissement</PageHeading>
          <InfoBox>
            <p>Vous ne travaillez plus pour aucun établissement sur ce site. Si c’est une erreur, demandez-le au chef d’établissement.</p>
          </InfoBox>
        </>
      )
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Pour quel établissement travaillez-vous ?</PageHeading>
        <p>Chaque établissement a ses demandes, sa liste et ses utilisateurs. Vous pourrez en changer depuis le menu.</p>
        {schools.map(({ school_id, school_name, uai, roles }) => (
          <Panel key={school_id} title={school_name}>
            <p>
              {`${uai}. ${schoolRolesInWords(roles)}.`} {actor.school?.school_id === school_id && <Tag tone="good">Vous y êtes</Tag>}
            </p>
            <Form form={form}>
              <Actions>
                <Button kind="quiet" name="school" value={String(school_id)}>
                  {`Travailler pour ${school_name}`}
                </Button>
              </Actions>
            </Form>
          </Panel>
        ))}
      </>
    )
  },
  submit: form(ownSchoolForm, { isFleeting: true }, async ({ tx, actor, input: { school }, visit }) => {
    if (!visit.sessionToken) return see(places.public.staffSignIn.to())
    visit.setSession(await workAt(tx, actor, { school, token: visit.sessionToken }))
    return see(actor.school ? places.school.requests.to() : wayOf(visit, 'school'))
  }),
})
