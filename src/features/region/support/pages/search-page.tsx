import { places } from '../../../../places.ts'
import { frenchDay, frenchMinute } from '../../../../platform/dates.ts'
import { listed, orderAsked, pageAsked, pastTheEnd, wordsAsked } from '../../../../platform/forms/paging.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { page, see } from '../../../../platform/http/page.ts'
import type { Agent } from '../../../../spaces/actors.ts'
import { may } from '../../../../spaces/roles.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, Money, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, HidingSearchForm, TextField } from '../../../../ui/form.tsx'
import { List } from '../../../../ui/list.tsx'
import { pageRead, saysWhyBeforeAFile } from '../../../desks/vigilance/index.ts'
import { labelOf } from '../../../money/wallets/index.ts'
import { schoolLabel, schoolsNamed } from '../../../schools/schools/index.ts'
import { facts } from '../facts.ts'
import { type FoundLine, linesFound, PEOPLE_ORDERS, peopleFound } from '../search.ts'
import { FOUND_A_PAGE, FOUND_AT_MOST, lookedFor } from '../support.ts'

/** Those most like what was typed: the page names them. */
const SCHOOLS_AT_MOST = 3

/**
 * Finds somebody. What was typed is not written down; that somebody looked is. The number of a transaction shows what its owner did: it is a
 * reading of their file, or numbers that follow each other would be read without anybody being told.
 */
export const beneficiarySearch = page(regionFor('people.read'), places.region.beneficiaries, {
  async find({ db, now, actor, query }) {
    const asked = read(query)
    if (asked.search === '' && asked.school === '') return null
    const schools = asked.school ? await schoolsNamed(db, asked.school, SCHOOLS_AT_MOST) : null
    const person = lookedFor(asked.search)
    const [{ rows, total }, lines] = await Promise.all([
      peopleFound(db, { person, schools: schools?.map(({ id }) => id) ?? null, page: asked.page, order: asked.order }),
      linesFound(db, person),
    ])
    const owner = lines[0]?.beneficiary_id
    if (owner && (await saysWhyBeforeAFile(db, actor, now, owner)))
      return see(places.region.why.to({ about: 'files-opened' }, { vers: places.region.beneficiaries.to(query) }))
    return pastTheEnd(rows, query) ?? { by: person.by, schools, rows, total, lines, owner }
  },
  title: 'Bénéficiaires',
  trace: ({ subject: found }) =>
    found && [
      { fact: facts['beneficiary.searched'], details: { by: found.by, in_schools: found.schools?.length ?? null, found: found.total } },
      ...(found.owner ? [pageRead(found.owner)] : []),
    ],
  view({ query, actor, subject: found }) {
    const asked = read(query)
    const typed = new FormState('', '', { recherche: [asked.search], etablissement: [asked.school] })
    return (
      <>
        <PageHeading>Bénéficiaires</PageHeading>
        <HidingSearchForm action={places.region.beneficiaries.to()}>
          <TextField
            form={typed}
            name="recherche"
            label="Nom et prénom, adresse e-mail, ou numéro de dossier, de carte, de transaction ou de ticket"
            type="search"
            optional
          />
          <TextField form={typed} name="etablissement" label="Établissement : nom, ville ou UAI" type="search" optional />
          <Actions>
            <Button icon="search">Rechercher</Button>
          </Actions>
        </HidingSearchForm>
        {found && found.lines.length > 0 && <Lines lines={found.lines} agent={actor} />}
        {found ? <People asked={asked} found={found} query={query} /> : <p>Une faute de frappe dans un nom ne gêne pas la recherche.</p>}
      </>
    )
  },
})

/** What the number names: who calls with it speaks of that payment, at that shop. */
const Lines = ({ lines, agent }: { lines: readonly FoundLine[]; agent: Agent }) => (
  <Panel>
    <DataTable
      caption={lines.length > 1 ? 'Transactions de ce numéro' : 'Transaction de ce numéro'}
      columns={[{ label: 'N°' }, { label: 'Date' }, { label: 'Nature' }, { label: 'Partenaire' }, { label: 'Montant', numeric: true }]}
      rows={lines.map((line) => [
        may(agent, 'shops.read') ? <a href={places.region.line.to({ transaction: line.id })}>{line.id}</a> : line.id,
        frenchMinute(line.at),
        labelOf({ ...line, is_ended: false }),
        line.partner_id && may(agent, 'shops.read') ? (
          <a href={places.region.shop.to({ id: line.partner_id })}>{line.partner_label}</a>
        ) : (
          (line.partner_label ?? 'La Région')
        ),
        <Money cents={line.amount_cents} />,
      ])}
    />
  </Panel>
)

interface Found {
  schools: Awaited<ReturnType<typeof schoolsNamed>> | null
  rows: Awaited<ReturnType<typeof peopleFound>>['rows']
  total: number
}

interface Searched {
  asked: ReturnType<typeof read>
  query: URLSearchParams
  found: Found
}

function People({ asked, query, found: { schools, rows, total } }: Searched) {
  const count = Math.min(total, FOUND_AT_MOST)
  return (
    <Panel>
      {schools && <p>{schools.length > 0 ? `Dans : ${schools.map(schoolLabel).join(' ; ')}.` : 'Aucun établissement ne porte ce nom.'}</p>}
      {total > FOUND_AT_MOST && (
        <p>{`Plus de ${FOUND_AT_MOST} personnes correspondent : voici les premières. Ajoutez un prénom, ou cherchez par numéro.`}</p>
      )}
      <List
        listed={listed(query, { total: count, aPage: FOUND_A_PAGE, order: asked.order })}
        caption={count > 1 ? `${count} personnes` : `${count} personne`}
        columns={[
          { label: 'Nom', by: 'nom' },
          { label: 'Naissance', by: 'naissance' },
          { label: 'Dossier' },
          { label: 'Carte' },
          { label: 'Établissement' },
        ]}
        empty="Personne ne correspond. Vérifiez l’orthographe, ou cherchez par numéro de dossier."
        rows={rows.map((row) => [
          <a key="name" href={places.region.beneficiary.to({ id: row.id })}>{`${row.last_name} ${row.first_name}`}</a>,
          frenchDay(row.birth_date),
          row.file_number ?? '—',
          row.card_number ?? '—',
          row.school_name ?? '—',
        ])}
      />
    </Panel>
  )
}

function read(query: URLSearchParams) {
  return {
    search: wordsAsked(query),
    school: wordsAsked(query, 'etablissement'),
    page: pageAsked(query),
    order: orderAsked(query, PEOPLE_ORDERS, 'ressemblance'),
  }
}
