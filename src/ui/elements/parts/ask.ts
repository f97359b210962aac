/** What the site answers to a script; nothing when it cannot be asked, or no longer knows who asks. */
export async function ask<Answer>(url: string): Promise<Answer | undefined> {
  try {
    const answer = await fetch(url, { credentials: 'same-origin', headers: { Accept: 'application/json' } })
    if (!answer.ok) return undefined
    document.dispatchEvent(new Event('session-prolonged'))
    return await answer.json()
  } catch {
    return undefined
  }
}
