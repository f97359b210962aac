import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import type { Beneficiary } from '../../../../spaces/actors.ts'
import { Panel, Tag } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import {
  correctionOf,
  draftOf,
  firstOpenStep,
  hrefOf,
  INFORMATION,
  isEditable,
  type Standing,
  standingOf,
  stateInWords,
  whyNotOpen,
} from '../../apprentice-aid/index.ts'

/** What the home page shows an apprentice of the aid; undefined for everybody else. */
export const aidBoxOf = (db: Reader, beneficiary: Beneficiary, now: Date): Promise<Standing | undefined> =>
  standingOf(db, beneficiary.id, now)

/** « Faire ma demande », or when it opens, or why it is closed; then « Mes demandes en cours » (guide, 3.2.1 and 5). */
export function AidBox({ standing }: { standing: Standing }) {
  const { current, mayBegin, requests } = standing
  const sent = requests.filter(({ state }) => state !== 'draft')
  const saysWhetherToAsk = mayBegin || current?.state === 'draft' || standing.opening.kind !== 'open' || standing.wasPaidBefore
  return (
    <>
      {sent.length > 0 && (
        <Panel title="Mes demandes en cours">
          <ul class="plain aid-requests">
            {sent.map((request) => (
              <li key={request.number}>
                <p>
                  <a href={places.beneficiary.aidRequest.to({ number: request.number })}>
                    <strong>THR</strong> : aide pour le transport, l’hébergement et la restauration
                  </a>
                  {request.contract_year > 1 && `, année ${request.contract_year} du contrat`}
                </p>
                <p>
                  <Tag tone={stateInWords(request.state).tone}>{stateInWords(request.state).label}</Tag>
                </p>
                {isEditable(request) && request === current && (
                  <Actions>
                    <ButtonLink href={hrefOf(firstOpenStep(draftOf(standing)))}>{correctionOf(request)}</ButtonLink>
                  </Actions>
                )}
              </li>
            ))}
          </ul>
          {!saysWhetherToAsk && <OtherContract />}
        </Panel>
      )}
      {saysWhetherToAsk && (
        <Panel title="Aide transport, hébergement, restauration (THR)">
          {mayBegin || current?.state === 'draft' ? (
            <>
              <p>La Région peut vous aider à payer vos trajets, vos repas et votre logement pendant votre apprentissage.</p>
              <Actions>
                <ButtonLink href={hrefOf(current ? firstOpenStep(draftOf(standing)) : INFORMATION)}>
                  {current ? 'Poursuivre ma demande' : 'Faire ma demande'}
                </ButtonLink>
              </Actions>
            </>
          ) : (
            <p>{whyNotOpen(standing.opening, standing.parameters, standing.wasPaidBefore)}</p>
          )}
          <OtherContract />
        </Panel>
      )}
    </>
  )
}

const OtherContract = () => (
  <p>
    <a href={places.beneficiary.contract.to()}>Mon contrat s’est terminé plus tôt, ou j’en ai un autre</a>
  </p>
)
