import { boundToDevice } from '../../../platform/messages/devices.ts'
import { boundToPushKey } from '../../../platform/messages/push-key.ts'
import { sealedColumn } from '../../../platform/resealing.ts'

/** What is kept encrypted to ring the owners of cards: where their browsers are rung, and the key with which. */
export const sealed = [
  sealedColumn({ table: 'devices', id: 'id', column: 'subscription', boundTo: boundToDevice }),
  sealedColumn({ table: 'push_keys', id: 'id', column: 'private_key', boundTo: boundToPushKey }),
]
