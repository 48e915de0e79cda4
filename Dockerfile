# kidoku in a container. docs/deploying.md says how it is run; compose.yaml runs it with PostgreSQL.
#   docker build -t kidoku .
#
# The version is the one that package.json names for machines without Node. A tag can be moved; a digest cannot. Look it up where you
# build, and write it behind the tag in both lines, as in node:24.21.0-slim@sha256:…:
#   docker buildx imagetools inspect node:24.21.0-slim

FROM node:24.21.0-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# What is optional is Node itself, for machines that have none, and what only tools for development need.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund
COPY LICENSE ./
COPY src ./src
COPY prompts ./prompts
COPY data/knowledge ./data/knowledge
# A checkout may be for its owner alone; here another user reads it, and nobody writes.
RUN chmod -R a+rX,go-w /app

FROM node:24.21.0-slim
# By number in USER, so that Kubernetes can see that it is not root. Give it the folders it is to write to: chown -R 10001.
RUN groupadd --gid 10001 kidoku \
  && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin kidoku \
  && install -d -o 10001 -g 10001 -m 700 /data
WORKDIR /app
COPY --from=packages /app ./
# Nothing is written but to DATA_DIR, /tmp (npm, when a command is run) and what staff add from the console to PROMPTS_DIR and
# KNOWLEDGE_DIR, if they may: the rest of the file system can be read-only.
# /data is no VOLUME: a nameless one would look as if it stayed, and the doctor could not warn of it.
ENV HOST=0.0.0.0 PORT=3000 DATA_DIR=/data NPM_CONFIG_CACHE=/tmp/npm NPM_CONFIG_UPDATE_NOTIFIER=false
USER 10001:10001
EXPOSE 3000
# Alive, not ready: a full disk is not mended by a new container. Load balancers ask /readyz.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Not by npm: SIGTERM is to reach the server, which then has 20 s to end what it has begun.
STOPSIGNAL SIGTERM
CMD ["node", "src/main.ts"]
