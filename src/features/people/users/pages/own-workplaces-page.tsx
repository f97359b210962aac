import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { AtWorkplaces } from '../../../../spaces/actors.ts'
import { type SchoolRole, schoolRolesInWords } from '../../../../spaces/school-roles.ts'
import { type ShopRole, shopRolesInWords } from '../../../../spaces/shop-roles.ts'
import { HOMES, wayOf, workplacesSpace } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading, Panel, Said, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { ownWorkplaces } from '../queries.ts'
import { ownWorkplaceForm } from '../users.ts'
import { workAt } from '../work-at.ts'

const WORDS = {
  partner: {
    none: 'Aucun point de vente',
    nowhere: 'Vous ne travaillez plus pour aucun point de vente sur ce site. Si c’est une erreur, demandez-le au gestionnaire.',
    which: 'Pour quel point de vente travaillez-vous ?',
    each: 'Chaque point de vente a sa caisse, ses comptes et ses utilisateurs. Vous pourrez en changer depuis le menu.',
  },
  school: {
    none: 'Aucun établissement',
    nowhere: 'Vous ne travaillez plus pour aucun établissement sur ce site. Si c’est une erreur, demandez-le au chef d’établissement.',
    which: 'Pour quel établissement travaillez-vous ?',
    each: 'Chaque établissement a ses demandes, sa liste et ses utilisateurs. Vous pourrez en changer depuis le menu.',
  },
} as const

const rolesInWords = (of: AtWorkplaces['of'], roles: string[]): string =>
  of === 'partner' ? shopRolesInWords(roles as ShopRole[]) : schoolRolesInWords(roles as SchoolRole[])

/** Whoever works at several shops or schools says for which of them they work now. */
export const ownWorkplacesPage = page(workplacesSpace, places.staff.workplaces, {
  title: 'Choisir où je travaille',
  said: { depart: 'C’est fait : votre accès est fermé' },
  async view({ db, form, actor, said }) {
    const workplaces = await ownWorkplaces(db, actor)
    const words = WORDS[actor.of]
    if (workplaces.length === 0)
      return (
        <>
          <Said>{said}</Said>
          <PageHeading>{words.none}</PageHeading>
          <InfoBox>
            <p>{words.nowhere}</p>
          </InfoBox>
        </>
      )
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>{words.which}</PageHeading>
        <p>{words.each}</p>
        {workplaces.map(({ workplace_id, workplace_name, number, roles }) => (
          <Panel key={workplace_id} title={workplace_name}>
            <p>
              {`${number}. ${rolesInWords(actor.of, roles)}.`}{' '}
              {actor.now?.workplace_id === workplace_id && <Tag tone="good">Vous y êtes</Tag>}
            </p>
            <Form form={form}>
              <Actions>
                <Button kind="quiet" name="workplace" value={String(workplace_id)}>
                  {`Travailler pour ${workplace_name}`}
                </Button>
              </Actions>
            </Form>
            <Actions>
              <a href={places.staff.leaving.to({ workplace: workplace_id })}>
                Je ne travaille pas ici<span class="unseen">{` : ${workplace_name}`}</span>
              </a>
            </Actions>
          </Panel>
        ))}
      </>
    )
  },
  submit: form(ownWorkplaceForm, { isFleeting: true }, async ({ tx, actor, input: { workplace }, visit }) => {
    if (!visit.sessionToken) return see(places.public.staffSignIn.to())
    visit.setSession(await workAt(tx, actor, { workplace, token: visit.sessionToken }))
    return see(actor.now ? HOMES[actor.of] : wayOf(visit, actor.of))
  }),
})
