import { z } from 'zod'
import { places } from '../../../../places.ts'
import { dayOf, frenchMinute } from '../../../../platform/dates.ts'
import { uploadedFile } from '../../../../platform/forms/fields.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { schoolFor } from '../../../../spaces/staff.tsx'
import { DataTable, Details, InfoBox, PageHeading, Panel, Said, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, FileField, Form } from '../../../../ui/form.tsx'
import { campaignOpenOn, currentCampaign } from '../../../scheme/campaigns/index.ts'
import { type EnrolmentList, exportedInWords, FAMILIES, listPolicy, listsOf, tryList } from '../../../schools/enrolment-lists/index.ts'

export const LIST_STATES = {
  tried: { label: 'Essayée', tone: 'info' },
  'in-use': { label: 'En place', tone: 'good' },
  replaced: { label: 'Remplacée', tone: 'neutral' },
} as const

export const listToTryForm = z.object({ file: uploadedFile('Choisissez le fichier de votre logiciel.') })

/** The file that is tried. */
export const ListToTry = ({ form, label }: { form: FormState; label: string }) => (
  <Form form={form} multipart>
    <FileField
      form={form}
      name="file"
      label={label}
      hint={`${listPolicy.megabytes} Mo au plus. Il est d’abord essayé : rien ne change avant votre accord.`}
      policy={listPolicy}
    />
    <Actions>
      <Button icon="upload">Essayer ce fichier</Button>
    </Actions>
  </Form>
)

interface Latest {
  caption: string
  lists: EnrolmentList[]
  /** Null of one that is not theirs to read. */
  hrefOf: (list: EnrolmentList) => string | null
}

/** The latest lists of a school. */
export const LatestLists = ({ caption, lists, hrefOf }: Latest) => (
  <Panel>
    <DataTable
      caption={caption}
      empty="Aucune liste pour l’instant."
      columns={[{ label: 'Fichier' }, { label: 'Logiciel' }, { label: 'Donnée' }, { label: 'Élèves', numeric: true }, { label: 'État' }]}
      rows={lists.map((list) => rowOf(list, list.state === 'replaced' ? null : hrefOf(list)))}
    />
  </Panel>
)

/** Where a school gives the list of who is enrolled. */
export const enrolmentLists = page(schoolFor('lists.give'), places.school.enrolmentLists, {
  title: 'Liste des élèves et des apprentis',
  scripts: ['file-check'],
  said: {
    liste: 'La liste est en place : vos demandes disent maintenant qui est inscrit',
    colonnes: 'C’est noté, pour cette fois et les suivantes. Choisissez de nouveau votre fichier : il n’a pas été gardé',
    abandon: 'La liste essayée est effacée : rien n’a changé',
  },
  async view({ db, actor, now, form, said }) {
    const [lists, campaign] = await Promise.all([listsOf(db, actor), campaignOpenOn(db, dayOf(now))])
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Liste des élèves et des apprentis</PageHeading>
        <p>
          Donnez la liste de votre logiciel : chaque demande dira si son auteur y est. Vous n’aurez plus à chercher que les autres. Vous
          pouvez la redonner aussi souvent que vous voulez : ce que vous avez déjà décidé ne change pas.
        </p>
        {campaign ? (
          <Panel title={`Donner la liste de ${campaign.name}`}>
            <ListToTry form={form} label="Fichier de votre logiciel" />
          </Panel>
        ) : (
          <InfoBox>
            <p>Aucune campagne n’est ouverte : vous donnerez votre liste quand les demandes ouvriront.</p>
          </InfoBox>
        )}
        <WhereItIsFound />
        <LatestLists caption="Vos dernières listes" lists={lists} hrefOf={({ id }) => places.school.enrolmentList.to({ id })} />
      </>
    )
  },
  submit: form(
    listToTryForm,
    { upload: { policy: listPolicy, chosen: ({ input }) => input.file } },
    async ({ tx, actor, input, file, now, visit }) => {
      const campaign = await currentCampaign(tx, dayOf(now))
      const id = await tryList(tx, actor, { sent: file, fileName: input.file.name, campaign, keys: visit.site.ibanKey })
      return see(id === null ? places.school.listColumns.to() : places.school.enrolmentList.to({ id }))
    },
  ),
})

function rowOf(list: EnrolmentList, href: string | null) {
  const { label, tone } = LIST_STATES[list.state]
  return [
    href ? (
      <a key="name" href={href}>
        {list.file_name}
      </a>
    ) : (
      list.file_name
    ),
    list.exported_at ? `${FAMILIES[list.family]}, du ${exportedInWords(list.exported_at)}` : FAMILIES[list.family],
    `${frenchMinute(list.given_at)}, par ${list.given_by_name}`,
    list.pupils,
    <Tag key="state" tone={tone}>
      {label}
    </Tag>,
  ]
}

/** Where each software has it, and what is not read. */
export const WhereItIsFound = () => (
  <>
    <Details title="Où trouver ce fichier">
      <ul>
        <li>
          SIECLE : Base élèves établissement, Exploitation, Exports standard, Exports XML génériques, « Élèves sans adresses ». Donnez
          l’archive ZIP comme elle est.
        </li>
        <li>SIECLE, liste au format CSV : avec au moins Nom de famille, Prénom 1, Date de naissance et Division.</li>
        <li>Lycée agricole : le fichier des élèves de FREGATA, au format CSV.</li>
        <li>CFA : le fichier Excel que vous préparez pour le tableau de bord de l’apprentissage.</li>
        <li>
          Autre logiciel : un tableau CSV ou Excel avec le nom, le prénom et la date de naissance. Vous montrerez les colonnes une seule
          fois.
        </li>
      </ul>
    </Details>
    <Details title="Ce qui est gardé, et ce qui ne l’est pas">
      <p>
        Sont gardés, jusqu’à la liste suivante, ou tant que des demandes de la campagne peuvent être validées : nom, prénoms, date de
        naissance, classe, code de la formation, statut, date de sortie. L’INE n’est pas gardé : seulement une empreinte qui ne permet pas
        de le retrouver.
      </p>
      <p>Parents, adresses, téléphones, bourses et santé ne sont pas lus, même si le fichier les contient. Le fichier n’est pas gardé.</p>
    </Details>
  </>
)
