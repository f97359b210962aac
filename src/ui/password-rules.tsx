/** The guide's rules for a password; the site's script says which are met while one types in the field called `field`. */
export const PasswordRules = ({ field }: { field: string }) => (
  <div class="rules" id={`${field}-rules`} data-password-rules={field}>
    <p>Le mot de passe doit comporter :</p>
    <ul>
      <li data-rule="min8">Au moins 8 caractères</li>
      <li data-rule="max20">Au plus 20 caractères</li>
      <li data-rule="digit">Au moins un chiffre</li>
      <li data-rule="letter">Au moins une lettre</li>
      <li data-rule="capital">Au moins une lettre majuscule</li>
    </ul>
    <p>Le mot de passe doit être différent des trois derniers mots de passe utilisés</p>
    <p>Il ne doit être ni un mot de passe courant, ni contenir votre nom, votre prénom, votre date de naissance ou un de vos numéros.</p>
    <p class="unseen" role="status" />
  </div>
)
