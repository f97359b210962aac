/** Exactly what a guardian sees and does not: both read the same words. `whose`: « votre », or « sa ». */
export const WhatAGuardianSees = ({ whose }: { whose: 'votre' | 'sa' }) => {
  const say = (own: string, theirs: string) => (whose === 'votre' ? own : theirs)
  return (
    <>
      <p>
        <strong>{say('Un responsable légal confirmé voit :', 'Vous voyez :')}</strong>
      </p>
      <ul>
        <li>{`${say('votre', 'son')} prénom, ${say('votre', 'son')} nom et ${say('votre', 'son')} âge ;`}</li>
        <li>{`où en est ${whose} demande de carte, étape par étape, et le motif si elle est à corriger ou refusée ;`}</li>
        <li>{`où est ${whose} carte : à fabriquer, fabriquée, envoyée ou arrêtée ;`}</li>
        <li>{`avant 15 ans, ce que ${say('vous demandez', 'ce jeune demande')} à recevoir, pour donner son accord ou non ;`}</li>
        <li>{`par mail, ${say('vos', 'ses')} paiements (montant, commerce, date), seulement si ${say('vous l’acceptez', 'ce jeune l’accepte')}.`}</li>
      </ul>
      <p>
        <strong>{say('Il ne voit jamais :', 'Vous ne voyez jamais :')}</strong>
      </p>
      <ul>
        <li>{`${say('votre', 'son')} numéro de carte, ${say('vos', 'ses')} QR codes, ${say('vos', 'ses')} prépaiements, ${say('vos', 'ses')} codes, ${say('votre', 'son')} mot de passe ;`}</li>
        <li>{`${say('votre', 'son')} solde, ${say('votre', 'son')} adresse, ${say('vos', 'ses')} téléphones, ${say('vos', 'ses')} photos et ${say('vos', 'ses')} documents ;`}</li>
        <li>l’adresse e-mail de l’autre responsable légal.</li>
      </ul>
      <p>{say('Il ne peut ni payer, ni rien changer dans votre dossier.', 'Vous ne pouvez ni payer, ni rien changer dans son dossier.')}</p>
    </>
  )
}
