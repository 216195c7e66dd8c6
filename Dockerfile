# Three steps: the pages, the binary, a small image that runs it as nobody in particular.
FROM node:22-bookworm-slim AS pages
WORKDIR /src/dashboards/web
COPY dashboards/web/package.json dashboards/web/package-lock.json dashboards/web/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY dashboards/api/openapi.json /src/dashboards/api/openapi.json
COPY dashboards/web ./
RUN npm run build

FROM golang:1.26-bookworm AS binary
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=pages /src/dashboards/web/dist dashboards/web/dist
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /tingfeng .

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates tzdata && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home /var/lib/tingfeng --create-home tingfeng
COPY --from=binary /tingfeng /usr/local/bin/tingfeng
USER tingfeng
WORKDIR /var/lib/tingfeng
EXPOSE 8420
ENTRYPOINT ["tingfeng"]
CMD ["serve", "--config", "/etc/tingfeng"]
