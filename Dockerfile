# kg with all that it needs to read documents and to ask:
#
#   docker build -t kg .
#   docker run --rm -v "$PWD:/data" kg build reports -o my-graph
#
# It runs as user 1000; give another with --user "$(id -u):$(id -g)".

FROM python:3.11-slim AS wheel
WORKDIR /source
COPY . .
RUN PIP_CONSTRAINT=requirements.lock pip wheel --no-cache-dir --no-deps --wheel-dir /wheel .

FROM python:3.11-slim
COPY --from=wheel /wheel /source/requirements.lock /install/
RUN pip install --no-cache-dir --constraint /install/requirements.lock \
        "$(echo /install/*.whl)[build]" \
    && useradd --uid 1000 --create-home kg
USER 1000
WORKDIR /data
ENTRYPOINT ["kg"]
