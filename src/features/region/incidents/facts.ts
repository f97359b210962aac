import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'incident.opened': { journal: 'Incident ouvert' },
  'incident.closed': { journal: 'Incident clos' },
  'incident.noted': { journal: 'Note ajoutée à un incident' },
  'incident.document-added': { journal: 'Document ajouté à un incident' },
  'incident.document-read': { journal: 'Document d’un incident lu' },
  'incident.linked': { journal: 'Élément ajouté à un incident' },
  'incident.person-linked': { journal: 'Personne ajoutée à un incident', owner: 'Ajout de votre dossier à un incident' },
  'incident.read': { journal: 'Lecture d’un incident', owner: 'Lecture d’un incident qui vous concerne', isReading: true },
})
