import { frenchDayOf } from '../../../platform/dates.ts'
import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'

/** Repeats nothing of what was typed: whoever typed this address may not be its owner. */
export const questionReceived = message(
  'question-received',
  { who: 'Whoever writes', when: 'sent the contact form', example: [12] },
  (id: number) => ({
    subject: 'Nous avons reçu votre question',
    paragraphs: [
      'Bonjour,',
      `Nous avons bien reçu la question posée avec cette adresse sur le site ${OUR_REGION.card} (question n° ${id}). Nous y répondrons par mail.`,
      'Si vous n’avez rien demandé, ne tenez pas compte de ce message.',
    ],
  }),
)

export const questionAnswered = message(
  'question-answered',
  {
    who: 'Whoever wrote',
    when: 'an agent answered',
    example: [
      {
        id: 12,
        subject: 'Carte non reçue',
        body: 'Bonjour, où est ma carte ?',
        received_at: new Date('2026-11-20T09:00:00Z'),
        answer: 'Elle est partie hier.',
      },
    ],
  },
  (question: { id: number; subject: string; body: string; received_at: Date; answer: string }) => ({
    subject: `Réponse à votre question : ${question.subject}`,
    paragraphs: [
      'Bonjour,',
      question.answer,
      `Votre question n° ${question.id}, du ${frenchDayOf(question.received_at)} :`,
      question.body.replace(/^/gm, '> '),
      'Ne répondez pas à ce mail : pour une autre question, utilisez le formulaire de contact du site.',
    ],
  }),
)
