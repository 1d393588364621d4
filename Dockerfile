# OMOS as one image: pages, background jobs and the command `omos`. Mirrors are named by build arguments, never in a file:
#   docker build --build-arg APT_MIRROR=https://mirrors.tuna.tsinghua.edu.cn --build-arg PIP_INDEX_URL=https://pypi.tuna.tsinghua.edu.cn/simple --build-arg NPM_REGISTRY=https://registry.npmmirror.com .
ARG DEBIAN=debian:bookworm-slim

FROM ${DEBIAN} AS build
ARG APT_MIRROR=
ARG PIP_INDEX_URL=
ARG NPM_REGISTRY=
COPY deploy/image/ /image/
RUN sh /image/apt.sh python3 python3-venv ca-certificates
WORKDIR /src
COPY requirements/ requirements/
RUN sh /image/packages.sh
COPY package.json package-lock.json .npmrc pyproject.toml README.md LICENSE ./
COPY scripts/ scripts/
COPY docs/ docs/
COPY omos/ omos/
RUN sh /image/omos.sh

FROM ${DEBIAN}
ARG APT_MIRROR=
COPY deploy/image/ /image/
RUN sh /image/apt.sh python3 ca-certificates tzdata fonts-wqy-microhei postgresql-client
RUN sh /image/user.sh
COPY --from=build /opt/omos /opt/omos
COPY deploy/image/start.sh /usr/local/bin/omos-start
ENV PATH=/opt/omos/bin:/usr/local/bin:/usr/bin:/bin
ENV OMOS_DATA=/var/lib/omos
ENV OMOS_BIND=0.0.0.0:8000
USER omos
WORKDIR /var/lib/omos
VOLUME /var/lib/omos
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python3", "/image/healthy.py"]
CMD ["sh", "/usr/local/bin/omos-start"]
