import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { LINES_IN_A_FILE, LINES_ON_PAPER } from '../books.ts'

/** The files that so many lines may be taken away as. */
export function TakeAwayLinks({ lines, hrefOf }: { lines: number; hrefOf: (format: 'csv' | 'xlsx' | 'pdf') => string }) {
  if (lines > LINES_IN_A_FILE)
    return (
      <p class="hint">{`Un fichier contient ${LINES_IN_A_FILE} lignes au plus : choisissez une période plus courte pour les exporter.`}</p>
    )
  return (
    <>
      <Actions>
        <ButtonLink href={hrefOf('csv')} kind="quiet" icon="documents">
          Télécharger (CSV)
        </ButtonLink>
        <ButtonLink href={hrefOf('xlsx')} kind="quiet" icon="documents">
          Télécharger (Excel)
        </ButtonLink>
        {lines <= LINES_ON_PAPER && (
          <ButtonLink href={hrefOf('pdf')} kind="quiet" icon="documents">
            Télécharger (PDF)
          </ButtonLink>
        )}
      </Actions>
      {lines > LINES_ON_PAPER && (
        <p class="hint">{`Un PDF contient ${LINES_ON_PAPER} lignes au plus : choisissez une période plus courte, ou un autre fichier.`}</p>
      )}
    </>
  )
}
