/**
 * What kind of host this is. kidoku needs a processor that runs between requests (answers, retries and reminders are
 * made after LINE has been told 200) and a disk that stays. Container services set variables that tell which they are;
 * what each does stands in its documentation, and here.
 */
import type { Disk } from './disk.ts'
import { ok, type Finding } from './finding.ts'

interface Host {
  name: string
  /** Any of them tells. */
  variables: readonly string[]
  /** `stops`: nothing runs between requests. `may`: it depends on a setting, which `awake` names. */
  processor: 'stops' | 'may' | 'runs'
  awake?: string
  /** `forgets`: always. `volume`: unless DATA_DIR lies on the volume that `volume` names. */
  disk: 'forgets' | 'volume'
  volume?: string
}

/** In this order: some run on top of others (Vercel on Lambda, Cloud Run functions on Cloud Run) and carry both marks. */
const hosts: readonly Host[] = [
  { name: 'Vercel', variables: ['VERCEL'], processor: 'stops', disk: 'forgets' },
  { name: 'Netlify', variables: ['NETLIFY'], processor: 'stops', disk: 'forgets' },
  { name: 'AWS Lambda', variables: ['AWS_LAMBDA_FUNCTION_NAME'], processor: 'stops', disk: 'forgets' },
  { name: 'Azure Functions', variables: ['FUNCTIONS_WORKER_RUNTIME'], processor: 'stops', disk: 'forgets' },
  { name: 'Google Cloud Functions', variables: ['FUNCTION_TARGET'], processor: 'stops', disk: 'forgets' },
  {
    name: 'Google App Engine',
    variables: ['GAE_ENV', 'GAE_SERVICE'],
    processor: 'may',
    awake: 'choose manual scaling with one instance',
    disk: 'forgets',
  },
  {
    name: 'Google Cloud Run',
    variables: ['K_SERVICE', 'K_REVISION'],
    processor: 'may',
    awake:
      'choose instance-based billing (“CPU always allocated”, --no-cpu-throttling), and one instance at least and at most (--min-instances 1 --max-instances 1)',
    disk: 'volume',
    volume: 'an NFS volume (Filestore); a Cloud Storage bucket will not do, since it knows no locks',
  },
  {
    name: 'Azure Container Apps',
    variables: ['CONTAINER_APP_NAME'],
    processor: 'may',
    awake: 'set the number of replicas to one at least and at most; the default goes down to none',
    disk: 'volume',
    volume: 'an Azure Files volume',
  },
  {
    name: 'Azure App Service',
    variables: ['WEBSITE_INSTANCE_ID'],
    processor: 'may',
    awake: 'switch on Always On, and stay with one instance; without it an idle app is unloaded',
    disk: 'volume',
    volume: 'the storage under /home (for containers: WEBSITES_ENABLE_APP_SERVICE_STORAGE=true)',
  },
  {
    name: 'Heroku',
    variables: ['DYNO'],
    processor: 'may',
    awake: 'use another dyno type than Eco, which sleeps after 30 minutes without a request',
    disk: 'forgets',
  },
  {
    name: 'Render',
    variables: ['RENDER'],
    processor: 'may',
    awake: 'use a paid instance type; a free one is stopped after 15 minutes without a request',
    disk: 'volume',
    volume: 'a persistent disk (Disks page of the service)',
  },
  {
    name: 'Fly.io',
    variables: ['FLY_APP_NAME'],
    processor: 'may',
    awake: 'in fly.toml set auto_stop_machines = "off", and run one machine (fly scale count 1)',
    disk: 'volume',
    volume: 'a Fly volume ([mounts] in fly.toml)',
  },
  {
    name: 'Railway',
    variables: ['RAILWAY_ENVIRONMENT_NAME', 'RAILWAY_ENVIRONMENT'],
    processor: 'may',
    awake: 'leave Serverless (app sleeping) off in the service’s settings, and stay with one replica',
    disk: 'volume',
    volume: 'a Railway volume',
  },
  {
    name: 'Koyeb',
    variables: ['KOYEB_APP_NAME'],
    processor: 'may',
    awake: 'use a paid instance and set the smallest number of instances to one; free ones sleep without traffic',
    disk: 'volume',
    volume: 'a Koyeb volume',
  },
  {
    name: 'Replit',
    variables: ['REPLIT_DEPLOYMENT', 'REPL_ID'],
    processor: 'may',
    awake: 'publish it as a Reserved VM; Autoscale goes down to nothing between requests',
    disk: 'forgets',
  },
  { name: 'Zeabur', variables: ['ZEABUR_SERVICE_ID'], processor: 'runs', disk: 'volume', volume: 'a Zeabur volume' },
  {
    name: 'Cloud Foundry',
    variables: ['CF_INSTANCE_INDEX'],
    processor: 'runs',
    disk: 'volume',
    volume: 'a volume service',
  },
  {
    name: 'Amazon ECS',
    variables: ['ECS_CONTAINER_METADATA_URI_V4', 'ECS_CONTAINER_METADATA_URI'],
    processor: 'runs',
    disk: 'volume',
    volume: 'an EFS (or EBS) volume, with one task',
  },
  {
    name: 'Kubernetes',
    variables: ['KUBERNETES_SERVICE_HOST'],
    processor: 'runs',
    disk: 'volume',
    volume: 'a PersistentVolumeClaim (not emptyDir), with one replica and the strategy Recreate',
  },
]

/** The variables that tell, for config.ts to look for: their names are all that is read of them. */
export const tellingVariables: readonly string[] = hosts.flatMap(({ variables }) => variables)

const [processorTopic, diskTopic] = ['Processor', 'Disk']
const forgotten = 'Conversations, hand-offs and unsent answers are lost whenever the host starts anew'
const another = 'Run kidoku on a host whose disk stays: a small virtual machine will do'

/**
 * @param set the names of the telling variables that are set
 * @param disk missing: nothing is kept there that must stay
 */
export function hostFindings(set: readonly string[], disk: Disk | undefined): Finding[] {
  const host = hosts.find(({ variables }) => variables.some((name) => set.includes(name)))
  if (host) return [processorOf(host), ...(disk ? [diskOf(host, disk)] : [])]
  const processor = ok(processorTopic, 'no sign of a host that stops it between requests')
  if (!disk) return [processor]
  if (disk.place !== 'memory' && disk.place !== 'container') return [processor]
  return [
    processor,
    {
      level: 'warning',
      topic: diskTopic,
      found: `DATA_DIR lies ${disk.place === 'memory' ? 'in memory' : 'inside a container'}`,
      why: disk.place === 'memory' ? forgotten : 'It is lost when the container is replaced, as every update does',
      remedy: 'Put DATA_DIR on a disk or volume that stays (docker run -v kidoku:/data -e DATA_DIR=/data …)',
    },
  ]
}

function processorOf({ name, processor, awake }: Host): Finding {
  const why = 'kidoku works after it has told LINE 200: answers, retries and reminders would wait for the next message'
  if (processor === 'stops') {
    const found = `${name} stops the processor between requests`
    const remedy = 'Run kidoku on a host that keeps it running: a small virtual machine will do'
    return { level: 'problem', topic: processorTopic, found, why, remedy }
  }
  if (processor === 'runs') return ok(processorTopic, `${name} keeps it running between requests`)
  const found = `${name} may stop it between requests; from here it cannot be seen`
  return { level: 'warning', topic: processorTopic, found, why, remedy: `On ${name} ${awake}` }
}

function diskOf({ name, disk, volume }: Host, { place }: Disk): Finding {
  if (disk === 'forgets') {
    const found = `${name} forgets its disk`
    return { level: 'problem', topic: diskTopic, found, why: forgotten, remedy: another }
  }
  if (place === 'mount') return ok(diskTopic, `${name}; DATA_DIR lies on a volume of its own`)
  return {
    level: 'problem',
    topic: diskTopic,
    found: `${name} forgets its disk, and DATA_DIR lies on no volume`,
    why: forgotten,
    remedy: `Attach ${volume}, and set DATA_DIR to a folder on it`,
  }
}
