# syntax=docker/dockerfile:1

# The compiler and everything that the build needs stay in this stage.
FROM rust:1-bookworm AS build
WORKDIR /src
COPY . .
# The caches keep compiled dependencies and tools between builds. They are not in the image, so the program is copied
# out of them.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    script/build dist \
    && install -D -m 0755 target/dist/docket /image/usr/local/bin/docket \
    && install -d -m 0700 /image/data

# C library, certificates and time zones; no shell and no package manager.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /image/usr/local/bin/docket /usr/local/bin/docket
# A new volume takes over the owner of the folder that it covers.
COPY --from=build --chown=10001:10001 /image/data /data
USER 10001:10001
ENV HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["/usr/local/bin/docket", "health"]
ENTRYPOINT ["/usr/local/bin/docket"]
CMD ["serve"]
