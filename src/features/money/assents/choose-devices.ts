import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { notFound } from '../../../platform/errors.ts'
import { forgetDevice, keepDevice } from '../../../platform/messages/devices.ts'
import type { Subscription } from '../../../platform/messages/push-request.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'

/** The owner of a card wants to be rung in the browser that they are at. */
export async function turnOn(tx: Tx, { id }: Beneficiary, device: { name: string; subscription: Subscription; key: Keys }): Promise<void> {
  await keepDevice(tx, id, device)
  await record(tx, { at: tx.now, fact: facts['device.turned-on'], beneficiary_id: id })
}

/** And no more in one of those where they were. */
export async function turnOff(tx: Tx, { id }: Beneficiary, deviceId: number): Promise<void> {
  if (!(await forgetDevice(tx, id, deviceId))) throw notFound()
  await record(tx, { at: tx.now, fact: facts['device.turned-off'], beneficiary_id: id })
}
