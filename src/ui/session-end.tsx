/** Said this long before. RGAA 13.1. */
const ANNOUNCED_SECONDS = 120

/**
 * When the session ends, and how to stay signed in. A script shows it two minutes before, and makes a button of the link; without it, it
 * stands at the end of the page, and its link opens another tab, so that nothing typed is lost.
 */
export const SessionEnd = ({
  seconds,
  hour,
  mayBeProlonged,
  href,
}: {
  seconds: number
  hour: string
  mayBeProlonged: boolean
  href: string
}) => (
  <section
    class="session-end"
    aria-label="Fin de votre connexion"
    data-session-seconds={seconds}
    data-announced-seconds={ANNOUNCED_SECONDS}
    data-prolongs={mayBeProlonged ? '' : undefined}
  >
    <p data-session-words>
      {mayBeProlonged
        ? `Votre connexion se termine à ${hour} si vous ne faites rien d’ici là.`
        : `Votre connexion se termine à ${hour} : elle ne peut pas durer plus longtemps.`}{' '}
      Un formulaire envoyé après est gardé une heure, le temps de vous reconnecter.
    </p>
    <a class="button button-quiet" href={href} target="_blank" rel="noopener">
      <span>
        {mayBeProlonged ? 'Rester connecté' : 'Se reconnecter'}
        <span class="unseen"> (nouvel onglet)</span>
      </span>
    </a>
  </section>
)
