/** Exactly what a guardian sees and does not: both read the same words. `whose`: « votre », or « sa ». */
export const WhatAGuardianSees = ({ whose }: { whose: 'votre' | 'sa' }) => {
  const mine = whose === 'votre'
  return (
    <>
      <p>
        <strong>{mine ? 'Un responsable légal confirmé voit :' : 'Vous voyez :'}</strong>
      </p>
      <ul>
        <li>{`${mine ? 'votre' : 'son'} prénom, ${mine ? 'votre' : 'son'} nom et ${mine ? 'votre' : 'son'} âge ;`}</li>
        <li>{`où en est ${whose} demande de carte, étape par étape, et le motif si elle est à corriger ou refusée ;`}</li>
        <li>{`où est ${whose} carte : à fabriquer, fabriquée, envoyée ou arrêtée ;`}</li>
        <li>{`avant 15 ans, ce que ${mine ? 'vous demandez' : 'ce jeune demande'} à recevoir, pour donner son accord ou non ;`}</li>
        <li>{`par mail, ${mine ? 'vos' : 'ses'} paiements (montant, commerce, date), seulement si ${mine ? 'vous l’acceptez' : 'ce jeune l’accepte'}.`}</li>
      </ul>
      <p>
        <strong>{mine ? 'Il ne voit jamais :' : 'Vous ne voyez jamais :'}</strong>
      </p>
      <ul>
        <li>{`${whose} numéro de carte, ${mine ? 'vos' : 'ses'} QR codes, ${mine ? 'vos' : 'ses'} prépaiements, ${mine ? 'vos' : 'ses'} codes, ${mine ? 'votre' : 'son'} mot de passe ;`}</li>
        <li>{`${mine ? 'votre' : 'son'} solde, ${mine ? 'votre' : 'son'} adresse, ${mine ? 'vos' : 'ses'} téléphones, ${mine ? 'vos' : 'ses'} photos et ${mine ? 'vos' : 'ses'} documents ;`}</li>
        <li>l’adresse e-mail de l’autre responsable légal.</li>
      </ul>
      <p>
        {mine ? 'Il ne peut ni payer, ni rien changer dans votre dossier.' : 'Vous ne pouvez ni payer, ni rien changer dans son dossier.'}
      </p>
    </>
  )
}
