import { Details } from '../../../../ui/blocks.tsx'

/** How the site becomes an application of a phone; not shown where it is one already. Some browsers do it by a button. */
export const InstallHint = () => (
  <div class="install-hint">
    <Details title="Mettre ma carte sur l’écran d’accueil">
      <p>Elle s’ouvre alors comme une application, et se lit même sans réseau.</p>
      <p>
        <button class="button button-quiet" type="button" data-install hidden>
          <span>Installer</span>
        </button>
      </p>
      <ul>
        <li>
          Sur Android : ouvrez le menu du navigateur (⋮), puis choisissez <b>Ajouter à l’écran d’accueil</b>.
        </li>
        <li>
          Sur iPhone, dans Safari : touchez le bouton de partage, puis <b>Sur l’écran d’accueil</b>.
        </li>
      </ul>
    </Details>
  </div>
)
