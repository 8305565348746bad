package org.mmt4j.train.ablation;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mmt4j.MmtModel;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.CaptionedVideos;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.graph.Parameters;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Everything that the metrics of an experiment depend on, by name: configuration and initial
 * parameters of the model, files of the caption encoder, settings of the training, contents of all
 * videos. Long values are stored as hashes.
 *
 * @param entries values by name
 */
record Configuration(ImmutableSortedMap<String, String> entries) {

  /** Returns the configuration of a setup with a seed. Builds the model, but does not train it. */
  static Configuration of(Setup setup, long seed) {
    ImmutableSortedMap.Builder<String, String> entries = ImmutableSortedMap.naturalOrder();
    try (MmtModel start = setup.builder(seed).build()) {
      start.describe().forEach((name, value) -> entries.put("model." + name, value));
      entries.put("precision", start.precision().toString());
      entries.put("parameters", hash(start.parameters()));
      entries.put("captionEncoder", hash(setup.captionEncoder()));
      setup
          .trainer(seed)
          .describe(start, CaptionedVideos.of(setup.trainingVideos()))
          .forEach((name, value) -> entries.put("training." + name, value));
    }
    entries.put("trainingVideos", hash(setup.trainingVideos()));
    entries.put("testVideos", hash(setup.testVideos()));
    setup.pretraining().ifPresent(before -> entries.put("pretraining", of(before, seed).hash()));
    return new Configuration(entries.buildOrThrow());
  }

  /** Returns the entries as text, one per line. */
  String text() {
    return entries.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  /** Returns the SHA-256 of the text, in hexadecimal digits. */
  String hash() {
    return Hashing.sha256().hashString(text(), StandardCharsets.UTF_8).toString();
  }

  private static String hash(Parameters parameters) {
    Hasher hasher = hasher();
    for (String name : parameters.names()) {
      put(hasher, name);
      INDArray array = parameters.get(name);
      put(hasher, array.dataType() + Arrays.toString(array.shape()));
      try (INDArray values = array.dup('c')) {
        for (double value : values.data().asDouble()) {
          hasher.putDouble(value);
        }
      }
    }
    return hasher.hash().toString();
  }

  private static String hash(CaptionEncoder encoder) {
    Hasher hasher = hasher();
    put(hasher, encoder.kind());
    try {
      Path directory = Files.createTempDirectory("caption-encoder");
      try {
        encoder.save(directory);
        putFiles(hasher, directory);
      } finally {
        MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return hasher.hash().toString();
  }

  private static void putFiles(Hasher hasher, Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        put(hasher, directory.relativize(file).toString());
        hasher.putBytes(Files.readAllBytes(file));
      }
    }
  }

  private static String hash(List<CaptionedVideo> videos) {
    Hasher hasher = hasher();
    for (CaptionedVideo video : videos) {
      put(hasher, video.video().id());
      video.captions().forEach(caption -> put(hasher, caption));
      for (Map.Entry<String, ExpertFeatures> expert : video.video().experts().entrySet()) {
        put(hasher, expert.getKey());
        put(hasher, expert.getValue());
      }
    }
    return hasher.hash().toString();
  }

  private static void put(Hasher hasher, ExpertFeatures features) {
    hasher.putInt(features.count());
    for (int i = 0; i < features.count(); i++) {
      hasher.putDouble(features.time(i));
      for (float value : features.feature(i)) {
        hasher.putFloat(value);
      }
    }
  }

  private static void put(Hasher hasher, String text) {
    hasher.putInt(text.length()).putString(text, StandardCharsets.UTF_8);
  }

  /** Returns a fast hasher with 128 bits. */
  private static Hasher hasher() {
    return Hashing.murmur3_128().newHasher();
  }
}
