import { spawn } from 'node:child_process'
import { freePort } from '../../src/embedded-postgres/index.ts'
import { until } from '../support/until.ts'

/** A page of a browser, as far as a journey asks: what it does, it does in the page. */
export interface Tab {
  goto(url: string): Promise<void>
  /** The value of that expression in the page, of a promise what it gives. */
  evaluate(expression: string): Promise<unknown>
  /** What the page's scripts stopped on, where the browser says so. */
  complaints: string[]
  close(): Promise<void>
}

export interface Driver {
  name: string
  /** The program, or why it is not tried here. */
  find(): Promise<{ program: string } | { missing: string }>
  open(program: string, profile: string): Promise<Tab>
}

/** Starts a program in a group of its own, and how to end all that it started. */
function started(program: string, args: string[], env: Record<string, string> = {}): () => Promise<void> {
  const child = spawn(program, args, { stdio: 'ignore', detached: true, env: { ...process.env, ...env } })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.once('error', () => {})
  return async () => {
    if (child.pid === undefined || child.exitCode !== null) return
    process.kill(-child.pid, 'SIGKILL')
    await ended
  }
}

type Answer = { id?: number; method?: string; params?: unknown; result?: unknown; error?: unknown; message?: string }

/** Questions by number over a web socket, as the DevTools protocol and WebDriver BiDi both have them. */
async function conversation(url: string, hears: (method: string, params: never) => void) {
  const socket = new WebSocket(url)
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve()
    socket.onerror = () => reject(new Error(`No answer at ${url}`))
  })
  const waiting = new Map<number, (answer: Answer) => void>()
  socket.onmessage = ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer)
    else if (answer.method) hears(answer.method, answer.params as never)
  }
  let last = 0
  return {
    async ask<T>(method: string, params: object = {}): Promise<T> {
      const id = ++last
      const answer = await new Promise<Answer>((resolve) => {
        waiting.set(id, resolve)
        socket.send(JSON.stringify({ id, method, params }))
      })
      if (answer.error) throw new Error(`${method}: ${JSON.stringify(answer.error)} ${answer.message ?? ''}`)
      return answer.result as T
    },
    end: () => socket.close(),
  }
}

/** By the DevTools protocol. */
export async function openChromium(program: string, profile: string): Promise<Tab> {
  const port = await freePort()
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-zygote', '--disable-dev-shm-usage', '--window-size=1280,900']
  const end = started(program, [...flags, `--user-data-dir=${profile}`, `--remote-debugging-port=${port}`, 'about:blank'])
  const [target] = await until('Chromium', async () => {
    const pages = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as { webSocketDebuggerUrl: string }[]
    return pages.length > 0 && pages
  })
  const complaints: string[] = []
  const { ask } = await conversation(target?.webSocketDebuggerUrl as string, (method, params: { exceptionDetails?: object }) => {
    if (method === 'Runtime.exceptionThrown') complaints.push(JSON.stringify(params.exceptionDetails).slice(0, 600))
  })
  await ask('Runtime.enable')
  await ask('Page.enable')
  return {
    complaints,
    close: end,
    goto: async (url) => void (await ask('Page.navigate', { url })),
    async evaluate(expression) {
      const answer = await ask<{ result: { value: unknown }; exceptionDetails?: { text: string; exception?: { description: string } } }>(
        'Runtime.evaluate',
        { expression, awaitPromise: true, returnByValue: true },
      )
      if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text)
      return answer.result.value
    },
  }
}

/** By WebDriver BiDi, which Firefox speaks itself. */
export async function openFirefox(program: string, profile: string): Promise<Tab> {
  const port = await freePort()
  const args = ['--headless', '--profile', profile, '--no-remote', `--remote-debugging-port=${port}`]
  const end = started(program, args, { HOME: profile, MOZ_HEADLESS_WIDTH: '1280', MOZ_HEADLESS_HEIGHT: '900' })
  const complaints: string[] = []
  const { ask } = await until('Firefox', () =>
    conversation(`ws://127.0.0.1:${port}/session`, (method, params: { type: string; level: string; text: string }) => {
      if (method === 'log.entryAdded' && params.type === 'javascript' && params.level === 'error') complaints.push(params.text)
    }),
  )
  await ask('session.new', { capabilities: {} })
  await ask('session.subscribe', { events: ['log.entryAdded'] })
  const { contexts } = await ask<{ contexts: { context: string }[] }>('browsingContext.getTree')
  const context = contexts[0]?.context
  return {
    complaints,
    close: end,
    goto: async (url) => void (await ask('browsingContext.navigate', { context, url, wait: 'complete' })),
    async evaluate(expression) {
      const said = `(async () => JSON.stringify((await (${expression})) ?? null))()`
      const { result, exceptionDetails } = await ask<{ result?: { value: string }; exceptionDetails?: { text: string } }>(
        'script.evaluate',
        {
          expression: said,
          target: { context },
          awaitPromise: true,
        },
      )
      if (exceptionDetails) throw new Error(exceptionDetails.text)
      return JSON.parse(result?.value as string)
    },
  }
}

/** By WebDriver, through the driver that comes with WebKitGTK. It does not tell what scripts stop on. */
export async function openWebKit(program: string, profile: string): Promise<Tab> {
  const port = await freePort()
  const end = started(program, [`--port=${port}`], { HOME: profile })
  const ask = async <T>(path: string, body: object): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: JSON.stringify(body) })
    const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } }
    if (!answer.ok) throw new Error(`${path}: ${value.error} ${value.message}`)
    return value
  }
  const options = { binary: '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser', args: ['--automation'] }
  const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options } }
  await until('WebKitWebDriver', async () => (await fetch(`http://127.0.0.1:${port}/status`)).ok)
  const { sessionId } = await ask<{ sessionId: string }>('/session', { capabilities })
  return {
    complaints: [],
    close: end,
    goto: async (url) => void (await ask(`/session/${sessionId}/url`, { url })),
    evaluate: (expression) => ask(`/session/${sessionId}/execute/sync`, { script: `return (${expression})`, args: [] }),
  }
}
