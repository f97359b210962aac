import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { dayOf, frenchDay } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { formAsked, LINES_A_PAGE, listed, orderAsked, pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { page, see } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { schoolFor } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, PrintButton, SearchForm, Select } from '../../../../ui/form.tsx'
import { ListFoot } from '../../../../ui/list.tsx'
import { type EnrolledPupil, listById } from '../../../schools/enrolment-lists/index.ts'
import { facts } from '../facts.ts'
import { reportOf, withoutRequest } from '../queries.ts'

/** A letter each for those on the list who have not asked for the card: the school prints it, a sheet a person. */
export const enrolmentLetters = page(schoolFor('lists.give'), places.school.enrolmentLetters, {
  async find({ db, actor, params }) {
    const list = await listById(db, actor, params.id)
    // Nothing is left of those who were on it.
    return list.state === 'replaced' ? see(places.school.enrolmentLists.to()) : list
  },
  title: ({ id }) => `Lettres aux élèves sans demande, liste n° ${id}`,
  trace: ({ subject: { id } }) => ({ fact: facts['enrolment-list.read'], details: { list_id: id } }),
  async view({ db, now, actor, query, visit, subject: list }) {
    const today = dayOf(now)
    const endsOn = await lastDayOf(db, list.campaign_id)
    // The list serves to decide for some days more: nobody is asked to ask any more.
    const isLate = endsOn < today
    const all = isLate ? [] : withoutRequest(await reportOf(db, list, today), today)
    const classes = [...new Set(all.map((pupil) => pupil.class ?? NO_CLASS))].toSorted((a, b) => a.localeCompare(b, 'fr'))
    const asked = query.get('classe')
    const chosen = all.filter((pupil) => !asked || (pupil.class ?? NO_CLASS) === asked)
    const rows = chosen.slice((pageAsked(query) - 1) * LINES_A_PAGE, pageAsked(query) * LINES_A_PAGE)
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <>
        <div class="not-on-paper">
          <PageHeading>Lettres aux élèves sans demande</PageHeading>
          <p>
            {`Ils sont sur votre liste, et n’ont pas demandé la carte : ${all.length}. Une lettre par personne et par feuille, ${LINES_A_PAGE} à la fois : choisissez une classe, puis imprimez.`}
          </p>
          <SearchForm>
            <Select
              form={formAsked(query)}
              name="classe"
              label="Classe"
              optional
              placeholder="Toutes"
              options={classes.map((value) => ({ value, label: value }))}
            />
            <Actions>
              <Button icon="search">Afficher</Button>
            </Actions>
          </SearchForm>
          {rows.length === 0 && (
            <InfoBox>
              <p>
                {isLate
                  ? `La campagne s’est terminée le ${frenchDay(endsOn)} : il n’y a plus de lettre à donner. Les demandes envoyées à temps reçoivent encore leur réponse.`
                  : 'Personne : tous ceux de cette liste ont fait leur demande.'}
              </p>
            </InfoBox>
          )}
        </div>
        {rows.map((pupil) => (
          <Letter key={pupil.id} pupil={pupil} school={actor.school_name} endsOn={frenchDay(endsOn)} site={visit.site.config.publicUrl} />
        ))}
        <ListFoot listed={listed(query, { total: chosen.length, order: orderAsked(query, ORDER, 'liste') })} isSecond />
        <Actions>
          <ButtonLink kind="quiet" href={places.school.enrolmentList.to({ id: list.id })}>
            Retour à la liste
          </ButtonLink>
          {rows.length > 0 && <PrintButton>Imprimer</PrintButton>}
        </Actions>
      </>
    )
  },
})

const NO_CLASS = 'Sans classe'

/** As their list has them. */
const ORDER = { liste: ['line'] } as const

const lastDayOf = async (db: Reader, campaignId: number) =>
  found(await db.selectFrom('campaign_calendar').select('ends_on').where('id', '=', campaignId).executeTakeFirst()).ends_on

interface Written {
  pupil: EnrolledPupil
  school: string
  endsOn: string
  site: string
}

const Letter = ({ pupil: { first_names, usage_name, last_name, class: name }, school, endsOn, site }: Written) => (
  <article class="panel letter">
    <p>{school}</p>
    <p>
      <strong>{`${first_names[0]} ${usage_name ?? last_name}`}</strong>
      {name && `, ${name}`}
    </p>
    <p>Bonjour,</p>
    <p>
      Vous êtes inscrit dans notre établissement, et vous n’avez pas encore demandé la carte {OUR_REGION.card}. Avec elle, la{' '}
      {`Région ${OUR_REGION.name}`} vous aide à acheter vos livres et votre équipement.
    </p>
    <p>{`Faites votre demande au plus tard le ${endsOn}, sur ${site}. Il vous faut une adresse e-mail et une photo d’identité.`}</p>
    <p>
      Une question ? Appelez le {OUR_REGION.phone} : l’appel est gratuit. Si vous avez déjà fait votre demande, dites-le au secrétariat.
    </p>
  </article>
)
