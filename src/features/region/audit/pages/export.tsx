import { places } from '../../../../places.ts'
import { csvAnswerAsRead } from '../../../../platform/csv.ts'
import { frenchInstant } from '../../../../platform/dates.ts'
import { formAsked } from '../../../../platform/forms/paging.ts'
import { SEARCH } from '../../../../platform/forms/state.ts'
import { download, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, DateField, ErrorSummary, TextField } from '../../../../ui/form.tsx'
import { facts as ofJournal } from '../facts.ts'
import { detailsInWords, exportAsked, factInWords } from '../journal.ts'
import { factsBetween } from '../queries.ts'

/** What is asked before the journal leaves the site. The reason may name somebody: it stands in no address. */
export const journalExport = page(regionFor('journal.read'), places.region.journalExport, {
  title: 'Exporter le journal',
  view({ query, checked }) {
    if (exportAsked(query)) return see(places.region.journalCsv.to(query))
    const form = query.has('demande') ? checked(formAsked(query, [{ field: 'motif', message: WRONG }])) : formAsked(query)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Exporter le journal</PageHeading>
        <Panel>
          <form method="post" action={`?${SEARCH}`} novalidate>
            <input type="hidden" name="demande" value="oui" />
            <DateField form={form} name="du" asked label="Depuis le" />
            <DateField form={form} name="au" asked label="Jusqu’au" />
            <TextField form={form} name="motif" label="Motif" hint="Il reste dans le journal, avec votre nom : n’y écrivez pas de nom." />
            <Actions>
              <ButtonLink href={places.region.journal.to()} kind="quiet">
                Retour
              </ButtonLink>
              <Button icon="documents">Télécharger (CSV)</Button>
            </Actions>
          </form>
        </Panel>
      </>
    )
  },
})

const WRONG = 'Saisissez les deux jours, le premier avant le second, et le motif.'

export const journalCsv = download(
  regionFor('journal.read'),
  places.region.journalCsv,
  {
    isSlow: true,
    mayLag: true,
    find: async ({ query }) => exportAsked(query) ?? see(places.region.journalExport.to({ demande: 'oui' })),
    trace: ({ subject: { from, until, reason } }) => ({ fact: ofJournal['journal.exported'], details: { from, until, reason } }),
  },
  async ({ db, subject, visit }) => {
    const { facts } = visit.site
    async function* rows() {
      for await (const line of factsBetween(db, subject)) {
        yield [
          frenchInstant(line.at),
          factInWords(facts, line.fact),
          line.staff_name ?? '',
          line.place ?? '',
          line.beneficiary_id,
          detailsInWords(line.details),
        ]
      }
    }
    return csvAnswerAsRead(
      `journal-${subject.from}-${subject.until}.csv`,
      ['Date', 'Fait', 'Par', 'Où', 'Bénéficiaire n°', 'Détails'],
      rows(),
    )
  },
)
