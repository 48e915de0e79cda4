// Loaded before the server: it kills it the moment the shop's system has taken a task, before anybody has heard of it.
const { fetch } = globalThis
globalThis.fetch = async (...args) => {
  const [address, options] = args
  const response = await fetch(...args)
  const isTask = typeof address === 'string' && address.endsWith('/tasks')
  if (isTask && options?.method === 'POST') process.kill(process.pid, 'SIGKILL')
  return response
}
