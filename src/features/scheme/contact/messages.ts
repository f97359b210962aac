import { frenchDayOf } from '../../../platform/dates.ts'
import type { Message } from '../../../platform/messages/message.ts'

/** Repeats nothing of what was typed: whoever typed this address may not be its owner. */
export const questionReceived = (id: number): Message => ({
  template: 'question-received',
  subject: 'Nous avons reçu votre question',
  paragraphs: [
    'Bonjour,',
    `Nous avons bien reçu la question posée avec cette adresse sur le site Génération #HDF (question n° ${id}). Nous y répondrons par mail.`,
    'Si vous n’avez rien demandé, ne tenez pas compte de ce message.',
  ],
})

export const questionAnswered = (question: { id: number; subject: string; body: string; received_at: Date; answer: string }): Message => ({
  template: 'question-answered',
  subject: `Réponse à votre question : ${question.subject}`,
  paragraphs: [
    'Bonjour,',
    question.answer,
    `Votre question n° ${question.id}, du ${frenchDayOf(question.received_at)} :`,
    question.body.replace(/^/gm, '> '),
    'Ne répondez pas à ce mail : pour une autre question, utilisez le formulaire de contact du site.',
  ],
})
