import { places } from '../../../../places.ts'
import { dayOf, frenchMinute } from '../../../../platform/dates.ts'
import { documentAnswer } from '../../../../platform/files.ts'
import { pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { download, page } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Pagination, Panel } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { renewalPdf } from '../proof-pdf.ts'
import { agreementsRenewed, PARTNERS_A_PAGE, partnersAwaited } from '../queries.ts'
import { deadlineInWords } from '../renewals.ts'

const space = regionFor('partners.manage')
const pagesOf = (total: number): number => Math.max(1, Math.ceil(total / PARTNERS_A_PAGE))

/** Who has not accepted the text in force. */
export const agreementsAwaited = page(space, places.region.agreementsAwaited, {
  title: 'Convention à accepter',
  async view({ db, now, query }) {
    const number = pageAsked(query)
    const { rows, total, acceptBy } = await partnersAwaited(db, number)
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <>
        <PageHeading>Convention à accepter</PageHeading>
        <p>
          Leurs gestionnaires l’ont su par mail, avec un rappel à la moitié du délai, et le lisent sur leur page d’accueil. Rien ne se ferme
          tout seul : appelez-les, puis décidez vous-même, sur la page du partenaire.
        </p>
        {acceptBy && <p>{deadlineInWords(acceptBy, dayOf(now))}</p>}
        <Panel>
          <DataTable
            caption={`Partenaires qui n’ont pas accepté le texte en vigueur : ${total}`}
            columns={[{ label: 'Partenaire' }, { label: 'Ville' }, { label: 'Dernier texte accepté' }]}
            rows={rows.map(({ partner_id, code, name, town, last_version }) => [
              <a key="name" href={places.region.partner.to({ id: partner_id })}>{`${name} (${code})`}</a>,
              town,
              last_version === null ? 'Aucun' : `n° ${last_version}`,
            ])}
            empty="Tous l’ont accepté."
          />
          <Pagination page={number} pages={pagesOf(total)} href={(to) => places.region.agreementsAwaited.to({ page: to })} />
        </Panel>
        <Actions>
          <ButtonLink href={places.region.agreementText.to()} kind="quiet">
            Texte de la convention
          </ButtonLink>
          <ButtonLink href={places.region.agreementsRenewed.to()} kind="quiet">
            Qui a accepté
          </ButtonLink>
        </Actions>
      </>
    )
  },
})

/** Who has accepted a text since they joined, with what proves it. */
export const agreementsRenewedPage = page(space, places.region.agreementsRenewed, {
  title: 'Convention acceptée',
  async view({ db, query }) {
    const number = pageAsked(query)
    const { rows, total } = await agreementsRenewed(db, number)
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <>
        <PageHeading>Convention acceptée</PageHeading>
        <p>Par des partenaires qui l’étaient déjà. Ce qui est accepté en devenant partenaire est sur la page de la demande.</p>
        <Panel>
          <DataTable
            caption={`Accords, du plus récent au plus ancien : ${total}`}
            columns={[{ label: 'Partenaire' }, { label: 'Version' }, { label: 'Accepté le' }, { label: 'Par' }, { label: 'Preuve' }]}
            rows={rows.map(({ id, code, name, text_version, signed_at, signer_name }) => [
              `${name} (${code})`,
              `n° ${text_version}`,
              frenchMinute(signed_at),
              signer_name,
              <a key="proof" href={places.region.agreementRenewed.to({ id })}>
                PDF<span class="unseen">{` de ${name}`}</span>
              </a>,
            ])}
            empty="Aucun pour l’instant."
          />
          <Pagination page={number} pages={pagesOf(total)} href={(to) => places.region.agreementsRenewed.to({ page: to })} />
        </Panel>
        <Actions>
          <ButtonLink href={places.region.agreementsAwaited.to()} kind="quiet">
            Qui n’a pas accepté
          </ButtonLink>
        </Actions>
      </>
    )
  },
})

export const agreementRenewedProof = download(space, places.region.agreementRenewed, async ({ db, params: { id } }) =>
  documentAnswer({ media_type: 'application/pdf', bytes: await renewalPdf(db, id) }, `convention-${id}.pdf`),
)
