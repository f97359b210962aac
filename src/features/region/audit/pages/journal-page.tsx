import { places } from '../../../../places.ts'
import { frenchInstant } from '../../../../platform/dates.ts'
import { formAsked } from '../../../../platform/forms/paging.ts'
import { page } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, InfoBox, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, DateField, HidingSearchForm, Select, TextField } from '../../../../ui/form.tsx'
import { detailsInWords, factInWords, factOptions, filterOf, placeOf } from '../journal.ts'
import { factsOf, type ListedFact } from '../queries.ts'

/** Who did what, and who read what. */
export const journal = page(regionFor('journal.read'), places.region.journal, {
  title: 'Journal',
  async view({ db, query, visit }) {
    const { facts } = visit.site
    const { rows, hasMore } = await factsOf(db, filterOf(query, facts))
    const typed = formAsked(query)
    return (
      <>
        <PageHeading>Journal</PageHeading>
        <InfoBox>
          <p>
            Chaque lecture d’un dossier par un professionnel et chaque changement sont écrits ici. Personne ne peut modifier ou effacer une
            ligne, pas même un administrateur : la base de données le refuse.
          </p>
        </InfoBox>
        <HidingSearchForm action={places.region.journal.to()}>
          <Select form={typed} name="evenement" label="Fait" optional placeholder="Tous" options={factOptions(facts)} />
          <TextField
            form={typed}
            name="dossier"
            label="Bénéficiaire : numéro de dossier ou de carte"
            type="search"
            inputmode="numeric"
            optional
          />
          <TextField form={typed} name="professionnel" label="Professionnel : nom ou adresse e-mail" type="search" optional />
          <DateField form={typed} name="du" asked label="Depuis le" optional />
          <DateField form={typed} name="au" asked label="Jusqu’au" optional />
          <Actions>
            <Button icon="search">Filtrer</Button>
          </Actions>
        </HidingSearchForm>
        <Actions>
          <ButtonLink href={places.region.journalExport.to()} kind="quiet" icon="documents">
            Exporter une période
          </ButtonLink>
        </Actions>
        <Panel>
          <DataTable
            caption="Faits, du plus récent au plus ancien"
            columns={[{ label: 'Date' }, { label: 'Fait' }, { label: 'Par' }, { label: 'Bénéficiaire' }, { label: 'Détails' }]}
            rows={rows.map((line) => [
              frenchInstant(line.at),
              factInWords(facts, line.fact),
              line.staff_name ? `${line.staff_name}, ${line.place}` : 'Le jeune, ou le site',
              <Whose key="whose" {...line} />,
              detailsInWords(line.details),
            ])}
          />
          {hasMore && (
            <Actions>
              <ButtonLink kind="quiet" href={hrefBefore(query, rows.at(-1) as ListedFact)}>
                Faits plus anciens
              </ButtonLink>
            </Actions>
          )}
        </Panel>
      </>
    )
  },
})

function Whose({ beneficiary_id, last_name, first_name, is_closed }: ListedFact) {
  if (beneficiary_id === null) return '—'
  const name = `${last_name} ${first_name}`
  return is_closed ? name : <a href={places.region.beneficiary.to({ id: beneficiary_id })}>{name}</a>
}

function hrefBefore(query: URLSearchParams, last: ListedFact): string {
  const asked = new URLSearchParams(query)
  asked.set('avant', placeOf(last))
  return places.region.journal.to(asked)
}
