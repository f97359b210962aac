import { places } from '../../../../places.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Pagination, Panel, Said, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, TextArea } from '../../../../ui/form.tsx'
import { cardByNumber, confirmAddressFor, numbered, recordReturns, returnsForm } from '../../cards/index.ts'
import { cardsReturned, RETURNED_A_PAGE } from '../queries.ts'

/** The cards that the post brings back: written down, and which of them can leave again. */
export const cardReturns = page(regionFor('cards.make'), places.region.cardReturns, {
  title: 'Cartes revenues par la poste',
  said: {
    retours: 'Les cartes sont enregistrées, et chaque jeune est prévenu',
    confirmation: 'L’adresse est confirmée : la carte repart avec le prochain lot',
  },
  async view({ db, query, form, said }) {
    const number = pageAsked(query)
    const { rows, total } = await cardsReturned(db, number)
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Cartes revenues par la poste</PageHeading>
        <Recording form={form} />
        <Panel>
          <DataTable
            caption={total > 1 ? `${total} cartes revenues` : total === 1 ? 'Une carte revenue' : 'Cartes revenues'}
            columns={[{ label: 'Revenue le' }, { label: 'Carte' }, { label: 'Nom' }, { label: 'État' }, { label: 'Action' }]}
            rows={rows.map((card) => [
              frenchDayOf(card.recorded_at),
              numbered(card.number),
              <a key="name" href={places.region.beneficiary.to({ id: card.beneficiary_id })}>{`${card.last_name} ${card.first_name}`}</a>,
              card.address_confirmed_at ? (
                <Tag key="state" tone="good">
                  Repart avec le prochain lot
                </Tag>
              ) : (
                <Tag key="state" tone="warning">
                  Adresse à confirmer
                </Tag>
              ),
              card.address_confirmed_at ? null : (
                <Form key="action" form={form}>
                  <input type="hidden" name="card" value={card.number} />
                  <Button kind="quiet" name="action" value="confirm">
                    Adresse vérifiée
                    <span class="unseen">{` avec le jeune, carte ${card.number}`}</span>
                  </Button>
                </Form>
              ),
            ])}
            empty="Aucune carte revenue n’attend."
          />
          {total > RETURNED_A_PAGE && (
            <Pagination
              page={number}
              pages={Math.ceil(total / RETURNED_A_PAGE)}
              href={(to) => places.region.cardReturns.to({ page: to })}
            />
          )}
        </Panel>
      </>
    )
  },
  submit: form(returnsForm, async ({ tx, actor, input }) => {
    if (input.action === 'record') {
      await recordReturns(tx, actor, input.numbers)
      return see(places.region.cardReturns.said('retours'))
    }
    const { beneficiary_id } = found(await cardByNumber(tx, input.card))
    await confirmAddressFor(tx, actor, beneficiary_id)
    return see(places.region.cardReturns.said('confirmation'))
  }),
})

const Recording = ({ form }: { form: FormState }) => (
  <Panel title="Enregistrer des retours">
    <p>
      Chaque jeune est prévenu et doit confirmer son adresse. Sa carte repart ensuite avec le prochain lot ; d’ici là, son QR code marche
      comme avant.
    </p>
    <Form form={form}>
      <TextArea
        form={form}
        name="numbers"
        label="Numéros des cartes"
        hint="Un par ligne : scannez-les l’une après l’autre, ou tapez-les. 500 au plus."
        rows={8}
        isScanned
      />
      <Actions>
        <ButtonLink href={places.region.cards.to()} kind="quiet">
          Retour
        </ButtonLink>
        <Button name="action" value="record">
          Enregistrer ces retours
        </Button>
      </Actions>
    </Form>
  </Panel>
)
