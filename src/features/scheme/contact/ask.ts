import type { Tx } from '../../../platform/database/index.ts'
import { notifyAt } from '../../../platform/messages/notify.ts'
import { questionReceived } from './messages.ts'
import type { NewQuestion } from './question.ts'

/** Keeps a question for the Region to answer, and says by mail that it came unless this address was told often enough. */
export async function askQuestion(tx: Tx, { input, isAcknowledged }: { input: NewQuestion; isAcknowledged: boolean }): Promise<void> {
  const { id } = await tx
    .insertInto('questions_received')
    .values({
      name: input.name,
      email: input.email,
      file_number: input.fileNumber,
      theme: input.theme,
      subject: input.subject,
      body: input.message,
      received_at: tx.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (isAcknowledged) await notifyAt(tx, null, input.email, questionReceived(id))
}
