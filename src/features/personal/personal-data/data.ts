import { type RawBuilder, sql } from 'kysely'
import type { Facts } from '../../../platform/audit.ts'
import type { Reader } from '../../../platform/database/index.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { factInWords } from './consultations.ts'

/** Everything that is kept of somebody, as they may take it away: in French words, amounts in euros, bank account masked. */
export async function dataOf(db: Reader, beneficiary: Beneficiary, facts: Facts): Promise<Record<string, unknown>> {
  const { id } = beneficiary
  const rows = async (query: RawBuilder<object>) => (await query.execute(db)).rows.map(inWords)
  const [identity] = await rows(sql`
    select civility as "civilité", last_name as "nom", first_name as "prénom", latin_last_name as "nom en lettres latines",
      latin_first_name as "prénom en lettres latines", birth_date as "date de naissance", email as "e-mail", (select since from addresses_of_nobody n where n.address = lower(email)) as "mails refusés par la messagerie depuis le",
      fixed_phone as "téléphone fixe", mobile_phone as "téléphone portable", address as "adresse",
      notified_by as "préférence de notification", good_deals_consent_at as "consentement aux bons plans, donné le",
      newsletters_consent_at as "consentement aux newsletters, donné le", created_at as "compte créé le"
    from open_accounts where id = ${id}`)
  return {
    identité: identity,
    'identité avant correction': await rows(sql`
      select civility as "civilité", last_name as "nom", first_name as "prénom", latin_last_name as "nom en lettres latines",
        latin_first_name as "prénom en lettres latines", birth_date as "date de naissance", until as "corrigé le"
      from former_identities where beneficiary_id = ${id} order by id`),
    'demandes de carte': await rows(sql`
      select a.campaign_name as "campagne", a.file_number as "numéro de dossier", a.state as "état", a.situation as "situation",
        a.school_label as "établissement", a.course_label as "formation",
        a.scholarship_holder as "boursier", b.label as "aide", a.contract_signed_on as "contrat signé le",
        a.contract_ends_on as "fin du contrat le", t.answers as "réponses", a.created_at as "créée le", a.submitted_at as "envoyée le",
        a.decided_at as "décidée le",
        (select json_agg(json_build_object('le', e.at, 'événement', e.event, 'motif', e.reason) order by e.id)
         from application_history e where e.application_id = a.id) as "historique"
      from applications a
      join application_answers t on t.application_id = a.id
      left join benefit_amounts b on b.campaign_id = a.campaign_id and b.rule = a.benefit_rule
      where a.beneficiary_id = ${id} order by a.id`),
    ...(await onTheirSchoolsList(rows, id)),
    'changements de contrat': await rows(sql`
      select state as "état", ended_on as "contrat terminé le", contract_signed_on as "contrat signé le", contract_ends_on as "fin du contrat le",
        declared_at as "déclaré le", decided_at as "décidé le", reason as "réponse"
      from contract_changes_declared where beneficiary_id = ${id} order by id`),
    cartes: await rows(sql`
      select number as "numéro", created_at as "créée le", made_at as "fabriquée le", shipped_at as "expédiée le",
        returned_at as "revenue par la poste le",
        opposed_at as "arrêtée le", reason as "motif", set_aside_reason as "photo à refaire"
      from cards_given where beneficiary_id = ${id} order by id`),
    ...(await ofIncidents(rows, id)),
    'porte-monnaie': await rows(sql`
      select w.label as "nom", c.name as "campagne", w.granted_cents / 100.0 as "accordé", w.balance_cents / 100.0 as "solde",
        w.reserved_cents / 100.0 as "réservé", w.closes_on as "utilisable jusqu’au"
      from wallets_held w join campaign_calendar c on c.id = w.campaign_id
      where w.beneficiary_id = ${id} order by w.id`),
    ...(await putRight(db, id)),
    transactions: await rows(sql`
      select t.id as "numéro", t.at as "le", t.kind as "nature", t.channel as "moyen", p.name as "partenaire",
        t.amount_cents / 100.0 as "montant", t.balance_after_cents / 100.0 as "solde après", t.assent as "accord"
      from journal_lines t left join partner_directory p on p.id = t.partner_id
      where t.beneficiary_id = ${id} order by t.id`),
    ...(await agreedTo(rows, id)),
    prépaiements: await rows(sql`
      select ticket as "ticket", created_at as "créé le", partner_name as "partenaire", amount_cents / 100.0 as "montant", state as "état",
        expires_on as "valable jusqu’au", ended_at as "terminé le"
      from prepayments_made where beneficiary_id = ${id} order by id`),
    'aides THR': await rows(sql`
      select r.number as "numéro", r.state as "état", r.contract_year as "année du contrat", r.home_lines as "domicile",
        r.distance_m / 1000.0 as "distance en km", r.transport_cents / 100.0 as "transport", r.meals_cents / 100.0 as "repas",
        r.lodging_cents / 100.0 as "logement", r.bank_holder as "titulaire du compte", r.bank_name as "banque",
        r.iban_first4 || ' **** **** ' || r.iban_last4 as "IBAN", r.created_at as "créée le", r.submitted_at as "envoyée le",
        r.decided_at as "décidée le"
      from aid_requests r where r.beneficiary_id = ${id} order by r.id`),
    ...(await whatWasSaid(rows, id)),
    'connexions ouvertes': await rows(sql`
      select created_at as "depuis le", seen_at as "vue le", device as "appareil" from open_sessions where beneficiary_id = ${id} order by id`),
    'formulaires gardés une heure': await rows(sql`
      select path as "page", kept_until as "jusqu’au" from forms_kept where beneficiary_id = ${id} order by kept_until`),
    'consultations du dossier': (await consultations(db, id)).map(({ fact, ...row }) => ({ ...row, quoi: factInWords(facts, fact) })),
  }
}

type Rows = (query: RawBuilder<object>) => Promise<object[]>

/** What their school says of them, and the State. */
const onTheirSchoolsList = async (rows: Rows, id: number) => ({
  'inscription sur la liste de l’établissement': await rows(sql`
    select answer as "inscription", at as "comparée le", last_name as "nom", usage_name as "nom d’usage", first_names as "prénoms",
      birth_date as "date de naissance", class as "classe", course as "code de la formation", left_on as "sortie le",
      contract_begins_on as "contrat commencé le", contract_ends_on as "fin du contrat le", contract_broken_on as "contrat rompu le"
    from enrolments_of_people where beneficiary_id = ${id} order by application_id`),
  'identifiant national (INE) donné': await rows(sql`
    select campaign_name as "campagne", given_at as "donné le" from national_numbers_of_people where beneficiary_id = ${id} order by application_id`),
  'inscription selon l’Éducation nationale': await rows(sql`
    select answer as "inscription", why as "pourquoi", asked_at as "demandée le" from state_answers_on_people where beneficiary_id = ${id} order by application_id`),
})

/** Whether they were part of some trouble. */
const ofIncidents = async (rows: Rows, id: number) => ({
  incidents: await rows(sql`
    select kind as "type", added_at as "depuis le", closed_at as "clos le" from incidents_about_people where beneficiary_id = ${id} order by added_at`),
})

/** What tills asked of them, and since when they have a code to agree. */
const agreedTo = async (rows: Rows, id: number) => ({
  'demandes d’accord en caisse': await rows(sql`
    select partner_name as "partenaire", amount_cents / 100.0 as "montant", asked_at as "demandé le", answered_at as "répondu le", way as "accord"
    from assents_of_people where beneficiary_id = ${id} order by asked_at`),
  'appareils prévenus quand une caisse demande votre accord': await rows(sql`
    select name as "appareil", created_at as "depuis le" from devices_of_people where beneficiary_id = ${id} order by id`),
  'code de paiement': await rows(sql`select chosen_at as "choisi le" from payment_codes_of_people where beneficiary_id = ${id}`),
})

/** Whom they named, and what those under 15 asked of them. */
const guardiansAndConsents = async (rows: Rows, id: number) => ({
  'responsables légaux': await rows(sql`
    select email as "e-mail", state as "état", named_at as "indiqué le", confirmed_at as "confirmé le", ended_at as "terminé le"
    from guardians_named where beneficiary_id = ${id} order by id`),
  'accords demandés à vos responsables': await rows(sql`
    select case consent when 'good-deals' then 'bons plans' else 'newsletters' end as "quoi", asked_at as "demandé le", answer as "réponse",
      answered_at as "répondu le"
    from consents_asked_of_guardians where beneficiary_id = ${id} order by consent`),
  'paiements dits à vos responsables': await rows(sql`
    select since as "depuis le" from payment_alerts_agreed where beneficiary_id = ${id}`),
})

/** What the Region wrote to them, what they asked, and what agents noted. */
const whatWasSaid = async (rows: Rows, id: number) => ({
  ...(await guardiansAndConsents(rows, id)),
  'messages reçus': await rows(sql`
    select sent_at as "envoyé le", channel as "par", address as "à", subject as "objet", body as "texte"
    from messages_to_people where beneficiary_id = ${id} and state = 'sent' order by created_at, id`),
  'questions rattachées à votre dossier': await rows(sql`
    select received_at as "reçue le", subject as "sujet", body as "question", answers as "réponses"
    from questions_about_people where beneficiary_id = ${id} order by id`),
  'notes des agents': await rows(sql`
    select written_at as "le", body as "note" from notes_on_people where beneficiary_id = ${id} order by id`),
})

const consultations = async (db: Reader, id: number) =>
  (
    await sql<{ le: Date; par: string; fact: string }>`
      select at as "le", place as "par", fact from facts_about_people
      where beneficiary_id = ${id} and staff_id is not null order by id`.execute(db)
  ).rows

/** What of their money was frozen, and what they owe. */
async function putRight(db: Reader, id: number) {
  const rows = async (query: RawBuilder<object>) => (await query.execute(db)).rows.map(inWords)
  return {
    'sommes dues': await rows(sql`
      select at as "depuis le", owed_cents / 100.0 as "somme", deducted_cents / 100.0 as "déjà déduit", left_cents / 100.0 as "reste dû",
        waived_at as "abandonnée le"
      from debts_owed where beneficiary_id = ${id} order by id`),
    gels: await rows(sql`
      select coalesce(w.label, 'tout') as "quoi", f.frozen_at as "gelé le", f.reason as "motif", f.comment as "commentaire",
        f.unfrozen_at as "dégelé le", f.answer as "réponse"
      from freezes_made f left join wallets_held w on w.id = f.wallet_id
      where f.beneficiary_id = ${id} order by f.id`),
  }
}

const WORDS: Record<string, string> = {
  draft: 'en cours de saisie',
  submitted: 'envoyée',
  returned: 'à corriger',
  validated: 'validée',
  refused: 'refusée',
  pupil: 'lycéen',
  apprentice: 'apprenti',
  neither: 'ni lycéen ni apprenti',
  lost: 'perdue',
  stolen: 'volée',
  damaged: 'endommagée',
  'never-received': 'jamais reçue',
  wrong: 'erreur sur la carte',
  'phone-lost': 'téléphone perdu ou volé',
  'used-by-another': 'compte utilisé par quelqu’un d’autre',
  'suspected-fraud': 'soupçon de fraude',
  'asked-for': 'à votre demande',
  'other-reason': 'autre motif',
  grant: 'crédit',
  payment: 'paiement',
  reservation: 'prépaiement',
  redemption: 'prépaiement encaissé',
  cancellation: 'prépaiement annulé',
  expiry: 'prépaiement expiré',
  refund: 'remboursement',
  closing: 'clôture du porte-monnaie',
  credit: 'régularisation en plus',
  debit: 'régularisation en moins',
  withdrawal: 'retrait de la validation',
  deduction: 'déduction d’une somme due',
  reversal: 'paiement annulé pour fraude',
  compensation: 'paiement annulé pour fraude',
  'qr-code': 'QR code',
  'card-number': 'numéro de carte',
  online: 'en ligne',
  'own-space': 'dans votre espace',
  'payment-code': 'code de paiement',
  'identity-paper': 'photo et pièce d’identité',
  pending: 'en attente',
  awaited: 'à confirmer',
  ended: 'terminé',
  given: 'accord donné',
  redeemed: 'encaissé',
  cancelled: 'annulé',
  expired: 'expiré',
  'awaiting-school': 'en attente de validation établissement',
  'awaiting-region': 'en attente de validation par la Région',
  accepted: 'acceptée',
  confirmed: 'confirmé',
  'in-payment': 'en cours de paiement',
  paid: 'payée',
  'rejected-by-bank': 'rejetée par la banque',
  email: 'e-mail',
  sms: 'SMS',
  push: 'notification',
  found: 'trouvée',
  'not-found': 'non trouvée',
  unknown: 'inconnue',
  'too-early': 'pas encore connue',
  'not-told': 'sans réponse',
  'other-person': 'une autre date de naissance',
  'other-school': 'un autre établissement',
  'other-status': 'un autre statut',
  'other-year': 'une autre année scolaire',
}

const CODED = [
  'état',
  'réponse',
  'inscription',
  'pourquoi',
  'situation',
  'motif',
  'nature',
  'moyen',
  'accord',
  'par',
  'préférence de notification',
]

/** A state, a kind or a reason as people say it. */
export const codeInWords = (code: string): string => WORDS[code] ?? code

/** The codes of the database as people say them. */
const inWords = (row: object): object =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, CODED.includes(name) ? (WORDS[value] ?? value) : value]))

/** The files that somebody gave, each under a name that says what it is. */
export async function filesOf(db: Reader, beneficiary: Beneficiary): Promise<{ id: string; name: string; created_at: Date }[]> {
  const { rows } = await sql<{ id: string; name: string; created_at: Date }>`
    with given (id, name) as (
      select photo_file_id, 'photo' from applications where beneficiary_id = ${beneficiary.id}
      union select photo_file_id, 'photo' from cards_given where beneficiary_id = ${beneficiary.id}
      union select identity_file_id, 'justificatif-identite' from applications where beneficiary_id = ${beneficiary.id}
      union select file_id, 'certificat-scolarite' from certificates_of_enrolment where beneficiary_id = ${beneficiary.id}
      union select contract_file_id, 'contrat' from aid_requests where beneficiary_id = ${beneficiary.id}
      union select bank_file_id, 'rib' from aid_requests where beneficiary_id = ${beneficiary.id}
      union select lodging_file_id, 'attestation-logement' from aid_requests where beneficiary_id = ${beneficiary.id}
    )
    select f.id, f.created_at, g.name || '-' || row_number() over (partition by g.name order by f.created_at, f.id) || case f.media_type
      when 'image/jpeg' then '.jpg' when 'image/png' then '.png' when 'application/pdf' then '.pdf' else '' end as name
    from given g join stored_files f on f.id = g.id and f.media_type <> 'text/plain' and f.quarantine is null
    order by name`.execute(db)
  return rows
}
