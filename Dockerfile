# docker build -t scopeminer .
# docker run --rm --read-only --network none --cap-drop ALL -v "$PWD:/app:ro" scopeminer

FROM python:3.13-slim AS build
WORKDIR /build
RUN python -m venv /opt/scopeminer
COPY requirements/run.txt requirements/run.txt
RUN /opt/scopeminer/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY queries queries
COPY scopeminer scopeminer
# Compiled here, because a read-only container cannot; pip has done its work.
RUN /opt/scopeminer/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-compile . \
 && /opt/scopeminer/bin/pip uninstall --quiet --yes pip \
 && /opt/scopeminer/bin/python -m compileall -q /opt/scopeminer/lib

FROM python:3.13-slim
COPY --from=build /opt/scopeminer /opt/scopeminer
ENV PATH="/opt/scopeminer/bin:$PATH" PYTHONDONTWRITEBYTECODE=1
USER 65532:65532
WORKDIR /app
ENTRYPOINT ["scopeminer"]
CMD ["scan"]
